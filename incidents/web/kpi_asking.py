"""What a figures page is asked: a period, and what a person typed into the what-if, read so that nothing typed can break a page."""

import math
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import QueryDict

from incidents.rules.kpi.periods import Period, UnknownPeriod, period_of, shift_at


@dataclass(frozen=True)
class Asking:
    """The period asked for, and why it is not the one that was typed, if it is not."""

    period: Period
    problem: str = ""

    def link(self, period: Period | None = None) -> str:
        """The period as the query of an address."""
        asked = period or self.period
        parts = {"period": asked.kind, "on": asked.first.isoformat()}
        if asked.kind == "custom":
            parts["to"] = asked.last.isoformat()
        if asked.kind == "shift":
            parts["shift"] = asked.shift
        return urlencode(parts)

    @property
    def earlier(self) -> str:
        """The query of the period before."""
        return _moved(self, -1)

    @property
    def later(self) -> str:
        """The query of the period after."""
        return _moved(self, 1)


def _moved(asking: Asking, by: int) -> str:
    try:
        return asking.link(asking.period.moved(by))
    except (UnknownPeriod, ValueError, OverflowError):
        return ""


def asking_of(query: QueryDict, *, zone: ZoneInfo, at: datetime) -> Asking:
    """The period that an address asks for; today's, with a reason, when it makes none."""
    today, shift = at.astimezone(zone).date(), "early"
    kind = query.get("period") or "day"
    if kind == "shift":
        today, shift = shift_at(at, zone)
    try:
        day, last = day_of(query.get("on"), today), day_of(query.get("to"), None)
        return Asking(period_of(kind, day or today, zone, last=last, shift=query.get("shift") or shift))
    except (UnknownPeriod, ValueError, OverflowError) as wrong:
        said = str(wrong) if isinstance(wrong, UnknownPeriod) else "A day is written as year-month-day, such as 2025-11-03."
        return Asking(period_of("day", at.astimezone(zone).date(), zone), f"{said} Today is shown instead.")


def day_of(text: str | None, otherwise: date | None) -> date | None:
    """A day as it is typed.

    Raises:
        ValueError: it is none.
    """
    return date.fromisoformat(text) if text else otherwise


def number_of(text: str | None, otherwise: float, *, least: float, most: float) -> float:
    """A number within bounds; what is no number counts as not given."""
    try:
        found = float(text) if text else otherwise
    except ValueError:
        return otherwise
    return otherwise if math.isnan(found) else min(max(found, least), most)
