"""How many people a half hour needs: its load, Erlang C, and what those who are there can do."""

import math
from dataclasses import dataclass

from incidents.rules.kpi.erlang import Service, agents_needed, load_of, service

HALF_HOUR_S = 1800
HALF_HOURS = 48


@dataclass(frozen=True)
class WhatIf:
    """What is assumed. ``share`` and ``away`` from 0 to below 1; ``more`` is how much the arrivals are multiplied by."""

    handling_s: float
    target_s: float
    share: float
    away: float
    more: float
    on: int | None = None


@dataclass(frozen=True)
class Interval:
    """One half hour. ``needed`` answer at the same time; ``rostered`` are as many with those who are away at any moment."""

    label: str
    calls: float
    most: int
    needed: int
    rostered: int
    with_needed: Service
    seen: float
    with_on: Service | None


def label_of(place: int) -> str:
    """The half hour's beginning on the clock."""
    return f"{place // 2:02}:{place % 2 * 30:02}"


def interval_of(place: int, *, calls: float, most: int, seen: float, what_if: WhatIf) -> Interval:
    """What a half hour with so many calls needs.

    Raises:
        ValueError: the load is beyond what anybody could answer.
    """
    load = load_of(calls=calls * what_if.more, interval_s=HALF_HOUR_S, handling_s=what_if.handling_s)
    needed = agents_needed(load=load, handling_s=what_if.handling_s, target_s=what_if.target_s, share=what_if.share)
    return Interval(
        label=label_of(place),
        calls=calls * what_if.more,
        most=most,
        needed=needed,
        rostered=math.ceil(needed / (1 - what_if.away) - 1e-9),
        with_needed=service(load=load, agents=needed, handling_s=what_if.handling_s, target_s=what_if.target_s),
        seen=seen,
        with_on=None
        if what_if.on is None
        else service(load=load, agents=what_if.on, handling_s=what_if.handling_s, target_s=what_if.target_s),
    )
