"""Periods: a shift, a day, a week, a month, or two dates; in the centre's own time, so that a day may have 23 or 25 hours."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

KINDS = {"shift": "Shift", "day": "Day", "week": "Week", "month": "Month", "custom": "From … to"}
SHIFTS = {"early": ("Early", time(7), 0), "late": ("Late", time(19), 1)}  # name, beginning, whether it ends on the next day
MOST_DAYS = 366
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)


class UnknownPeriod(ValueError):
    """A period that makes no sense. The text is a sentence for the person."""


@dataclass(frozen=True)
class Period:
    """From ``begins_at`` up to, and without, ``ends_at``: instants in UTC. ``first`` and ``last`` are days in ``zone``."""

    kind: str
    begins_at: datetime
    ends_at: datetime
    first: date
    last: date
    zone: ZoneInfo
    shift: str = ""

    @property
    def words(self) -> str:
        """The period as a person says it."""
        if self.kind == "shift":
            return f"{SHIFTS[self.shift][0]} shift, {_day(self.first)}"
        if self.kind == "month":
            return f"{self.first:%B %Y}"
        return _day(self.first) if self.first == self.last else f"{_day(self.first)} to {_day(self.last)}"

    def moved(self, by: int) -> "Period":
        """The one before it (-1) or after it (1), of the same kind."""
        if self.kind == "shift":
            return _moved_shift(self, by)
        if self.kind == "month":
            months = self.first.year * 12 + self.first.month - 1 + by
            return period_of("month", date(months // 12, months % 12 + 1, 1), self.zone)
        days = (self.last - self.first).days + 1
        first = self.first + timedelta(days=by * days)
        return _between(self.kind, first, first + timedelta(days=days - 1), self.zone)


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


def _moved_shift(period: Period, by: int) -> Period:
    other = "late" if period.shift == "early" else "early"
    crosses = (period.shift == "early" and by < 0) or (period.shift == "late" and by > 0)
    return period_of("shift", period.first + timedelta(days=by if crosses else 0), period.zone, shift=other)


def begins(day: date, zone: ZoneInfo, at: time = time(0)) -> datetime:
    """The instant at which a day, or an hour of it, begins; in a gap of the clock, the first instant after it."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def _between(kind: str, first: date, last: date, zone: ZoneInfo) -> Period:
    if first > last:
        raise UnknownPeriod("A period ends on the day it begins, or later.")
    if (last - first).days >= MOST_DAYS:
        raise UnknownPeriod(f"A period has at most {MOST_DAYS} days.")
    if first < EARLIEST or last > LATEST:
        raise UnknownPeriod(f"A period lies between {EARLIEST.year} and {LATEST.year}.")
    return Period(kind, begins(first, zone), begins(last + timedelta(days=1), zone), first, last, zone)


def period_of(kind: str, day: date, zone: ZoneInfo, *, last: date | None = None, shift: str = "early") -> Period:
    """The period of a kind that a day lies in; for "custom", from that day to ``last``.

    Raises:
        UnknownPeriod: the kind or the shift is unknown, or the days make no period.
    """
    if kind not in KINDS or (kind == "shift" and shift not in SHIFTS):
        raise UnknownPeriod("Choose a shift, a day, a week, a month, or two dates.")
    if kind == "shift":
        whole = _between(kind, day, day, zone)
        _, opens, over = SHIFTS[shift]
        ends = SHIFTS["late"][1] if shift == "early" else SHIFTS["early"][1]
        return Period(kind, begins(day, zone, opens), begins(day + timedelta(days=over), zone, ends), whole.first, whole.first, zone, shift)
    if kind == "week":
        monday = day - timedelta(days=day.weekday())
        return _between(kind, monday, monday + timedelta(days=6), zone)
    if kind == "month":
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        return _between(kind, day.replace(day=1), following - timedelta(days=1), zone)
    return _between(kind, day, last or day if kind == "custom" else day, zone)


def shift_at(at: datetime, zone: ZoneInfo) -> tuple[date, str]:
    """The day and the name of the shift that runs at an instant."""
    local = at.astimezone(zone)
    if local.time() < SHIFTS["early"][1]:
        return local.date() - timedelta(days=1), "late"
    return local.date(), "early" if local.time() < SHIFTS["late"][1] else "late"
