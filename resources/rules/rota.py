"""Who is on duty by a weekly rota: patterns in local time, bank holidays, swaps of one day, nights of 23 and 25 hours.

A duty begins on a local day at a local time and ends at a local time, on the next day where that is not later. A time that
the clocks skip or repeat counts from its earlier instant at a beginning and to its later one at an end: at a handover nobody
goes before the next comes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

HOLIDAY = 7  # the "weekday" of duties that hold on bank holidays
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Bank holiday")
# What can be chosen at once, in words.
DAYS: dict[str, tuple[str, tuple[int, ...]]] = {
    "every_day": ("Every day", (0, 1, 2, 3, 4, 5, 6)),
    "weekdays": ("Monday to Friday", (0, 1, 2, 3, 4)),
    "weekend": ("Saturday and Sunday", (5, 6)),
    **{name.lower().replace(" ", "_"): (name, (number,)) for number, name in enumerate(WEEKDAYS)},
}
ROLES = {
    "dispatcher": "Dispatcher",
    "supervisor": "Supervisor",
    "duty_manager": "Duty manager",
    "strategic_lead": "Strategic lead",
}
ONE_DAY = timedelta(days=1)
# Who may stand in each: the roles in the centre that may take its alarms and decide what it must.
ABLE = {
    "dispatcher": ("dispatcher", "supervisor", "team_lead"),
    "supervisor": ("supervisor", "team_lead"),
    "duty_manager": ("supervisor", "team_lead"),
    "strategic_lead": ("supervisor", "team_lead"),
}
_BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG")  # England and Wales have the same


@dataclass(frozen=True, slots=True)
class Duty:
    """A person's duty in one role on one day of every week, between two days of the calendar (the last included)."""

    id: int
    person: int
    weekday: int
    starts: time
    ends: time
    begins_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Swap:
    """On one day somebody else does a duty, or nobody."""

    duty: int
    day: date
    instead: int | None


@dataclass(frozen=True, slots=True)
class Shift:
    """One turn of duty, as it really falls. ``swapped`` when it is not the person of the pattern."""

    duty: int
    person: int
    day: date
    starts_at: datetime
    ends_at: datetime
    swapped: bool = False


def bank_holiday(day: date) -> str:
    """The name of a bank holiday in England and Wales; empty on other days."""
    return str(_BANK_HOLIDAYS.get(day) or "")


def is_kept(duties: Iterable[Duty], day: date) -> bool:
    """Whether a rota is kept on a day: some duty has begun, and its last night is not over."""
    return any(duty.begins_on <= day and (duty.ends_on is None or duty.ends_on >= day - ONE_DAY) for duty in duties)


def shifts(duties: Sequence[Duty], swaps: Iterable[Swap], day: date, zone: ZoneInfo) -> list[Shift]:
    """The turns that begin on a day, the earliest first. On a bank holiday the duties for bank holidays hold, where there are any."""
    standing = [duty for duty in duties if duty.begins_on <= day and (duty.ends_on is None or day <= duty.ends_on)]
    weekday = day.weekday()
    if bank_holiday(day) and any(duty.weekday == HOLIDAY for duty in standing):
        weekday = HOLIDAY
    swapped = {swap.duty: swap.instead for swap in swaps if swap.day == day}
    found = (_shift(duty, swapped, day, zone) for duty in standing if duty.weekday == weekday)
    return sorted((shift for shift in found if shift), key=lambda shift: (shift.starts_at, shift.duty))


def _shift(duty: Duty, swapped: dict[int, int | None], day: date, zone: ZoneInfo) -> Shift | None:
    person = swapped.get(duty.id, duty.person)
    if person is None:
        return None
    last_day = day if duty.ends > duty.starts else day + ONE_DAY
    starts_at, ends_at = min(_instants(day, duty.starts, zone)), max(_instants(last_day, duty.ends, zone))
    return Shift(duty.id, person, day, starts_at, ends_at, swapped=duty.id in swapped)


def _instants(day: date, at: time, zone: ZoneInfo) -> Iterator[datetime]:
    """A local time's instants: two where the clocks skip or repeat it."""
    return (datetime.combine(day, at.replace(fold=fold), zone).astimezone(UTC) for fold in (0, 1))


def on_duty(duties: Sequence[Duty], swaps: Sequence[Swap], at: datetime, zone: ZoneInfo) -> list[Shift]:
    """The turns under way at an instant, the earliest first."""
    today = at.astimezone(zone).date()
    turns = [shift for day in (today - ONE_DAY, today) for shift in shifts(duties, swaps, day, zone)]
    return [shift for shift in turns if shift.starts_at <= at < shift.ends_at]


def gaps(turns: Iterable[Shift], starts_at: datetime, ends_at: datetime) -> list[tuple[datetime, datetime]]:
    """The times between two instants in which nobody is on duty."""
    found, covered_to = [], starts_at
    for shift in sorted(turns, key=lambda shift: shift.starts_at):
        if shift.starts_at > covered_to:
            found.append((covered_to, min(shift.starts_at, ends_at)))
        covered_to = max(covered_to, shift.ends_at)
        if covered_to >= ends_at:
            return found
    return [*found, (covered_to, ends_at)]
