"""The forms of coaching: shapes and labels; what may be recorded is for the commands to say."""

from typing import Any

from django import forms
from django.forms import formset_factory

from coaching.models import Finding, SupportNeed
from coaching.rules.quality import CRITERIA
from coaching.rules.reviewing import PRAISE_NEEDED
from coaching.rules.signing import REVIEW_DAYS
from dispatch.accounts.models import User

LONG = 4000  # characters
AREAS = [("", "Choose…"), *((each.id, each.title) for each in CRITERIA.values())]
KINDS = [("", "Choose…"), *SupportNeed.Kind.choices]
WEIGHTS = [("", "Choose…"), *Finding.Weight.choices]


def words(label: str, *, hint: str = "", rows: int = 3, required: bool = True, **kwargs: Any) -> forms.CharField:
    """A field for a few sentences, kept in this browser while they are written."""
    box = forms.Textarea(attrs={"rows": rows, "data-draft": True})
    return forms.CharField(label=label, help_text=hint, required=required, max_length=LONG, widget=box, **kwargs)


def people(found: list[User]) -> list[tuple[str, str]]:
    """People to choose from."""
    return [(each.username, each.name) for each in found]


class ReviewForm(forms.Form):
    """Whose part is reviewed, and what went well."""

    colleague = forms.ChoiceField(label="Whose part")
    praise = words("What went well", hint="Needed: every review begins with it", error_messages={"required": PRAISE_NEEDED})

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"] = forms.ChoiceField(label="Whose part", choices=people(colleagues))


class FindingForm(forms.Form):
    """One finding. A row left wholly empty is no finding."""

    criterion = forms.ChoiceField(label="About", choices=AREAS)
    weight = forms.ChoiceField(label="How much it mattered", choices=WEIGHTS)
    text = forms.CharField(label="What you found", max_length=LONG, widget=forms.Textarea(attrs={"rows": 2}))


FindingRows: Any = formset_factory(FindingForm, extra=1, max_num=40, validate_max=True)


class TermsForm(forms.Form):
    """The wording of a support need: what both sign."""

    area = forms.ChoiceField(label="About", choices=AREAS)
    kind = forms.ChoiceField(label="Kind of support", choices=KINDS)
    good_looks_like = words("What good looks like", rows=2)
    agreed_text = words("What we agree to do", hint="Who does what, and when. Both of you sign these words.")
    measure = words("How we will know that it helped", hint="What is counted, and where it stands today", rows=2, required=False)
    review_on = forms.DateField(
        label="We look at it again on",
        help_text=f"Within {REVIEW_DAYS} days",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class OpenForm(TermsForm):
    """A support need, put forward."""

    colleague = forms.ChoiceField(label="Colleague")
    lead_view = words("What you have seen", hint="Your view, in your own words. Your colleague writes theirs beside it.")
    review = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    field_order = ("colleague", "area", "kind", "lead_view", "good_looks_like", "agreed_text", "measure", "review_on")

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"] = forms.ChoiceField(label="Colleague", choices=people(colleagues))
        self.order_fields(self.field_order)


class WordingForm(TermsForm):
    """Other words, in place of the ones seen."""

    view = words("Your own view", hint="In your own words; your colleague's stays theirs", rows=2, required=False)
    why = forms.CharField(label="What the change is for", max_length=300, required=False)
    wording = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class SignForm(forms.Form):
    """A signature under the wording seen."""

    view = words("Your view", hint="How you see it, in your own words", rows=2, required=False)
    wording = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class RefusalForm(forms.Form):
    """A no to the wording seen."""

    reason = words("Why you decline", hint="In your own words. Nothing happens to you for saying no.")
    talk_again_on = forms.DateField(
        label="We talk again on",
        help_text=f"Within {REVIEW_DAYS} days; the need stays open until then",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    wording = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
