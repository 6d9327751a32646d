"""What requests may hold: shapes only. Nothing here saves, and no rule of the work lives here."""

from typing import Any

from rest_framework import serializers

from dispatch.api.fields import LONG, Text
from incidents.models import Contact
from incidents.rules.alarms import BOUNDARIES
from incidents.rules.welfare import ON_BEHALF


class Place(serializers.Serializer[Any]):
    """Where: words, degrees, or both."""

    text = Text(required=False, allow_blank=True)
    lat = serializers.FloatField(required=False, allow_null=True, min_value=-90, max_value=90)
    lon = serializers.FloatField(required=False, allow_null=True, min_value=-180, max_value=180)
    accuracy_m = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1_000_000)
    method = Text(required=False, max_length=24)
    gazetteer = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**53)
    access = Text(required=False, allow_blank=True, max_length=2000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Latitude and longitude come together."""
        if (attrs.get("lat") is None) != (attrs.get("lon") is None):
            raise serializers.ValidationError("Give both lat and lon, or neither.")
        return attrs


class OfferContact(serializers.Serializer[Any]):
    """A contact arrives."""

    channel = serializers.ChoiceField(choices=Contact.Channel.choices, default="telephone")
    line = Text(required=False, allow_blank=True, max_length=60)
    caller_number = Text(required=False, allow_blank=True, max_length=40)
    caller_name = Text(required=False, allow_blank=True, max_length=120)
    caller_email = Text(required=False, allow_blank=True, max_length=254)
    words = Text(required=False, allow_blank=True, max_length=LONG)
    source_reference = Text(required=False, allow_blank=True, max_length=120)
    exercise = serializers.BooleanField(required=False)
    place = Place(required=False)


class OpenIncident(serializers.Serializer[Any]):
    """An incident is logged, or its facts corrected."""

    contact = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**53)
    type = Text(required=False, allow_blank=True, max_length=40)
    exercise = serializers.BooleanField(required=False)
    summary = Text(required=False, allow_blank=True, max_length=LONG)
    place = Place(required=False)
    hazards = Text(required=False, allow_blank=True, max_length=2000)
    caller_name = Text(required=False, allow_blank=True, max_length=120)
    callback_number = Text(required=False, allow_blank=True, max_length=40)
    read_back = serializers.ListField(child=Text(max_length=40), required=False, max_length=12)


class CorrectIncident(OpenIncident):
    """The facts to correct, and the revision that the person saw."""

    contact = None  # type: ignore[assignment]
    exercise = None  # type: ignore[assignment]
    type = None  # type: ignore[assignment]
    revision = serializers.IntegerField(required=False, min_value=0, max_value=2**53)


class ChooseType(serializers.Serializer[Any]):
    """The incident type."""

    type = Text(max_length=40)
    reason = Text(required=False, allow_blank=True)


class GiveAnswer(serializers.Serializer[Any]):
    """An answer to the question the path stands at."""

    question = Text(max_length=60)
    answer = Text(max_length=60)
    inferred = serializers.BooleanField(default=False)


class WithdrawAnswer(serializers.Serializer[Any]):
    """Going back to a question."""

    question = Text(max_length=60)
    reason = Text()


class ChangeAnswer(serializers.Serializer[Any]):
    """Another answer to a question that was answered; ``was`` is the one the person saw."""

    question = Text(max_length=60)
    was = Text(max_length=60)
    answer = Text(max_length=60)
    reason = Text()


class RequestLowering(serializers.Serializer[Any]):
    """A lower priority, for a supervisor to approve."""

    priority = serializers.ChoiceField(choices=["P1", "P2", "P3", "P4", "P5"])
    reason = Text()


class DecideLowering(serializers.Serializer[Any]):
    """A supervisor's yes or no; a no says why."""

    approved = serializers.BooleanField()
    reason = Text(required=False, allow_blank=True)


class LeavePath(serializers.Serializer[Any]):
    """Leaving the path early."""

    reason = Text()
    outcome = Text(required=False, allow_blank=True, max_length=60)


class SetPriority(serializers.Serializer[Any]):
    """Raising or lowering."""

    priority = serializers.ChoiceField(choices=["P1", "P2", "P3", "P4", "P5"])
    reason = Text()


class ReadAdvice(serializers.Serializer[Any]):
    """A line of advice that was read out."""

    line = Text(max_length=40)
    contact = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**53)
    to_whom = Text(required=False, allow_blank=True, max_length=120)


