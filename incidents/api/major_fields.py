"""What requests about major incidents may hold: shapes only."""

from typing import Any

from rest_framework import serializers

from dispatch.api.fields import Text
from incidents.rules.major import LEVELS, PLACES, SITREP_USUAL_MIN

WORDS = 4000  # characters in one letter of METHANE, one step, one part of a briefing
REFERENCE = 24


def words(*, required: bool = False) -> Text:
    """A part of a form that may be long."""
    return Text(required=required, allow_blank=not required, max_length=WORDS)


class Letters(serializers.Serializer[Any]):
    """The letters of METHANE; what is left out stays as it was said last, or as it is known."""

    exact_location = words()
    type_of_incident = words()
    hazards = words()
    access = words()
    casualties = words()
    services = words()
    casualty_count = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1_000_000)


class ReportMethane(Letters):
    """METHANE, and whether a supervisor is to decide."""

    ask = serializers.BooleanField(default=False)


class Declare(Letters):
    """Why it is a major incident, or may become one, and who is to be told."""

    reason = Text()
    standby = serializers.BooleanField(default=False)
    levels = serializers.ChoiceField(choices=list(LEVELS), default="gold")
    sitrep_every_min = serializers.IntegerField(min_value=0, max_value=100_000, default=SITREP_USUAL_MIN)
    inform = serializers.ListField(child=Text(max_length=40), required=False, max_length=60)


class StandDown(serializers.Serializer[Any]):
    """Why, when it is debriefed, and to whom each part that stays open goes."""

    reason = Text()
    debrief_on = serializers.DateField(required=False, allow_null=True)
    handed_over = serializers.DictField(child=Text(allow_blank=True, max_length=120), required=False)


class OfferPost(serializers.Serializer[Any]):
    """Who is asked to take which role."""

    role = Text(max_length=12)
    person = Text(max_length=120)
    organisation = Text(required=False, allow_blank=True, max_length=120)
    reached_on = Text(required=False, allow_blank=True, max_length=120)
    handover = words()


class AcceptPost(serializers.Serializer[Any]):
    """When they accepted, if that is not now."""

    at = serializers.DateTimeField(required=False)


class Arrive(serializers.Serializer[Any]):
    """Who came where."""

    who = Text(max_length=120)
    organisation = Text(required=False, allow_blank=True, max_length=120)
    place = serializers.ChoiceField(choices=list(PLACES))
    at = serializers.DateTimeField(required=False)


class Leave(serializers.Serializer[Any]):
    """When they left, if that is not now."""

    at = serializers.DateTimeField(required=False)


class SetTask(serializers.Serializer[Any]):
    """What, who, by when."""

    what = Text()
    owner = Text(max_length=120)
    within_min = serializers.IntegerField(min_value=0, max_value=100_000)


class FinishTask(serializers.Serializer[Any]):
    """What came of it."""

    result = Text()


class DecideTogether(serializers.Serializer[Any]):
    """A joint decision, its reasons, and the five steps of the joint decision model."""

    decision = Text(max_length=1000)
    decided_by = Text()
    reasons = words(required=True)
    gather = words(required=True)
    assess = words(required=True)
    powers = words()
    options = words()
    act = words()
    review_within_min = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=10_080)


class Sitrep(Letters):
    """What has happened since the last report, and the letters that changed."""

    words = Text(max_length=WORDS)
    every_min = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=100_000)


class BriefCrews(serializers.Serializer[Any]):
    """The seven parts of IIMARCH."""

    information = words(required=True)
    intent = words(required=True)
    method = words(required=True)
    administration = words()
    risk_assessment = words(required=True)
    communications = words()
    humanitarian = words()
