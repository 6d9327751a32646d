"""How many alarms reach a desk, against what a person can bear (EEMUA 191, third edition; ISA 18.2 uses the same figures)."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

WINDOW = timedelta(hours=1)
TEN_MINUTES = timedelta(minutes=10)
ACCEPTABLE, MANAGEABLE, TOO_MANY = 1.0, 2.0, 10.0  # alarms in ten minutes, on average: one per ten minutes, per five, per minute
FLOOD = 10  # more than so many within ten minutes

WORDS = {
    "none": "no alarm",
    "acceptable": "very likely acceptable",
    "manageable": "manageable",
    "demanding": "very likely over-demanding",
    "unacceptable": "very likely unacceptable",
}


class Rate(NamedTuple):
    """One desk's alarms of the last hour: all of them, their average in ten minutes, the most in any ten minutes, and the verdict."""

    desk: str
    rung: int
    average: float
    peak: int
    verdict: str
    flood: bool

    @property
    def words(self) -> str:
        """The verdict in words; a flood that stands now speaks first."""
        return "alarm flood" if self.flood else WORDS[self.verdict]

    @property
    def tone(self) -> str:
        """How loud it is shown: "danger", "warn" or nothing."""
        if self.flood or self.verdict == "unacceptable":
            return "danger"
        return "warn" if self.verdict == "demanding" else ""


def rate_of(desk: str, instants: Iterable[datetime], at: datetime) -> Rate:
    """One desk's rate from the instants at which alarms reached it, up to ``at``."""
    within = sorted(each for each in instants if at - WINDOW < each <= at)
    average = len(within) / (WINDOW / TEN_MINUTES)
    now = sum(each > at - TEN_MINUTES for each in within)
    return Rate(desk, len(within), average, most_within(within, TEN_MINUTES), verdict(average), now > FLOOD)


def verdict(average: float) -> str:
    """What an average in ten minutes means for the person at the desk."""
    if average <= 0:
        return "none"
    if average <= ACCEPTABLE:
        return "acceptable"
    if average <= MANAGEABLE:
        return "manageable"
    return "demanding" if average <= TOO_MANY else "unacceptable"


def most_within(instants: list[datetime], span: timedelta) -> int:
    """The most of these instants, in order, that lie within any such span."""
    most = first = 0
    for last, instant in enumerate(instants):
        while instant - instants[first] >= span:
            first += 1
        most = max(most, last - first + 1)
    return most


def desks_reached(lines: Iterable[tuple[datetime, Mapping[str, Any]]]) -> dict[str, list[datetime]]:
    """By desk, when each alarm reached it: a line of the log names the people who were told, or the role where nobody was."""
    reached: dict[str, list[datetime]] = {}
    for at, facts in lines:
        for desk in dict.fromkeys(facts.get("told") or [str(facts.get("to", "")).replace("_", " ")]):
            reached.setdefault(desk, []).append(at)
    return reached
