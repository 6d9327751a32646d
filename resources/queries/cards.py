"""A unit as the board shows it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from resources.models import Unit
from resources.rules.status import group_of


def stamp(at: datetime | None) -> str | None:
    """An instant as ISO 8601 in UTC with a Z, or None."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def unit_card(unit: Unit) -> dict[str, Any]:
    """The unit's card: the same words on the board, in live events and in the REST interface."""
    return {
        "kind": "unit",
        "id": unit.call_sign,
        "call_sign": unit.call_sign,
        "revision": unit.revision,
        "name": unit.name,
        "type": unit.kind,
        "status": unit.status,
        "status_word": unit.meaning.word,
        "status_at": stamp(unit.status_at),
        "free": unit.meaning.free,
        "group": group_of(unit.status),
        "incident": unit.engaged_on or None,
        "station": unit.station.name if unit.station else None,
        "capabilities": unit.codes,
        "lat": unit.lat,
        "lon": unit.lon,
        "position_at": stamp(unit.position_at),
        "exercise": unit.exercise,
    }


def unit_cards(units: Iterable[Unit]) -> list[dict[str, Any]]:
    """Cards of many units (fetched ``for_cards``)."""
    return [unit_card(unit) for unit in units]
