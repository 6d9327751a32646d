"""The demo's simulator over REST. Outside the demo this address does not exist."""

from typing import Any

from django.conf import settings
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.views import StaffView, now, staff
from dispatch.refusal import NotFound
from incidents.api.doors import body_of, reads, writes
from incidents.commands.simulator import turn_simulator
from incidents.models.simulator import FASTEST, SLOWEST
from incidents.queries.simulator import simulator_shown


class TurnSimulator(serializers.Serializer[Any]):
    """On or off, and how fast: simulated seconds a second."""

    on = serializers.BooleanField(required=False)
    speed = serializers.FloatField(required=False, min_value=SLOWEST, max_value=FASTEST)


def insist_on_a_demo() -> None:
    """Refuse with 404 outside the demo."""
    if not settings.DEMO:
        raise NotFound("There is no simulator here.", code="not-found")


class Simulator(StaffView):
    """The simulator's switch."""

    @reads("Whether the demo's simulator is on, and how fast: `{on, speed, slowest, fastest, running}`")
    def get(self, request: Request) -> Response:
        """Look at the switch."""
        insist_on_a_demo()
        person = staff(request)
        insist(person, Act.RUN_SIMULATOR, person)
        return Response(simulator_shown(person.centre_id, now()))

    @writes("Turn the demo's simulator on or off, or give it another speed", TurnSimulator, made=200)
    def post(self, request: Request) -> Response:
        """Turn it."""
        insist_on_a_demo()
        person = staff(request)
        turn_simulator(by=person, at=now(), **body_of(TurnSimulator, request))
        return Response(simulator_shown(person.centre_id, now()))
