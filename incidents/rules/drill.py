"""The rules of a drill: which shift can be replayed, what its clock says, how fast crews are, and what is never told again."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple

SPEEDS = (1, 2, 5, 10)
LONGEST = timedelta(hours=12)
FORGOTTEN = timedelta(hours=24)  # a drill that nobody ended is ended by the console
UNSEEN = timedelta(seconds=30)  # a drill that nothing played for so long has stood still
MOST_PEOPLE = 60

Pause = tuple[datetime, datetime | None]


class Step(NamedTuple):
    """A step of a crew: from reaching ``after`` until it reports ``status``; ``usual_s`` where the shift has no such step."""

    after: str
    status: str
    words: str
    usual_s: float


# The usual times are ours: a crew that answers at the third ring of its device, is in the vehicle a minute later,
# drives for eight minutes, and works for twenty-five.
STEPS = (
    Step("alerted", "acknowledged", "to acknowledge", 20.0),
    Step("acknowledged", "en_route", "to set off", 60.0),
    Step("en_route", "on_scene", "to arrive", 480.0),
    Step("on_scene", "clear", "to finish", 1500.0),
)
NEXT_OF = {step.after: step for step in STEPS}


def running_s(since: datetime, at: datetime, pauses: Iterable[Pause]) -> float:
    """Seconds from ``since`` to ``at`` in which the drill did not stand still."""
    passed = (at - since).total_seconds()
    for began, ended in pauses:
        still = (min(ended or at, at) - max(began, since)).total_seconds()
        passed -= max(0.0, still)
    return max(0.0, passed)


def pace_of(spans: Mapping[str, Sequence[float]]) -> dict[str, dict[str, float | int]]:
    """How long crews took for each step, by the status they then reported: ``{s, n}``.

    It is the median of the recorded shift; where no crew took the step, the usual time, with n 0.

    Args:
        spans: the recorded seconds by status; what is not longer than no time at all is left out.
    """
    pace: dict[str, dict[str, float | int]] = {}
    for step in STEPS:
        seen = [span for span in spans.get(step.status, ()) if span > 0]
        pace[step.status] = {"s": round(median(seen), 1) if seen else step.usual_s, "n": len(seen)}
    return pace


def drama_number(place: int) -> str:
    """The number of the drill's caller ``place``: one of the thousand that Ofcom keeps free for drama (01632 960000 to 960999)."""
    return f"01632 960{place % 1000:03d}"


_NUMBER = re.compile(r"(?<![\w+])(?:\+\d|\(?0\d)[\d ()\-]{6,}\d")
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>.,;]+")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "the", "and", "sir", "prof", "caller"})


def without_person(words: str, names: Collection[str]) -> str:
    """What was said, without telephone numbers, e-mail addresses and the names of whoever called."""
    words = _ADDRESS.sub("(address left out)", words)
    words = _NUMBER.sub("(number left out)", words)
    parts = {part for name in names for part in re.findall(r"[^\W\d_]{2,}", name) if part.lower() not in _TITLES}
    if not parts:
        return words
    either = "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{either})(?!\w)(?:\s+(?:{either})(?!\w))*", "(name left out)", words, flags=re.IGNORECASE)


def along(one: tuple[float, float], other: tuple[float, float], share: float) -> tuple[float, float]:
    """The point so far (0 to 1) on the straight way between two points, in degrees."""
    return (one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share)
