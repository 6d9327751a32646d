"""Which units suit what is needed: capability first, then whether they can come, then how soon. Pure; reasons in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from resources.rules.distance import metres_between, travel_seconds

FAR_S = 10**9


@dataclass(frozen=True)
class Need:
    """A capability that a response plan asks for, and how many with it are on their way already."""

    capability: str
    label: str
    count: int
    required: bool
    met: int = 0

    @property
    def wanting(self) -> int:
        """How many more are needed."""
        return max(0, self.count - self.met)


@dataclass(frozen=True)
class Candidate:
    """A unit on duty, as far as choosing goes. Coordinates in degrees."""

    call_sign: str
    name: str
    status: str
    status_word: str
    free: bool
    free_for_p1: bool
    holder: str
    capabilities: frozenset[str]
    lat: float | None
    lon: float | None
    position_at: datetime | None
    declined: bool = False


@dataclass(frozen=True)
class Reason:
    """One reason for or against a unit."""

    code: str
    text: str


@dataclass
class Ranked:
    """A unit in its place. ``recommended`` units together meet the needs, as far as they can be met."""

    unit: Candidate
    sendable: bool
    matches: frozenset[str]
    travel_s: int | None
    distance_m: int | None
    reasons: list[Reason] = field(default_factory=list)
    recommended: bool = False


def rank_units(
    candidates: Sequence[Candidate], needs: Sequence[Need], *, lat: float | None, lon: float | None, urgent: bool
) -> list[Ranked]:
    """Every candidate, best first; those that meet the needs are marked as recommended.

    Args:
        lat, lon: where they are wanted; None when it is not known, and then distance does not count.
        urgent: a P1, for which units on a break may be called and the drive is faster.
    """
    ranked = [_weigh(unit, needs, lat, lon, urgent=urgent) for unit in candidates]
    ranked.sort(key=_place)
    _recommend(ranked, needs)
    return ranked


def _weigh(unit: Candidate, needs: Sequence[Need], lat: float | None, lon: float | None, *, urgent: bool) -> Ranked:
    matches = frozenset(need.capability for need in needs if need.capability in unit.capabilities)
    sendable = unit.free or (urgent and unit.free_for_p1)
    distance = _distance(unit, lat, lon)
    travel = travel_seconds(distance, emergency=urgent) if distance is not None else None
    one = Ranked(unit, sendable, matches, travel, round(distance) if distance is not None else None)
    one.reasons = [*_capability_reasons(one, needs), _availability_reason(one), *_distance_reasons(one), *_history_reasons(one)]
    return one


def _distance(unit: Candidate, lat: float | None, lon: float | None) -> float | None:
    if lat is None or lon is None or unit.lat is None or unit.lon is None:
        return None
    return metres_between(lat, lon, unit.lat, unit.lon)


def _capability_reasons(one: Ranked, needs: Sequence[Need]) -> list[Reason]:
    labels = [need.label for need in needs if need.capability in one.matches]
    if labels:
        return [Reason("capable", f"Can do: {', '.join(labels)}")]
    return [Reason("not-capable", "Has none of the capabilities that the plan asks for")] if needs else []


def _availability_reason(one: Ranked) -> Reason:
    unit = one.unit
    if unit.holder:
        return Reason("engaged", f"At incident {unit.holder}")
    if unit.free:
        return Reason("available", unit.status_word)
    code = "on-break" if one.sendable else "not-available"
    return Reason(code, unit.status_word)


def _distance_reasons(one: Ranked) -> list[Reason]:
    if one.travel_s is None or one.distance_m is None:
        return [Reason("distance-unknown", "Its position, or the place, is not known")]
    minutes = max(1, round(one.travel_s / 60))
    return [Reason("travel", f"About {minutes} min away ({one.distance_m / 1000:.1f} km)")]


def _history_reasons(one: Ranked) -> list[Reason]:
    return [Reason("declined", "Declined this incident before")] if one.unit.declined else []


def _place(one: Ranked) -> tuple[bool, bool, bool, bool, int, str]:
    travel = one.travel_s if one.travel_s is not None else FAR_S
    return (not one.sendable, not one.matches, one.unit.declined, not one.unit.free, travel, one.unit.call_sign)


def _recommend(ranked: Sequence[Ranked], needs: Sequence[Need]) -> None:
    """Mark the nearest units that fill the needs: one unit may fill several."""
    wanting = {need.capability: need.wanting for need in needs}
    for one in ranked:
        filled = [each for each in one.matches if wanting[each] > 0]
        if one.sendable and filled and not one.unit.declined:
            one.recommended = True
            for each in filled:
                wanting[each] -= 1


def shortfalls_of(ranked: Sequence[Ranked], needs: Sequence[Need]) -> list[dict[str, Any]]:
    """What cannot be filled, by name: ``{capability, label, wanted, found, required, text}``."""
    short = []
    for need in needs:
        found = sum(one.recommended and need.capability in one.matches for one in ranked)
        if found < need.wanting:
            missing = need.wanting - found
            short.append(
                {
                    "capability": need.capability,
                    "label": need.label,
                    "wanted": need.wanting,
                    "found": found,
                    "required": need.required,
                    "text": f"{missing} more needed: {need.label}. No unit that can do it is free.",
                }
            )
    return short
