"""What HTML forms may hold, cleaned in one place: bounded text that can be stored, and who sent it how long ago."""

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

LONG = 20_000  # characters in a free text
LONGEST_AGO_S = 12 * 3600  # a form kept on a phone without a connection is taken for as long as a shift


def refuse_unstorable(value: str) -> None:
    """Refuse text that no database could keep: NUL characters, halves of character pairs."""
    if "\x00" in value:
        raise ValidationError("The text holds a character that cannot be stored.")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValidationError("The text holds half of a character, which cannot be stored.") from error


class PlainText(forms.CharField):
    """A text of bounded length, blanks around it removed, its lines ended in one way."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        said = {"max_length": f"This is too long: at most {most:,} characters.", "required": "Write something first."}
        super().__init__(max_length=most, strip=True, error_messages=said | kwargs.pop("error_messages", {}), **kwargs)

    def to_python(self, value: Any) -> str:
        """The text, or an error that says what is wrong with it."""
        text = str(value or "")
        refuse_unstorable(text)
        return super().to_python(text.replace("\r\n", "\n").replace("\r", "\n")) or ""


class CrewForm(forms.Form):
    """Anything that a crew's page sends.

    ``nonce`` names the form as it was shown; ``ago_s`` says how many seconds ago it was pressed, when it had to wait for a
    connection. The phone's own clock is never believed.
    """

    nonce = PlainText(most=64, required=False)
    ago_s = forms.IntegerField(min_value=0, max_value=LONGEST_AGO_S, required=False)

    def identity(self, what: str) -> str:
        """What makes two arrivals the same form: its name, where it was sent, and every word in it. 64 hexadecimal digits."""
        words = [what, *(f"{name}={self.cleaned_data[name]}" for name in sorted(self.cleaned_data) if name != "ago_s")]
        return hashlib.sha256("\x00".join(words).encode()).hexdigest()


class StatusForm(CrewForm):
    """Where the crew is in its work."""

    status = PlainText(most=20, error_messages={"required": "Choose what to report."})
    why = PlainText(most=300, required=False)
    version = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)


class AcceptForm(CrewForm):
    """A version of the brief, taken in."""

    version = forms.IntegerField(min_value=1, max_value=1_000_000)


class CheckForm(CrewForm):
    """The answer to a check."""

    check = forms.IntegerField(min_value=1, max_value=2**53)
    all_well = forms.ChoiceField(choices=[("yes", "All well"), ("no", "I need help")])
    words = PlainText(most=300, required=False)
    word = PlainText(most=60, required=False)


class RoundForm(CrewForm):
    """Whether all of a crew's people are accounted for."""

    all_here = forms.ChoiceField(choices=[("yes", "All here"), ("no", "Somebody is missing")])
    missing = PlainText(most=300, required=False)


class SupportForm(CrewForm):
    """What the crew needs."""

    wanted = PlainText(most=300, error_messages={"required": "Say what you need."})


class UpdateForm(CrewForm):
    """Words for the log."""

    text = PlainText(most=LONG)
