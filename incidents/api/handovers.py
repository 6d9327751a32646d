"""Handing a shift over, through REST."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.fields import Text
from dispatch.api.views import StaffView, now, staff
from dispatch.refusal import NotFound
from incidents.api.doors import body_of, reads, writes
from incidents.commands.handover import (
    add_line,
    answer_line,
    begin_handover,
    call_off_handover,
    decide_line,
    receive_handover,
    seal_handover,
)
from incidents.models import Handover
from incidents.queries.handover import handover_shown, handovers_of

DECISIONS = [("accepted", "Accepted"), ("questioned", "A question"), ("refused", "Refused")]


class Begin(serializers.Serializer[Any]):
    """One's own shift; or that of somebody who has gone, with why."""

    outgoing = Text(required=False, allow_blank=True, max_length=60, help_text="User name of somebody who has gone home.")
    why = Text(required=False, allow_blank=True, max_length=300)


class Receive(serializers.Serializer[Any]):
    """Why one goes on without the outgoing person, if so."""

    alone_why = Text(required=False, allow_blank=True, max_length=300)


class Decision(serializers.Serializer[Any]):
    """What becomes of a line."""

    line = Text(max_length=40)
    decision = serializers.ChoiceField(choices=DECISIONS)
    said = Text(required=False, allow_blank=True, max_length=600)


class Answer(serializers.Serializer[Any]):
    """The answer to a question or a refusal."""

    line = Text(max_length=40)
    answer = Text(max_length=600)


class NewLine(serializers.Serializer[Any]):
    """What no fact says."""

    words = Text(max_length=600)
    incident = Text(required=False, allow_blank=True, max_length=24)


class Reason(serializers.Serializer[Any]):
    """Why."""

    why = Text(max_length=300)


class Nothing(serializers.Serializer[Any]):
    """Nothing more to say."""


def _shown(handover: Handover) -> dict[str, Any]:
    whole = Handover.objects.whole().select_related("centre").get(pk=handover.pk)
    return handover_shown(whole, now())


class Handovers(StaffView):
    """Handovers."""

    @reads("The centre's handovers, the newest first", operation_id="handovers_list")
    def get(self, request: Request) -> Response:
        """Which there are."""
        person = staff(request)
        insist(person, Act.HAND_OVER, person)
        results = [
            {
                "id": each.pk,
                "outgoing": each.outgoing.name,
                "incoming": each.incoming.name if each.incoming else None,
                "begun_at": each.begun_at,
                "sealed_at": each.sealed_at,
                "called_off_at": each.called_off_at,
            }
            for each in handovers_of(person.centre_id)
        ]
        return Response({"results": results, "next": None})

    @writes("Begin to hand over: its lines are made from the facts", Begin)
    def post(self, request: Request) -> Response:
        """Begin."""
        return Response(_shown(begin_handover(by=staff(request), at=now(), **body_of(Begin, request))), status=201)


class HandoverOne(StaffView):
    """One handover."""

    @reads("A handover with its lines; what is new since its last act is among them")
    def get(self, request: Request, handover_id: int) -> Response:
        """The whole of it."""
        person = staff(request)
        insist(person, Act.HAND_OVER, person)
        found = Handover.objects.of(person.centre_id).whole().select_related("centre").filter(pk=handover_id).first()
        if found is None:
            raise NotFound("There is no such handover.", code="not-found")
        return Response(handover_shown(found, now()))


class HandoverReceived(StaffView):
    """Receiving."""

    @writes("Receive a handover; with `alone_why`, go on without the outgoing person", Receive, made=200)
    def post(self, request: Request, handover_id: int) -> Response:
        """Receive it."""
        return Response(_shown(receive_handover(handover_id=handover_id, by=staff(request), at=now(), **body_of(Receive, request))))


class HandoverDecisions(StaffView):
    """Deciding on a line."""

    @writes("Accept a line, ask about it, or refuse it with a reason", Decision)
    def post(self, request: Request, handover_id: int) -> Response:
        """Decide."""
        body = body_of(Decision, request)
        key = body.pop("line")
        return Response(_shown(decide_line(handover_id=handover_id, key=key, by=staff(request), at=now(), **body)), status=201)


class HandoverAnswers(StaffView):
    """Answering."""

    @writes("Answer a question or a refusal", Answer)
    def post(self, request: Request, handover_id: int) -> Response:
        """Answer."""
        body = body_of(Answer, request)
        made = answer_line(handover_id=handover_id, key=body["line"], answer=body["answer"], by=staff(request), at=now())
        return Response(_shown(made), status=201)


class HandoverLines(StaffView):
    """Free lines."""

    @writes("Add a line", NewLine)
    def post(self, request: Request, handover_id: int) -> Response:
        """Add it."""
        return Response(_shown(add_line(handover_id=handover_id, by=staff(request), at=now(), **body_of(NewLine, request))), status=201)


class HandoverCalledOff(StaffView):
    """Calling off."""

    @writes("Call a handover off", Reason, made=200)
    def post(self, request: Request, handover_id: int) -> Response:
        """Call it off."""
        return Response(_shown(call_off_handover(handover_id=handover_id, by=staff(request), at=now(), **body_of(Reason, request))))


class HandoverSealed(StaffView):
    """Completing."""

    @writes("Complete a handover whose every line is accepted: it is sealed, and what was held passes", Nothing, made=200)
    def post(self, request: Request, handover_id: int) -> Response:
        """Seal it."""
        return Response(_shown(seal_handover(handover_id=handover_id, by=staff(request), at=now())))
