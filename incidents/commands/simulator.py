"""Turning the demo's simulator on and off, and deciding which process drives it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import require
from incidents.models import SimulatorSwitch
from incidents.models.simulator import FASTEST, SLOWEST

HELD_FOR = timedelta(seconds=6)
RENEWED_AT = timedelta(seconds=3)


def turn_simulator(*, by: Actor, at: datetime, on: bool | None = None, speed: float | None = None) -> SimulatorSwitch:
    """Turn the centre's simulator on or off, or give it another speed (simulated seconds a second).

    Raises:
        Refusal: "speed-unknown" outside SLOWEST to FASTEST.
    """
    insist(by, Act.RUN_SIMULATOR, by)
    require(speed is None or SLOWEST <= speed <= FASTEST, f"The speed is from {SLOWEST:g} to {FASTEST:g}.", code="speed-unknown")
    with transaction.atomic():
        switch = switch_for_change(by.centre_id, at)
        switch.on = switch.on if on is None else on
        switch.speed = speed or switch.speed
        switch.turned_at, switch.turned_by_name = at, by.label
        switch.save(update_fields=["on", "speed", "turned_at", "turned_by_name"])
    return switch


def switch_for_change(centre_id: int, at: datetime) -> SimulatorSwitch:
    """The centre's switch, locked until the transaction ends; one that is on, when there has been none."""
    with transaction.atomic():
        made, _ = SimulatorSwitch.objects.select_for_update().get_or_create(
            centre_id=centre_id, defaults={"turned_at": at, "turned_by_name": "Console"}
        )
    return made


def hold_simulator(*, centre_id: int, holder: str, at: datetime) -> SimulatorSwitch | None:
    """The switch, when it is on and this process may drive the simulator for the next seconds; otherwise None."""
    found = SimulatorSwitch.objects.filter(pk=centre_id, on=True).first()
    if found is None:
        return None
    until = found.held_until
    if found.holder == holder and until is not None and until > at + RENEWED_AT:
        return found
    free = Q(held_until=None) | Q(held_until__lte=at) | Q(holder=holder)
    held = SimulatorSwitch.objects.filter(free, pk=centre_id, on=True).update(holder=holder, held_until=at + HELD_FOR)
    return found if held else None
