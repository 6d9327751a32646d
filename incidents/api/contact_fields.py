"""What requests about contacts may hold: shapes only."""

from typing import Any

from rest_framework import serializers

from dispatch.api.fields import Text
from incidents.models import Contact
from incidents.rules.alarm_signals import QUESTIONS

LONGEST_WAIT_MIN = 7 * 24 * 60


class LoseContact(serializers.Serializer[Any]):
    """How a caller was lost."""

    how = serializers.ChoiceField(choices=["abandoned", "missed"], default="abandoned")


class PromiseCallback(serializers.Serializer[Any]):
    """When to ring back, in so many minutes or at an instant, and what about."""

    within_min = serializers.IntegerField(required=False, min_value=1, max_value=LONGEST_WAIT_MIN)
    due_at = serializers.DateTimeField(required=False)
    why = Text()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One of the two says when."""
        if ("within_min" in attrs) == ("due_at" in attrs):
            raise serializers.ValidationError("Give either within_min or due_at.")
        return attrs


class CallbackWent(serializers.Serializer[Any]):
    """How a call back went."""

    result = serializers.ChoiceField(choices=["reached", "no_answer", "unreachable", "not_needed"])
    words = Text(required=False, allow_blank=True)
    again_min = serializers.IntegerField(required=False, min_value=1, max_value=LONGEST_WAIT_MIN)


class OfferTransfer(serializers.Serializer[Any]):
    """To whom, or to which line, and why."""

    to = Text(required=False, allow_blank=True, max_length=60)
    line = Text(required=False, allow_blank=True, max_length=60)
    why = Text()


class DeclineTransfer(serializers.Serializer[Any]):
    """Why it cannot be taken."""

    why = Text()


class ReferContact(serializers.Serializer[Any]):
    """To which outside organisation, put through (warm) or given the number, and why; ``number`` where it is not the listed one."""

    organisation = Text(max_length=40)
    warm = serializers.BooleanField()
    number = Text(required=False, allow_blank=True, max_length=40)
    spoke_to = Text(required=False, allow_blank=True, max_length=120)
    why = Text(max_length=300)


class SilentStep(serializers.Serializer[Any]):
    """A step taken with a caller who does not speak."""

    step = Text(max_length=16)
    heard = serializers.BooleanField()
    words = Text(required=False, allow_blank=True)


class SilentOutcome(serializers.Serializer[Any]):
    """What a silent call was."""

    outcome = Text(max_length=16)
    words = Text(required=False, allow_blank=True)


class JoinIncident(serializers.Serializer[Any]):
    """The open incident that a contact joins."""

    incident = Text(max_length=24)


class SettleReassessment(serializers.Serializer[Any]):
    """What came of looking again."""

    result = serializers.ChoiceField(choices=["reassessed", "no_change"])
    reason = Text(required=False, allow_blank=True)


class SetAnswerTarget(serializers.Serializer[Any]):
    """How soon a channel, or one line of it, is to be answered, in seconds; ``basis`` says where the figure comes from."""

    channel = serializers.ChoiceField(choices=Contact.Channel.choices)
    line = Text(required=False, allow_blank=True, max_length=60)
    answer_s = serializers.IntegerField(min_value=1, max_value=86_400)
    callback_s = serializers.IntegerField(required=False, min_value=1, max_value=604_800)
    basis = Text(required=False, allow_blank=True, max_length=160)


class SettleSignal(serializers.Serializer[Any]):
    """Why an alarm needs no incident."""

    how = serializers.ChoiceField(choices=["false_alarm", "cancelled", "rejected"])
    words = Text()


class AskCompany(serializers.Serializer[Any]):
    """What to ask an alarm company about its alarm."""

    kind = serializers.ChoiceField(choices=list(QUESTIONS.items()))
    words = Text(required=False, allow_blank=True, max_length=300)
