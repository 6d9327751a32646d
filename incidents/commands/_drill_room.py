"""A training room: a centre beside the working centre, with copies of what people need there to work as they do at work."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from dispatch.accounts.models import Centre
from dispatch.live import announce
from dispatch.live.history import picture_at
from incidents.commands._version import write_event
from incidents.models import AnswerTarget, Desk, EscalationPolicy, ProcedureEvent, ProcedurePack
from incidents.rules.drill import drama_number
from resources.models import Capability, Organisation, Station, Unit
from resources.queries.cards import unit_cards
from resources.rules.status import STATUSES

AT_HOME = 900  # the first of the drama numbers that stand for organisations


def make_room(of: Centre, *, began_at: datetime, at: datetime) -> Centre:
    """Make the training room of a centre's next drill: its procedures, units, desks and targets; nobody's number or address.

    Args:
        began_at: the units are where they were then, and do what they did; whoever was at work then is free.
    """
    count = of.training_rooms.count() + 1
    room = Centre.objects.create(
        code=f"drill-{of.pk}-{count}", name=f"Training room {count}, {of.name}"[:120], time_zone=of.time_zone, drill_of=of
    )
    _copy_packs(of, room, at)
    _copy(AnswerTarget, of, room)
    _copy(Organisation, of, room, email="")
    for place, organisation in enumerate(Organisation.objects.filter(centre=room).exclude(telephone="").order_by("pk")):
        Organisation.objects.filter(pk=organisation.pk).update(telephone=drama_number(AT_HOME + place % 100))
    _copy_if(Desk.objects.of(of.pk).in_use(), room)
    _copy_if(EscalationPolicy.objects.newest_of(of.pk)[:1], room)
    _copy_units(of, room, began_at=began_at, at=at)
    return room


def columns_of(row: Model) -> dict[str, Any]:
    """The columns of a row just read, without its key."""
    return {name: value for name, value in vars(row).items() if name not in ("_state", "id")}


def _copy(model: type[Model], of: Centre, room: Centre, **instead: Any) -> None:
    _copy_if(QuerySet(model).filter(centre=of).order_by("pk"), room, **instead)


def _copy_if(rows: Any, room: Centre, **instead: Any) -> None:
    QuerySet(rows.model).bulk_create(rows.model(**{**columns_of(row), "centre_id": room.pk, **instead}) for row in rows)


def _copy_packs(of: Centre, room: Centre, at: datetime) -> None:
    for row in ProcedurePack.objects.of(of.pk).filter(status=ProcedurePack.Status.LIVE).order_by("pk"):
        fresh: dict[str, Any] = {"centre_id": room.pk, "parent_id": None, "changed_types": {}}
        made = ProcedurePack.objects.create(**{**columns_of(row), **fresh})
        write_event(made, ProcedureEvent.What.LIVE, by=None, at=at, words=f"Copied for a drill from {of.name}.")


def _copy_units(of: Centre, room: Centre, *, began_at: datetime, at: datetime) -> None:
    stood = {card["call_sign"]: card for card in picture_at(of.pk, began_at).present("unit")}
    stations = _by_code(Station, of, room)
    able = _by_code(Capability, of, room)
    units = list(Unit.objects.of(of.pk).filter(exercise=False).for_cards().order_by("pk"))
    for unit in units:
        made = Unit.objects.create(**_as_it_stood(unit, stood.get(unit.call_sign, {}), room, at=at, station=stations.get(unit.station_id)))
        made.capabilities.set([able[each.pk] for each in unit.capabilities.all()])
    if units:
        announce(centre_id=room.pk, at=at, cards=unit_cards(Unit.objects.of(room.pk).for_cards()))


def _as_it_stood(unit: Unit, card: Mapping[str, Any], room: Centre, *, at: datetime, station: Model | None) -> dict[str, Any]:
    """A unit of the training room. It has no address: nothing can be sent to it."""
    status = card.get("status", unit.status)
    known = STATUSES.get(status)
    lat, lon = card.get("lat", unit.lat), card.get("lon", unit.lon)
    return {
        "centre": room,
        "call_sign": unit.call_sign,
        "name": unit.name,
        "kind": unit.kind,
        "exercise": True,
        "station": station,
        "status": "available" if known is None or known.at_work or known.free else status,
        "status_at": at,
        "lat": lat,
        "lon": lon,
        "position_at": at if lat is not None else None,
    }


def _by_code(model: type[Model], of: Centre, room: Centre) -> dict[int | None, Any]:
    """The room's copies by the key of what each was copied from."""
    rows: QuerySet[Any] = QuerySet(model).filter(centre=of).order_by("pk")
    _copy_if(rows, room)
    made: dict[str, Any] = {row.code: row for row in QuerySet[Any](model).filter(centre=room)}
    return {row.pk: made[row.code] for row in rows}
