"""Promised updates over REST: made with a time, kept by speaking to them."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.fields import Text
from dispatch.api.lists import page_of
from dispatch.api.views import StaffView, now, staff
from dispatch.refusal import NotFound
from incidents.api.doors import body_of, reads, the_incident, writes
from incidents.commands.promise import keep_promise, promise_update
from incidents.models import Promise
from incidents.queries.incident_page import promise_shown


class PromiseUpdate(serializers.Serializer[Any]):
    """By when somebody is told more."""

    within_min = serializers.IntegerField(min_value=1, max_value=7 * 24 * 60)
    to_whom = Text(required=False, allow_blank=True, max_length=120)


class KeepPromise(serializers.Serializer[Any]):
    """What they were told."""

    words = Text(max_length=300)


class IncidentPromises(StaffView):
    """Promised updates."""

    @reads("The updates that were promised, kept or not")
    def get(self, request: Request, reference: str) -> Response:
        """A page of them."""
        incident = the_incident(request, reference)
        insist(staff(request), Act.READ_LOG, incident)
        return page_of(Promise.objects.filter(incident=incident), request, lambda rows: [promise_shown(row) for row in rows])

    @writes("Promise an update within so many minutes; it takes the place of the one that is open", PromiseUpdate)
    def post(self, request: Request, reference: str) -> Response:
        """Promise."""
        incident = the_incident(request, reference)
        made = promise_update(incident_id=incident.pk, by=staff(request), at=now(), **body_of(PromiseUpdate, request))
        return Response(promise_shown(made), status=201)


class PromiseKept(StaffView):
    """A promise that was kept."""

    @writes("Say what they were told", KeepPromise, made=200)
    def post(self, request: Request, promise_id: int) -> Response:
        """Keep it."""
        if not Promise.objects.filter(pk=promise_id, incident__centre_id=staff(request).centre_id).exists():
            raise NotFound("There is no such promise.", code="not-found")
        kept = keep_promise(promise_id=promise_id, by=staff(request), at=now(), **body_of(KeepPromise, request))
        return Response(promise_shown(kept))
