"""How late the timers were settled: counted from the timers themselves, so that no dying engine takes its worst figures with it.

A timer that nobody has settled yet is the most overdue one's business (``oldest_overdue_s``), which stands beside these figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict

from dispatch.clock.models import Lane, State, Timer

UPTO_MS = (10, 25, 50, 100, 250, 500, 1_000, 2_000, 5_000, 15_000, 60_000)  # upper ends of the bars; the last bar has none
MOST = 20_000  # the newest so many are looked at
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Lateness(TypedDict):
    """Milliseconds late, of the timers settled within a span; None where none was."""

    count: int
    p50_ms: float | None
    p99_ms: float | None
    max_ms: float | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the histogram: how many were late by at most ``upto_ms``, and by more than the bar before. None: without end."""

    upto_ms: int | None
    count: int


def late_ms(now: datetime, span: timedelta) -> list[float]:
    """How late each timer was that was settled within the span, in order; of very many, the newest ``MOST``."""
    settled = Timer.objects.in_lane(Lane.WALL).filter(state=State.SETTLED, settled_at__gt=now - span, settled_at__lte=now)
    rows = settled.order_by("-settled_at").values_list("due_at", "settled_at")[:MOST]
    return sorted(max(0.0, (settled_at - due_at).total_seconds() * 1000) for due_at, settled_at in rows if settled_at is not None)


def summed_up(late: Sequence[float]) -> Lateness:
    """The figures of such a list."""
    if not late:
        return Lateness(count=0, p50_ms=None, p99_ms=None, max_ms=None)
    return Lateness(count=len(late), p50_ms=_share(late, 0.5), p99_ms=_share(late, 0.99), max_ms=round(late[-1], 1))


def _share(late: Sequence[float], part: float) -> float:
    return round(late[min(len(late) - 1, int(part * len(late)))], 1)


def histogram(late: Sequence[float]) -> list[Bar]:
    """The bars of such a list."""
    counts = dict.fromkeys((*UPTO_MS, None), 0)
    for each in late:
        counts[next((upto for upto in UPTO_MS if each <= upto), None)] += 1
    return [Bar(upto, count) for upto, count in counts.items()]


def lateness_now(now: datetime) -> Lateness:
    """The last hour's figures, for ``/healthz``."""
    return summed_up(late_ms(now, HOUR))
