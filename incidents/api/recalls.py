"""Advice taken back over REST: withdrawing a line, and calling back everybody who heard it."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.fields import Text
from dispatch.api.views import StaffView, now, staff
from incidents.api.doors import body_of, reads, writes
from incidents.commands.call_back import record_call_back, sign_unreached, take_call_back
from incidents.commands.recall import restore_advice, withdraw_advice
from incidents.models import RecallTask
from incidents.queries.recall import lines_in_use, tasks_of
from incidents.queries.recall_page import recall_numbered, recall_shown, recall_whole, recalls_shown, task_shown
from incidents.rules.recall import LONGEST_WINDOW_H, LONGEST_WITHIN_MIN, RESULTS, USUAL_WINDOW_H, USUAL_WITHIN_MIN


class WithdrawAdvice(serializers.Serializer[Any]):
    """The line, why, and what to say instead."""

    line = Text(max_length=40)
    why = Text(max_length=2000)
    say_instead = Text(max_length=300)
    closed_within_h = serializers.IntegerField(default=USUAL_WINDOW_H, min_value=0, max_value=LONGEST_WINDOW_H)
    call_back_within_min = serializers.IntegerField(default=USUAL_WITHIN_MIN, min_value=1, max_value=LONGEST_WITHIN_MIN)


class RestoreAdvice(serializers.Serializer[Any]):
    """Why the line was right after all."""

    why = Text()


class RecordCallBack(serializers.Serializer[Any]):
    """What came of a call-back; ``again_at`` says when to try again."""

    result = serializers.ChoiceField(choices=list(RESULTS.items()))
    words = Text(required=False, allow_blank=True)
    again_at = serializers.DateTimeField(required=False, allow_null=True)


class SignUnreached(serializers.Serializer[Any]):
    """Agreed, or what is to be tried."""

    agreed = serializers.BooleanField()
    words = Text(required=False, allow_blank=True)


def shown(task: RecallTask) -> dict[str, Any]:
    """A call-back as it stands after a write."""
    return task_shown(tasks_of(task.recall).get(pk=task.pk), names=True)


class AdviceLines(StaffView):
    """Lines of advice."""

    @reads("The lines of advice in use, how often each was read in the last 24 hours, and which are withdrawn")
    def get(self, request: Request) -> Response:
        """All of them, the most read first."""
        person = staff(request)
        insist(person, Act.READ_PROCEDURES, person)
        return Response({"results": lines_in_use(person.centre_id, at=now()), "next": None})


class RecallList(StaffView):
    """Recalls."""

    @reads("Withdrawn advice, with how many people are still to be told", operation_id="recalls_list")
    def get(self, request: Request) -> Response:
        """The newest 200, unfinished ones first."""
        person = staff(request)
        insist(person, Act.READ_PROCEDURES, person)
        return Response({"results": recalls_shown(person.centre_id), "next": None})

    @writes("Withdraw a line of advice: a call-back for everybody who heard it", WithdrawAdvice)
    def post(self, request: Request) -> Response:
        """Withdraw it."""
        person = staff(request)
        insist(person, Act.WITHDRAW_ADVICE, person)
        made = withdraw_advice(by=person, at=now(), **body_of(WithdrawAdvice, request))
        return Response(recall_shown(recall_numbered(person.centre_id, made.pk)), status=201)


class RecallOne(StaffView):
    """One recall."""

    @reads("A recall with its call-backs")
    def get(self, request: Request, recall_id: int) -> Response:
        """Names and numbers are only for those who call back."""
        person = staff(request)
        insist(person, Act.READ_PROCEDURES, person)
        return Response(recall_whole(recall_numbered(person.centre_id, recall_id), person))


class RecallRestored(StaffView):
    """Taking a recall back."""

    @writes("Let a withdrawn line be read again; call-backs not made yet are no longer needed", RestoreAdvice)
    def post(self, request: Request, recall_id: int) -> Response:
        """Restore it."""
        person = staff(request)
        restore_advice(recall_id=recall_id, by=person, at=now(), **body_of(RestoreAdvice, request))
        return Response(recall_shown(recall_numbered(person.centre_id, recall_id)), status=201)


class CallBackTaken(StaffView):
    """Taking a call-back."""

    @writes("Take a call-back: one person has it", None, made=200)
    def post(self, request: Request, task_id: int) -> Response:
        """Take it."""
        return Response(shown(take_call_back(task_id=task_id, by=staff(request), at=now())))


class CallBackResult(StaffView):
    """The result of a call-back."""

    @writes("Record what came of a call-back", RecordCallBack)
    def post(self, request: Request, task_id: int) -> Response:
        """Record it."""
        body = body_of(RecordCallBack, request)
        return Response(shown(record_call_back(task_id=task_id, by=staff(request), at=now(), **body)), status=201)


class CallBackSignature(StaffView):
    """A supervisor's word on somebody who cannot be reached."""

    @writes("Sign that somebody cannot be reached, or say what is to be tried", SignUnreached)
    def post(self, request: Request, task_id: int) -> Response:
        """Sign."""
        body = body_of(SignUnreached, request)
        return Response(shown(sign_unreached(task_id=task_id, by=staff(request), at=now(), **body)), status=201)
