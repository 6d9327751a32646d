"""The risk overlay (threat, harm, risk, investigation, vulnerability, engagement): what it calls for. It can only raise.

Which weights call for which priority is this product's own proposal; a centre's approver checks it before it is relied on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from incidents.rules.packs.core_shape import Core

LEVELS = {"none": "No concern", "some": "Some concern", "high": "Grave concern"}
# The parts that can raise; the others are thought through and kept as words.
RAISING = ("threat", "harm", "risk", "vulnerability")
SEVERAL = 2


@dataclass(frozen=True)
class Weighed:
    """What the overlay calls for: a priority, or nothing; and why, as half a sentence."""

    calls_for: str
    because: str


def _named(levels: Mapping[str, str], wanted: str) -> list[str]:
    return [part for part in RAISING if levels.get(part) == wanted]


def weigh(levels: Mapping[str, str]) -> Weighed:
    """What these levels call for, by part of the overlay.

    Grave harm that is likely or soon: P1. Any other grave concern: P2. Two or more concerns: P3. Otherwise nothing.
    """
    grave, some = _named(levels, "high"), _named(levels, "some")
    if {"harm", "risk"} <= set(grave):
        return Weighed("P1", "the harm would be grave, and it is likely or close")
    if grave:
        return Weighed("P2", f"there is grave concern about {' and '.join(grave)}")
    if len(some) >= SEVERAL:
        return Weighed("P3", f"there is some concern about {' and '.join(some)}")
    return Weighed("", "nothing in it calls for more")


def objection(core: Core, levels: Mapping[str, str]) -> str | None:
    """Why these levels cannot be taken, as a sentence; None when they can."""
    parts = {each.id for each in core.risk_overlay}
    if unknown := sorted(set(levels) - parts):
        return f"The overlay has no part called {unknown[0][:40]}."
    if wrong := next((part for part, level in levels.items() if level not in LEVELS), None):
        return f"Say of {wrong} whether there is no, some or grave concern."
    if missing := [part for part in RAISING if part not in levels]:
        return f"Still to be weighed: {', '.join(missing)}."
    return None
