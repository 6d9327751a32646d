"""What requests about reviews and support may hold: shapes only."""

from typing import Any

from rest_framework import serializers

from coaching.models import Finding, SupportNeed
from coaching.rules.quality import CRITERIA
from dispatch.api.fields import Text

WORDS = 4000  # characters
AREAS = [(each.id, each.title) for each in CRITERIA.values()]


class OneFinding(serializers.Serializer[Any]):
    """One finding."""

    criterion = serializers.ChoiceField(choices=AREAS)
    weight = serializers.ChoiceField(choices=Finding.Weight.choices)
    text = Text(max_length=WORDS)


class RecordReview(serializers.Serializer[Any]):
    """A review of one colleague's part in a closed incident. Praise is asked for by the command, which says why."""

    incident = Text(max_length=24)
    colleague = Text(max_length=60)
    praise = Text(max_length=WORDS, allow_blank=True, default="")
    findings = serializers.ListField(child=OneFinding(), default=list, max_length=40)


class Terms(serializers.Serializer[Any]):
    """The wording of a support need; what is left out stays as it is."""

    area = serializers.ChoiceField(choices=AREAS, required=False)
    kind = serializers.ChoiceField(choices=SupportNeed.Kind.choices, required=False)
    good_looks_like = Text(max_length=WORDS, required=False)
    measure = Text(max_length=WORDS, required=False, allow_blank=True)
    agreed_text = Text(max_length=WORDS, required=False)
    review_on = serializers.DateField(required=False)


class OpenNeed(Terms):
    """A support need, put forward."""

    colleague = Text(max_length=60)
    review = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**53)
    area = serializers.ChoiceField(choices=AREAS)
    kind = serializers.ChoiceField(choices=SupportNeed.Kind.choices)
    good_looks_like = Text(max_length=WORDS)
    agreed_text = Text(max_length=WORDS)
    lead_view = Text(max_length=WORDS)


class Reword(Terms):
    """Other words, in place of the wording that was seen."""

    wording = serializers.IntegerField(min_value=1, max_value=2**31)
    view = Text(max_length=WORDS, required=False, allow_blank=True)
    why = Text(required=False, allow_blank=True)


class Sign(serializers.Serializer[Any]):
    """A signature under the wording that was seen."""

    wording = serializers.IntegerField(min_value=1, max_value=2**31)
    view = Text(max_length=WORDS, required=False, allow_blank=True)


class Decline(serializers.Serializer[Any]):
    """A no to the wording that was seen."""

    wording = serializers.IntegerField(min_value=1, max_value=2**31)
    reason = Text(max_length=WORDS, allow_blank=True)
    talk_again_on = serializers.DateField(required=False, allow_null=True)
