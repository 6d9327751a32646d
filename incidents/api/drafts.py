"""Drafts over REST: what is typed is kept here within a second of the key."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.fields import LONG, Text
from dispatch.api.views import StaffView, now, staff
from incidents.api.doors import body_of, reads, writes
from incidents.commands.drafts import Typed, keep_drafts, take_draft
from incidents.queries.drafts import draft_shown, drafts_of, place_of

MOST_FIELDS = 40


class Words(serializers.CharField):
    """Words as they stand in the field: blanks are part of them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, allow_blank=True, max_length=LONG, **kwargs)


class TypedField(serializers.Serializer[Any]):
    """One field of one window; see the model for what the numbers mean."""

    field = Text(max_length=80)
    text = Words(allow_null=True)
    over = Words(required=False, default="")
    version = serializers.IntegerField(required=False, default=0, min_value=0, max_value=2**53)
    turn = serializers.IntegerField(min_value=1, max_value=2**53)


class KeepDrafts(serializers.Serializer[Any]):
    """Where it is typed (nowhere: something new), the window, and the fields."""

    incident = Text(required=False, allow_blank=True, max_length=24)
    contact = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**53)
    writer = Text(max_length=40)
    typed = serializers.ListField(child=TypedField(), max_length=MOST_FIELDS)


class Drafts(StaffView):
    """Drafts of one place."""

    @reads("What was typed and not sent: ?incident=, ?contact=, or what the asker is about to log")
    def get(self, request: Request) -> Response:
        """One's own and one's colleagues'."""
        person = staff(request)
        insist(person, Act.LOG_INCIDENT, person)
        contact = request.query_params.get("contact", "")
        number = int(contact) if contact.isascii() and contact.isdigit() and len(contact) < 16 else None
        where = place_of(person, reference=request.query_params.get("incident", ""), contact_id=number)
        return Response({"results": drafts_of(person, where, at=now()), "next": None})

    @writes("Keep what is typed; `moved` holds what another window of the asker changed meanwhile", KeepDrafts, made=200)
    def post(self, request: Request) -> Response:
        """Keep it."""
        person, body, at = staff(request), body_of(KeepDrafts, request), now()
        where = place_of(person, reference=body.get("incident", ""), contact_id=body.get("contact"))
        typed = [Typed(**each) for each in body["typed"]]
        moved = keep_drafts(where=where, writer=body["writer"], typed=typed, by=person, at=at)
        return Response({"moved": [draft_shown(each, person, at) for each in moved]})


class DraftTaken(StaffView):
    """A colleague's words."""

    @writes("Take over what a colleague typed and did not send", None, made=200)
    def post(self, request: Request, draft_id: int) -> Response:
        """Take it."""
        person, at = staff(request), now()
        return Response(draft_shown(take_draft(draft_id=draft_id, by=person, at=at), person, at))
