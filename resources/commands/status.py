"""What a unit itself is doing and where it is, while it is not at an incident."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act, insist
from dispatch.live import announce
from dispatch.refusal import NotFound, require
from resources.models import StatusChange, Unit
from resources.queries.cards import unit_card
from resources.rules.status import STATUSES, may_follow


@contextmanager
def changing_unit(unit_id: int, *, by: Actor, at: datetime, act: Act) -> Iterator[Unit]:
    """Lock a unit, let the caller change it, then save and announce it as one."""
    with transaction.atomic():
        unit = Unit.objects.of(by.centre_id).select_for_update().filter(pk=unit_id).first()
        if unit is None:
            raise NotFound("There is no such unit.", code="not-found")
        insist(by, act, unit)
        yield unit
        unit.revision += 1
        unit.save()
        announce(centre_id=unit.centre_id, at=at, cards=[unit_card(unit)])


def turn(unit: Unit, status: str, *, by: Actor, at: datetime, recorded_at: datetime, reason: str = "") -> None:
    """Give a locked unit a new status and keep the change. Saving it is the caller's business."""
    StatusChange.objects.create(
        unit=unit,
        before=unit.status,
        after=status,
        at=at,
        recorded_at=recorded_at,
        by_user_id=by.user_id,
        by_name=by.label,
        reason=reason,
    )
    unit.status = status
    unit.status_at = at


def report_own_status(*, unit_id: int, status: str, by: Actor, at: datetime, reason: str = "") -> Unit:
    """Say what a unit that is not at an incident is doing."""
    require(status in STATUSES, f"There is no such status. There are: {', '.join(STATUSES)}.", code="status-unknown")
    with changing_unit(unit_id, by=by, at=at, act=Act.REPORT_STATUS) as unit:
        require(
            not unit.engaged_on,
            f"{unit.call_sign} is at incident {unit.engaged_on}: report its status there.",
            code="unit-engaged",
            incident=unit.engaged_on,
        )
        require(not STATUSES[status].at_work, "A unit gets this status by being sent to an incident.", code="status-needs-incident")
        if unit.status != status and not may_follow(unit.status, status):
            insist(by, Act.FORCE_STATUS, unit)
            require(reason, "This change is out of order: say why.", code="reason-needed")
        if unit.status != status:
            turn(unit, status, by=by, at=at, recorded_at=at, reason=reason)
    return unit


def record_position(*, unit_id: int, lat: float, lon: float, by: Actor, at: datetime, seen_at: datetime | None = None) -> Unit:
    """Keep where a unit is. A position older than the one held is kept out of the way."""
    seen = min(seen_at or at, at)
    with changing_unit(unit_id, by=by, at=at, act=Act.MOVE_UNIT) as unit:
        if unit.position_at is None or seen >= unit.position_at:
            unit.lat, unit.lon, unit.position_at = lat, lon, seen
    return unit
