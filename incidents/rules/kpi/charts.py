"""Run charts: an individuals chart (XmR) with limits from its first twenty points, and the marks of what chance does not explain."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

BASE = 20  # points from which limits are drawn
TO_LIMIT = 2.66  # 3 / d2 for moving ranges of two (d2 = 1.128): Shewhart's constants, as Wheeler uses them
RUN = 8
TREND = 6

# The marks, the loudest first, with the words for each.
BREAKS = {
    "outside": "Outside the limits",
    "run": f"{RUN} in a row on one side of the middle",
    "trend": f"{TREND} in a row rising or falling",
}


@dataclass(frozen=True)
class Limits:
    """The middle and the two limits, in the points' own unit."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True)
class Reading:
    """What the points say. ``breaks`` is by the point's place, with a word of BREAKS."""

    limits: Limits | None
    breaks: dict[int, str]


def read_points(values: Sequence[float], *, floor: float | None = 0.0, ceiling: float | None = None) -> Reading:
    """Limits and marks; neither when there are fewer than BASE points.

    Args:
        floor: limits do not go below this; a length of time is never negative.
        ceiling: nor above this: a share ends at 100.
    """
    if len(values) < BASE:
        return Reading(None, {})
    base = values[:BASE]
    middle = sum(base) / BASE
    swing = TO_LIMIT * sum(abs(after - before) for before, after in itertools.pairwise(base)) / (BASE - 1)
    low = middle - swing if floor is None else max(middle - swing, floor)
    high = middle + swing if ceiling is None else min(middle + swing, ceiling)
    limits = Limits(middle, low, high)
    breaks: dict[int, str] = dict.fromkeys(_trends(values), "trend")
    breaks |= dict.fromkeys(_runs(values, middle), "run")
    breaks |= {place: "outside" for place, value in enumerate(values) if not low <= value <= high}
    return Reading(limits, dict(sorted(breaks.items())))


def _runs(values: Sequence[float], middle: float) -> list[int]:
    """The points that stand in a run on one side. One that lies on the middle ends it."""
    found: list[int] = []
    length, side = 0, 0
    for place, value in enumerate(values):
        now = (value > middle) - (value < middle)
        length = length + 1 if now and now == side else int(now != 0)
        side = now
        if length >= RUN:
            found += range(place - length + 1, place + 1) if length == RUN else [place]
    return found


def _trends(values: Sequence[float]) -> list[int]:
    """The points that stand in a rise or a fall. Two equal ones end it."""
    found: list[int] = []
    length, way = 1, 0
    for place in range(1, len(values)):
        now = (values[place] > values[place - 1]) - (values[place] < values[place - 1])
        length = length + 1 if now and now == way else (2 if now else 1)
        way = now
        if length >= TREND:
            found += range(place - length + 1, place + 1) if length == TREND else [place]
    return found
