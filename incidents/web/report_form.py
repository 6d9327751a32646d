"""What the public form asks for."""

from django import forms
from django.core.exceptions import ValidationError

from incidents.web.forms import LONG, PlainText

DANGER = (("yes", "Yes"), ("no", "No"), ("unknown", "I do not know"))


class ReportForm(forms.Form):
    """A report. Only what happened is required; where it is comes second."""

    words = PlainText(
        most=LONG // 2,
        label="What has happened?",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Tell us what has happened."},
    )
    place_text = PlainText(
        most=300,
        label="Where is it?",
        required=False,
        help_text="An address, a postcode, a junction, or what you can see around you.",
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    danger = forms.ChoiceField(
        choices=DANGER,
        label="Is anybody hurt or in danger now?",
        widget=forms.RadioSelect,
        error_messages={"required": "Tell us whether anybody is in danger."},
    )
    caller_name = PlainText(most=120, label="Your name", required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    caller_number = PlainText(
        most=40,
        label="A telephone number we can ring",
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    caller_email = forms.EmailField(
        max_length=254,
        label="Your e-mail address",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "This is not an e-mail address. Check it, or leave it empty."},
    )
    # People do not see it, programs fill it in. Whoever did by mistake is told, and loses nothing.
    website = forms.CharField(required=False, max_length=200)

    def clean_website(self) -> str:
        """Empty."""
        if self.cleaned_data["website"]:
            raise ValidationError("Leave the field “Website” empty. It is there to stop machines.")
        return ""

    def told(self) -> dict[str, str]:
        """What the contact holds."""
        said = self.cleaned_data
        danger = dict(DANGER)[said["danger"]]
        return {
            "words": f"{said['words']}\n\nAnybody hurt or in danger now? {danger}.",
            **{name: said[name] for name in ("place_text", "caller_name", "caller_number", "caller_email")},
        }
