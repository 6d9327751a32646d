"""What requests about assessing may hold: shapes only."""

from typing import Any

from rest_framework import serializers

from dispatch.api.fields import Text
from incidents.rules.conversation import AIDS, SAFE, WAYS
from incidents.rules.risk_overlay import LEVELS
from incidents.rules.validity import VALIDITIES


class JudgeValidity(serializers.Serializer[Any]):
    """What a report is held to be, and why."""

    validity = serializers.ChoiceField(choices=list(VALIDITIES))
    grounds = Text(max_length=2000)
    organisation = Text(required=False, allow_blank=True, max_length=40)
    link = Text(required=False, allow_blank=True, max_length=24)


class WeighRisk(serializers.Serializer[Any]):
    """The risk overlay: a level for each part, and words."""

    levels = serializers.DictField(child=serializers.ChoiceField(choices=list(LEVELS)))
    words = Text(max_length=2000)


class MarkContradiction(serializers.Serializer[Any]):
    """A later fact against an answer."""

    question = Text(max_length=60)
    words = Text()


class UpholdAnswer(serializers.Serializer[Any]):
    """Why an answer stands."""

    question = Text(max_length=60)
    reason = Text()


class ReviewPath(serializers.Serializer[Any]):
    """What a supervisor found."""

    reason = Text(max_length=2000)


class LeaveUnread(serializers.Serializer[Any]):
    """Why a line of advice was not read."""

    line = Text(max_length=40)
    reason = Text()


class AnswerEntry(serializers.Serializer[Any]):
    """The answer to an entry question."""

    question = Text(max_length=40)
    answer = Text(max_length=120)
    inferred = serializers.BooleanField(default=False)


class UseAid(serializers.Serializer[Any]):
    """A control aid, and the detail it asks for."""

    aid = serializers.ChoiceField(choices=list(AIDS))
    words = Text(required=False, allow_blank=True, max_length=120)


class SayWhetherSafe(serializers.Serializer[Any]):
    """Whether it is safe to talk, and how it goes on when it is not."""

    safe = serializers.ChoiceField(choices=list(SAFE))
    way = serializers.ChoiceField(choices=list(WAYS), required=False, allow_blank=True, default="")


class SettleAid(serializers.Serializer[Any]):
    """Whoever was asked onto the line: there, or not and why."""

    connected = serializers.BooleanField()
    why = Text(required=False, allow_blank=True)
