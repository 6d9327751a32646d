"""The rota of one week: who is on duty in each role on each day, and where nobody is."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

from dispatch.accounts.models import Centre, Membership, User
from resources.models import RotaDuty
from resources.queries.on_duty import duty_of, swaps_of
from resources.rules.rota import ABLE, ROLES, Duty, Shift, Swap, bank_holiday, gaps, is_kept, shifts

DAYS = 7
ONE_DAY = timedelta(days=1)


class Turn(TypedDict):
    """One turn of duty in words of the centre's own time. ``hours`` is how long it really is."""

    duty: int
    person: str
    day: str
    starts_at: datetime
    ends_at: datetime
    hours: float
    swapped: bool
    now: bool


class Gap(TypedDict):
    """A time of one day in which nobody is on duty, also in words: "all day", "19:00–24:00"."""

    starts_at: datetime
    ends_at: datetime
    words: str


class Day(TypedDict):
    """One day of a role: the turns that begin on it, and the gaps in it. Not ``kept`` before its rota began."""

    day: date
    kept: bool
    turns: list[Turn]
    gaps: list[Gap]


class RoleWeek(TypedDict):
    """One role's week. ``kept`` is False where the centre keeps no rota for it: then all who hold the role are told."""

    role: str
    word: str
    kept: bool
    days: list[Day]


class Week(TypedDict):
    """A week from its Monday, with the bank holidays in it by day."""

    monday: date
    days: list[tuple[date, str]]
    roles: list[RoleWeek]


def rota_week(centre: Centre, day: date, at: datetime) -> Week:
    """The week in which a day falls, in four queries for any number of duties."""
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=each) for each in range(DAYS)]
    rows = list(RotaDuty.objects.of(centre.pk).standing_from(monday - ONE_DAY).order_by("pk"))
    swaps = swaps_of([row.pk for row in rows], monday - ONE_DAY, days[-1])
    people = {row.person_id for row in rows} | {swap.instead for swap in swaps if swap.instead}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "name"))
    of_role: dict[str, list[Duty]] = defaultdict(list)
    for row in rows:
        of_role[row.role].append(duty_of(row))
    holds = dict(Membership.objects.filter(centre=centre, user__in=people, user__is_active=True).values_list("user_id", "role"))
    return {
        "monday": monday,
        "days": [(each, bank_holiday(each)) for each in days],
        "roles": [
            _role_week(role, of_role[role], swaps, days, ZoneInfo(centre.time_zone), _able(names, holds, role), at) for role in ROLES
        ],
    }


def _able(names: dict[int, str], holds: dict[int, str], role: str) -> dict[int, str]:
    """Those of them who may still act in this role."""
    return {person: name for person, name in names.items() if holds.get(person) in ABLE[role]}


def _role_week(
    role: str, duties: list[Duty], swaps: list[Swap], days: list[date], zone: ZoneInfo, able: dict[int, str], at: datetime
) -> RoleWeek:
    turns = {day: [turn for turn in shifts(duties, swaps, day, zone) if turn.person in able] for day in (days[0] - ONE_DAY, *days)}
    shown: list[Day] = [
        {
            "day": day,
            "kept": is_kept(duties, day),
            "turns": [_turn(shift, able, at) for shift in turns[day]],
            "gaps": _gaps([*turns[day - ONE_DAY], *turns[day]], day, zone) if is_kept(duties, day) else [],
        }
        for day in days
    ]
    return {"role": role, "word": ROLES[role], "kept": any(day["kept"] for day in shown), "days": shown}


def _gaps(turns: list[Shift], day: date, zone: ZoneInfo) -> list[Gap]:
    midnight, next_midnight = _midnight(day, zone), _midnight(day + ONE_DAY, zone)
    found = gaps(turns, midnight, next_midnight)
    if found == [(midnight, next_midnight)]:
        return [{"starts_at": midnight, "ends_at": next_midnight, "words": "all day"}]
    return [
        {"starts_at": start, "ends_at": end, "words": f"{_time(start, zone)}–{_time(end, zone, end == next_midnight)}"}
        for start, end in found
    ]


def _time(at: datetime, zone: ZoneInfo, is_end: bool = False) -> str:
    return "24:00" if is_end else f"{at.astimezone(zone):%H:%M}"


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _turn(shift: Shift, names: dict[int, str], at: datetime) -> Turn:
    return {
        "duty": shift.duty,
        "person": names[shift.person],
        "day": shift.day.isoformat(),
        "starts_at": shift.starts_at,
        "ends_at": shift.ends_at,
        "hours": (shift.ends_at - shift.starts_at).total_seconds() / 3600,
        "swapped": shift.swapped,
        "now": shift.starts_at <= at < shift.ends_at,
    }


def colleagues(centre_id: int) -> list[tuple[int, str, str]]:
    """Who can be put on duty in some role: key, name, and the roles they can be put on duty as; in order of name."""
    members = Membership.objects.filter(centre_id=centre_id, user__is_active=True, role__in=set().union(*ABLE.values()))
    return [
        (key, name, " ".join(role for role, able in ABLE.items() if works_as in able))
        for key, name, works_as in members.order_by("user__name").values_list("user_id", "user__name", "role")
    ]