class Brief(serializers.Serializer[Any]):
    """The six parts of a briefing; what is left out comes from the procedure."""

    what_happened = Text(required=False, allow_blank=True, max_length=LONG)
    place_and_access = Text(required=False, allow_blank=True, max_length=2000)
    hazards = Text(required=False, allow_blank=True, max_length=2000)
    task = Text(required=False, allow_blank=True, max_length=LONG)
    limits = Text(required=False, allow_blank=True, max_length=2000)
    report_back = Text(required=False, allow_blank=True, max_length=2000)


class Deploy(Brief):
    """Units to send, and their brief."""

    units = serializers.ListField(child=Text(max_length=24), min_length=1, max_length=60)
    reason = Text(required=False, allow_blank=True)


class ReportStatus(serializers.Serializer[Any]):
    """What a unit does now; ``at`` is when it happened, if that is not now."""

    status = Text(max_length=20)
    at = serializers.DateTimeField(required=False)
    why = Text(required=False, allow_blank=True)
    forced = serializers.BooleanField(default=False)


class Position(serializers.Serializer[Any]):
    """Where a unit is."""

    lat = serializers.FloatField(min_value=-90, max_value=90)
    lon = serializers.FloatField(min_value=-180, max_value=180)
    at = serializers.DateTimeField(required=False)


class WriteUpdate(serializers.Serializer[Any]):
    """A line for the log."""

    text = Text(max_length=LONG)
    at = serializers.DateTimeField(required=False)
    paper = serializers.IntegerField(required=False, min_value=1, max_value=2**31)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What comes from paper has a time of its own."""
        if "paper" in attrs and "at" not in attrs:
            raise serializers.ValidationError("Give the time that is written on the paper.")
        return attrs


class Escalate(serializers.Serializer[Any]):
    """What must be decided, and by whom."""

    what = Text(required=False, allow_blank=True, help_text="Left empty, the incident's own state says what must be decided.")
    to_role = serializers.ChoiceField(choices=["dispatcher", "supervisor", "duty_manager"], default="supervisor")
    boundary = serializers.ChoiceField(choices=list(BOUNDARIES.items()), required=False, help_text="What makes you escalate.")


class AnswerCheck(serializers.Serializer[Any]):
    """The answer to a check."""

    all_well = serializers.BooleanField()
    words = Text(required=False, allow_blank=True, max_length=1000)
    via = serializers.ChoiceField(choices=list(ON_BEHALF), default="radio")
    said_by = Text(required=False, allow_blank=True, max_length=120)
    word = Text(required=False, allow_blank=True, max_length=60, write_only=True)


class ConfirmNotice(serializers.Serializer[Any]):
    """Proof that an organisation was told."""

    organisation = Text(max_length=40)
    spoke_to = Text(required=False, allow_blank=True, max_length=120)
    their_reference = Text(required=False, allow_blank=True, max_length=120)


class AskSupport(serializers.Serializer[Any]):
    """What a crew needs."""

    wanted = Text()


class GiveSupport(serializers.Serializer[Any]):
    """How it was met."""

    how = Text()
    given_by = Text(required=False, allow_blank=True, max_length=120)


class RefuseSupport(serializers.Serializer[Any]):
    """Why it cannot be given."""

    why = Text()


class Close(serializers.Serializer[Any]):
    """How an incident ended."""

    code = Text(max_length=40)
    outcome = Text(max_length=LONG)
    facts = serializers.DictField(child=Text(allow_blank=True, max_length=300), required=False)


class EndContact(serializers.Serializer[Any]):
    """Why a contact needs no incident."""

    why = Text()


def flat(body: dict[str, Any]) -> dict[str, Any]:
    """A body's facts as the intake commands take them: the place's parts beside the others."""
    facts = {name: value for name, value in body.items() if name not in ("place", "contact", "type", "revision")}
    place = body.get("place") or {}
    if "text" in place:
        facts["place_text"] = place["text"]
    facts |= {name: place[name] for name in ("lat", "lon", "accuracy_m", "method", "gazetteer", "access") if name in place}
    return facts
