"""Units inside a change: locking them in order, committing and releasing them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dispatch.refusal import Refusal, require
from incidents.commands._change import Change
from incidents.commands._exercise import refuse_mixing
from incidents.models import Deployment, Emergency
from resources.commands.status import turn
from resources.models import Unit
from resources.queries.capabilities import capability_codes


def locked_units(change: Change, call_signs: Sequence[str]) -> list[Unit]:
    """Lock these units, always in the order of their keys.

    Raises:
        Refusal: one of them does not exist in this centre.
    """
    wanted = set(call_signs)
    units = _locked(change, call_sign__in=wanted)
    unknown = sorted(wanted - {unit.call_sign for unit in units})
    require(not unknown, f"There is no unit called {', '.join(unknown)}.", code="unit-unknown", units=unknown)
    return units


def locked_unit_of(change: Change, deployment: Deployment) -> Unit:
    """Lock the unit of a deployment of this incident; the deployment then holds the locked one."""
    (deployment.unit,) = _locked(change, pk=deployment.unit_id)
    return deployment.unit


def _locked(change: Change, **which: Any) -> list[Unit]:
    centre_id = change.incident.centre_id
    found = Unit.objects.of(centre_id).filter(**which).order_by("pk").select_for_update(of=("self",)).select_related("station")
    units = list(found)
    able = capability_codes(centre_id, [unit.pk for unit in units])
    for unit in units:
        unit.codes = able.get(unit.pk, [])
    return units


def require_free(change: Change, unit: Unit) -> None:
    """Refuse unless this locked unit can be sent.

    Raises:
        Refusal: "unit-unavailable", naming the incident that holds it or what it is doing; "exercise-mixed".
    """
    refuse_mixing(unit.exercise, change.incident.exercise, unit.call_sign, "this incident")
    if unit.engaged_on:
        raise Refusal(
            f"{unit.call_sign} is at incident {unit.engaged_on}.",
            code="unit-unavailable",
            unit=unit.call_sign,
            holder=unit.engaged_on,
            status=unit.status,
        )
    urgent = change.incident.urgency == 1
    free = unit.meaning.free or (urgent and unit.meaning.free_for_p1)
    require(
        free,
        f"{unit.call_sign} cannot be sent: {unit.meaning.word.lower()}.",
        code="unit-unavailable",
        unit=unit.call_sign,
        holder=None,
        status=unit.status,
    )


def commit_unit(change: Change, unit: Unit) -> None:
    """The unit is now on its way to this incident."""
    turn(unit, "alerted", by=change.by, at=change.at, recorded_at=change.at)
    unit.engaged_on = change.incident.reference
    change.touch(unit)


def report_unit(change: Change, unit: Unit, status: str, happened_at: datetime) -> None:
    """The unit does what its deployment says."""
    turn(unit, status, by=change.by, at=happened_at, recorded_at=change.at)
    change.touch(unit)


def release_unit(change: Change, deployment: Deployment, unit: Unit, status: str, why: str, happened_at: datetime) -> None:
    """End a deployment and set the unit free.

    Raises:
        Refusal: "mayday-open": a crew in danger is not sent home before its Mayday has ended.
    """
    in_danger = Emergency.objects.open().filter(deployment=deployment, kind=Emergency.Kind.MAYDAY).exists()
    require(not in_danger, f"{unit.call_sign} has called a Mayday: end that first.", code="mayday-open")
    deployment.status = status
    deployment.ended_at = happened_at
    deployment.ended_why = why
    deployment.save(update_fields=("status", "ended_at", "ended_why"))
    unit.engaged_on = ""
    turn(unit, "clear" if status == "clear" else "available", by=change.by, at=happened_at, recorded_at=change.at, reason=why)
    change.touch(unit)
