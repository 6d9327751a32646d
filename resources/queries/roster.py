"""The roster: every unit of a centre, and what its page needs to filter them."""

from typing import Any, TypedDict

from resources.models import Capability, Station, Unit
from resources.queries.cards import unit_cards
from resources.rules.status import STATUSES

# What a unit that is at no incident may be doing.
OWN_STATUSES = ("available", "break", "out_of_service", "off_duty")


class Roster(TypedDict):
    """``units``: cards in order of call sign. ``capabilities``: words by code. ``own_statuses``: code and word."""

    units: list[dict[str, Any]]
    capabilities: dict[str, str]
    stations: list[str]
    own_statuses: list[tuple[str, str]]


def capabilities_of(centre_id: int) -> dict[str, str]:
    """What the centre's units can do: words by code, in the order of the words."""
    return dict(Capability.objects.filter(centre_id=centre_id).order_by("label").values_list("code", "label"))


def roster(centre_id: int) -> Roster:
    """Every unit of the centre, in four queries."""
    return {
        "units": unit_cards(Unit.objects.of(centre_id).for_cards().order_by("call_sign")),
        "capabilities": capabilities_of(centre_id),
        "stations": list(Station.objects.filter(centre_id=centre_id).order_by("name").values_list("name", flat=True)),
        "own_statuses": [(code, STATUSES[code].word) for code in OWN_STATUSES],
    }
