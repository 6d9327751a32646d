"""The order of priorities, their targets, and who may change one.

Raising takes one person and a reason; lowering takes a supervisor as well (unit 320 element 1.6, core file's lowering rule).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from incidents.rules.packs.core_shape import Core

ORDER = ("P1", "P2", "P3", "P4", "P5")
LEAST_REASON = 3
_MINUTE_S = 60


@dataclass(frozen=True)
class Targets:
    """Targets in seconds. None means that there is none: no one of ours travels."""

    dispatch_s: int | None
    ack_s: int | None
    attend_s: int | None
    caller_update_s: int | None


def rank(priority: str) -> int:
    """1 for P1 to 5 for P5. Raises ValueError for anything else."""
    if priority not in ORDER:
        raise ValueError("A priority is one of P1, P2, P3, P4 or P5.")
    return ORDER.index(priority) + 1


def is_more_urgent(one: str, other: str) -> bool:
    """True when the first is more urgent than the second; an unknown word is less urgent than P5."""
    places = {priority: place for place, priority in enumerate(ORDER)}
    return places.get(one, len(ORDER)) < places.get(other, len(ORDER))


def raises(old: str, new: str) -> bool:
    """True when the new priority is more urgent."""
    return rank(new) < rank(old)


def lowers(old: str, new: str) -> bool:
    """True when the new priority is less urgent."""
    return rank(new) > rank(old)


def most_urgent(priorities: Iterable[str]) -> str | None:
    """The most urgent of these, or None when there are none. Raises ValueError for a word that is no priority."""
    return min(priorities, key=rank, default=None)


def targets(core: Core, priority: str) -> Targets:
    """The targets of a priority. Raises ValueError when the core file does not have it."""
    found = core.priorities.get(priority)
    if found is None:
        raise ValueError("A priority is one of P1, P2, P3, P4 or P5.")
    return Targets(found.dispatch_s, found.ack_s, _seconds(found.attend_min), _seconds(found.caller_update_min))


def _seconds(minutes: int | None) -> int | None:
    return None if minutes is None else minutes * _MINUTE_S


def needs_supervisor(old: str, new: str) -> bool:
    """True when the change is a lowering, which a supervisor must approve."""
    return lowers(old, new)


def objection_to_change(old: str, new: str, *, reason: str, supervisor_approves: bool) -> str | None:
    """Why this change of priority may not be made, as a sentence; None when it may."""
    if old not in ORDER or new not in ORDER:
        return "A priority is one of P1, P2, P3, P4 or P5."
    if old == new:
        return f"The priority is {new} already."
    if len(reason.strip()) < LEAST_REASON:
        return "Give a reason for changing the priority."
    if lowers(old, new) and not supervisor_approves:
        return "Lowering a priority needs a supervisor's approval."
    return None
