"""When contacts arrive: the same weekday in the weeks before, by half hours, with how long they took and who answered."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from incidents.models import Contact
from incidents.rules.kpi.periods import begins
from incidents.rules.kpi.staffing import HALF_HOURS

LIVE = (Contact.Channel.TELEPHONE, Contact.Channel.RELAY, Contact.Channel.ALARM, Contact.Channel.IN_PERSON)
LONGEST_S = 3600  # what is open longer has been forgotten, not handled


class Pattern(NamedTuple):
    """Arrivals by half hour: the mean and the most of ``days`` days; who was seen answering; the mean handling time of ``handled``."""

    days: int
    contacts: int
    calls: list[float]
    most: list[int]
    seen: list[float]
    handling_s: float | None
    handled: int


def pattern_of(*, centre_id: int, day: date, weeks: int, zone: ZoneInfo, channel: str = "") -> Pattern:
    """The pattern of a weekday, from the same weekday in so many weeks before the day. Weeks before the first contact do not count."""
    channels = [channel] if channel else list(LIVE)
    contacts = Contact.objects.of(centre_id).real().filter(channel__in=channels)
    first = contacts.order_by("offered_at").values_list("offered_at", flat=True).first()
    days = [day - timedelta(weeks=back) for back in range(1, weeks + 1)]
    known = [each for each in days if first is not None and each >= first.astimezone(zone).date()]
    counted: dict[tuple[date, int], int] = defaultdict(int)
    people: dict[tuple[date, int], set[int]] = defaultdict(set)
    lengths: list[float] = []
    for each in known:
        span = {"offered_at__gte": begins(each, zone), "offered_at__lt": begins(each + timedelta(days=1), zone)}
        rows = contacts.filter(**span).values_list("offered_at", "answered_at", "answered_by_id", "ended_at", "incident__outcome_at")
        for offered_at, answered_at, answered_by, ended_at, outcome_at in rows:
            counted[each, _half_hour(offered_at, zone)] += 1
            if answered_at is not None:
                people[each, _half_hour(answered_at, zone)].add(answered_by)
                lengths += _handling(answered_at, ended_at or outcome_at)
    return _pattern(known, counted, people, lengths)


def _half_hour(at: datetime, zone: ZoneInfo) -> int:
    local = at.astimezone(zone)
    return local.hour * 2 + local.minute // 30


def _handling(answered_at: datetime, done_at: datetime | None) -> list[float]:
    """From the answer to the contact's end or its incident's outcome, where that makes sense."""
    seconds = (done_at - answered_at).total_seconds() if done_at is not None else -1.0
    return [seconds] if 0 < seconds <= LONGEST_S else []


def _pattern(
    days: list[date], counted: dict[tuple[date, int], int], people: dict[tuple[date, int], set[int]], lengths: list[float]
) -> Pattern:
    by_place = [[counted.get((day, place), 0) for day in days] for place in range(HALF_HOURS)]
    seen = [[len(people.get((day, place), ())) for day in days] for place in range(HALF_HOURS)]
    over = max(len(days), 1)
    return Pattern(
        days=len(days),
        contacts=sum(counted.values()),
        calls=[sum(row) / over for row in by_place],
        most=[max(row, default=0) for row in by_place],
        seen=[sum(row) / over for row in seen],
        handling_s=sum(lengths) / len(lengths) if lengths else None,
        handled=len(lengths),
    )
