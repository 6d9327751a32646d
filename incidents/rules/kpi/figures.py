"""From single cases to one figure: how many, how long, how many within their target, and what is still open.

Work that is still open past its target is a miss now; it does not wait for its end to count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from incidents.rules.kpi.percentiles import nearest_rank

LEAST_FOR_A_SHARE = 10  # fewer than this, and a percentage says more than is known
NOTHING: Mapping[str, str] = MappingProxyType({})


class Case(NamedTuple):
    """One thing that counts. ``at`` is the instant it belongs to; all lengths are in seconds.

    ``seconds``: how long it took; None while it is open, or when it never came. ``waited_s``: how long it has been open.
    ``good``: for a share, whether it counts as a hit; for an interval, False when it ended without ever coming: a miss.
    ``recorded_s``: the length by the times at which the console heard, where somebody claimed other ones.
    ``groups``: what it can be split by, by name.
    """

    at: datetime
    seconds: float | None = None
    waited_s: float | None = None
    target_s: float | None = None
    good: bool | None = None
    recorded_s: float | None = None
    groups: Mapping[str, str] = NOTHING

    @property
    def hit(self) -> bool | None:
        """Within its target; None when it has none, or when it is open and not late yet."""
        if self.target_s is None or (self.seconds is not None and self.seconds < 0):
            return None
        if self.seconds is not None:
            return self.seconds <= self.target_s
        if self.good is False or (self.waited_s is not None and self.waited_s > self.target_s):
            return False
        return None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. ``n`` is the number of cases behind it; lengths are in seconds, None where nothing was measured.

    ``hits`` of ``decided`` are within the target (or, for a share, hits). ``open_past`` are open and late, ``open_waiting`` open
    and not late; ``odd`` have an end before their beginning and are left out. ``claimed`` rest on a time that somebody claimed
    afterwards; ``recorded_p50`` and ``recorded_p90`` are what the recorded times alone would say.
    """

    n: int = 0
    mean: float | None = None
    p50: float | None = None
    p90: float | None = None
    p95: float | None = None
    most: float | None = None
    hits: int = 0
    decided: int = 0
    open_past: int = 0
    open_waiting: int = 0
    odd: int = 0
    claimed: int = 0
    recorded_p50: float | None = None
    recorded_p90: float | None = None
    target_s: float | None = None

    @property
    def share(self) -> float | None:
        """Hits in per cent of what is decided; None when too few are."""
        return 100 * self.hits / self.decided if self.decided >= LEAST_FOR_A_SHARE else None

    @property
    def empty(self) -> bool:
        """Nothing at all is behind it."""
        return not (self.n or self.decided or self.open_past or self.open_waiting or self.odd)


def interval_figure(cases: Iterable[Case]) -> Figure:
    """The figure of lengths of time."""
    rows = list(cases)
    done = [(each.seconds, each) for each in rows if each.seconds is not None]
    kept = [(seconds, each) for seconds, each in done if seconds >= 0]
    values = sorted(seconds for seconds, _ in kept)
    verdicts = [each.hit for each in rows]
    still_open = [each for each in rows if each.waited_s is not None]
    late = sum(each.hit is False for each in still_open)
    claimed = [each for _, each in kept if each.recorded_s is not None]
    recorded = sorted(each.recorded_s if each.recorded_s is not None else seconds for seconds, each in kept) if claimed else []
    targets = {each.target_s for each in rows}
    return Figure(
        n=len(values),
        mean=sum(values) / len(values) if values else None,
        p50=nearest_rank(values, 50) if values else None,
        p90=nearest_rank(values, 90) if values else None,
        p95=nearest_rank(values, 95) if values else None,
        most=values[-1] if values else None,
        hits=sum(verdict is True for verdict in verdicts),
        decided=sum(verdict is not None for verdict in verdicts),
        open_past=late,
        open_waiting=len(still_open) - late,
        odd=len(done) - len(kept),
        claimed=len(claimed),
        recorded_p50=nearest_rank(recorded, 50) if recorded else None,
        recorded_p90=nearest_rank(recorded, 90) if recorded else None,
        target_s=targets.pop() if len(targets) == 1 else None,
    )


def share_figure(cases: Iterable[Case]) -> Figure:
    """The figure of yes and no. What is not decided yet is open."""
    verdicts = [each.good for each in cases]
    decided = [verdict for verdict in verdicts if verdict is not None]
    return Figure(n=len(decided), hits=sum(decided), decided=len(decided), open_waiting=len(verdicts) - len(decided))


def count_figure(cases: Iterable[Case]) -> Figure:
    """How many there are; the longest wait among them, if they wait."""
    rows = list(cases)
    waits = [each.waited_s for each in rows if each.waited_s is not None]
    return Figure(n=len(rows), most=max(waits, default=None))


def most_figure(cases: Iterable[Case]) -> Figure:
    """The most that went on at one time."""
    return Figure(n=most_at_once((each.at.timestamp(), each.seconds) for each in cases))


def most_at_once(spans: Iterable[tuple[float, float | None]]) -> int:
    """The most spans that overlap. A span is its beginning and its length in seconds; None has no end yet.

    One that ends in the very instant in which another begins does not overlap it.
    """
    changes: list[tuple[float, int]] = []
    for begins, seconds in spans:
        changes.append((begins, 1))
        if seconds is not None:
            changes.append((begins + max(seconds, 0.0), -1))
    now = most = 0
    for _, change in sorted(changes):
        now += change
        most = max(most, now)
    return most


FIGURES = {"interval": interval_figure, "share": share_figure, "count": count_figure, "most": most_figure}
