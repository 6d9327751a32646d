"""A person's own views of the board over REST."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.fields import Text
from dispatch.api.views import StaffView, now, staff
from incidents.api.doors import body_of, reads, writes
from incidents.commands.board_views import drop_view, keep_view
from incidents.queries.board_views import view_shown, views_of
from incidents.rules.board_views import LONGEST_WORDS, MOST_VIEWS


class Filters(serializers.Serializer[Any]):
    """Which incidents a view shows."""

    priorities = serializers.ListField(child=serializers.CharField(max_length=2, allow_blank=True), max_length=6, required=False)
    stage = Text(required=False, allow_blank=True, max_length=12)
    played = Text(required=False, allow_blank=True, max_length=8)
    words = Text(required=False, allow_blank=True, max_length=LONGEST_WORDS)


class KeepView(serializers.Serializer[Any]):
    """A name, the filters, and whether the board opens with them."""

    name = Text(max_length=40)
    wanted = Filters()
    default = serializers.BooleanField(required=False, default=False)


class BoardViews(StaffView):
    """One's own views."""

    @reads("The asker's own views of the board, in the order of their keys")
    def get(self, request: Request) -> Response:
        """All of them."""
        person = staff(request)
        insist(person, Act.WATCH, person)
        return Response({"results": views_of(person.centre_id, person.user_id), "next": None})

    @writes(f"Keep filters under a name; the same name replaces them, {MOST_VIEWS} at most", KeepView)
    def post(self, request: Request) -> Response:
        """Keep it."""
        return Response(view_shown(keep_view(by=staff(request), at=now(), **body_of(KeepView, request))), status=201)


class BoardViewDropped(StaffView):
    """A view that goes."""

    @writes("Remove one of one's own views", None, made=200)
    def post(self, request: Request, view_id: int) -> Response:
        """Remove it."""
        drop_view(view_id=view_id, by=staff(request), at=now())
        return Response({"results": views_of(staff(request).centre_id, staff(request).user_id), "next": None})
