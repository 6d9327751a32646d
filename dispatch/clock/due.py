"""Which timers have fallen due: read without locks, served by the partial index on armed ones."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import F, Q

from dispatch.clock import kinds
from dispatch.clock.kinds import Settling
from dispatch.clock.models import Lane, Timer, TimerQuerySet
from dispatch.clock.now import SteadyClock, database_now, now_in_sql

HORIZON = timedelta(seconds=1)  # how far ahead the loop looks: it never sleeps longer
ANY_DUE = "SELECT id FROM clock_timer WHERE state = 'armed' AND centre_id = %s AND lane = %s AND due_at <= %s LIMIT 1"
Row = tuple[int, str, int, int | None, datetime]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one look found: the timers due at ``at``, most overdue first, and seconds until the next one within the horizon."""

    rows: Sequence[Row]
    at: datetime
    next_in_s: float | None
    read_at: float  # monotonic

    def settling(self, row: Row) -> Settling:
        """One row as the settlement's argument, at the time it has become since the look."""
        timer_id, kind, subject, lock_on, due_at = row
        at = self.at + timedelta(seconds=time.monotonic() - self.read_at)
        return Settling(timer_id=timer_id, kind=kind, subject=subject, lock_on=lock_on, due_at=due_at, at=at)

    def together(self, rows: Sequence[Row]) -> list[Settling]:
        """Several rows, all at the same instant: what is asked of that instant is then asked once."""
        now = time.monotonic()
        at = self.at + timedelta(seconds=now - self.read_at)
        return [Settling(timer_id=row[0], kind=row[1], subject=row[2], lock_on=row[3], due_at=row[4], at=at) for row in rows]


def almost_due(lane: str, steady: SteadyClock) -> TimerQuerySet:
    """Armed timers of known kinds that fall due within the horizon and are not held back, most overdue first."""
    now = now_in_sql()
    soon = Q(due_at__lte=now + HORIZON)
    if steady.behind:
        soon |= Q(due_at__lte=now + steady.behind + HORIZON, pk__lte=steady.last_id)
    free = Q(not_before__isnull=True) | Q(not_before__lte=now)
    return Timer.objects.armed().in_lane(lane).filter(soon, free, kind__in=kinds.known()).most_overdue_first()


def look(*, limit: int, lane: str = Lane.WALL, steady: SteadyClock | None = None) -> Reading:
    """Read at most ``limit`` timers and tell the due ones from the next one."""
    steady = steady or SteadyClock()
    found = list(
        almost_due(lane, steady).annotate(now=now_in_sql()).values_list("pk", "kind", "subject", "lock_on", "due_at", "now")[:limit]
    )
    now = found[0][5].astimezone(UTC) if found else database_now()
    read_at = time.monotonic()
    waits = [(row[:5], (row[4] - steady.now_for(row[0], now)).total_seconds()) for row in found]
    later = [wait for _, wait in waits if wait > 0]
    return Reading([row for row, wait in waits if wait <= 0], now, min(later, default=None), read_at)


def still_armed(timer_ids: Sequence[int]) -> set[int]:
    """Those of the given timers that are armed now."""
    return set(Timer.objects.armed().filter(pk__in=timer_ids).values_list("pk", flat=True))


def oldest_overdue_s(now: datetime) -> float:
    """Seconds by which the most overdue wall timer is late; 0 when none is. Timers held back after a failure count."""
    first = Timer.objects.armed().in_lane(Lane.WALL).order_by("due_at").values_list("due_at", flat=True).first()
    return max(0.0, (now - first).total_seconds()) if first else 0.0


def armed_count() -> int:
    """How many wall timers are armed."""
    return Timer.objects.armed().in_lane(Lane.WALL).count()


def first_due_for(*, centre_id: int, lane: str, upto: datetime) -> tuple[Row, datetime] | None:
    """The first timer of a centre due by ``upto`` in a lane's own time, and the instant at which it is to be settled."""
    if next_due_id(centre_id=centre_id, lane=lane, upto=upto) is None:
        return None
    row = (
        Timer.objects.armed()
        .in_lane(lane)
        .filter(Q(not_before__isnull=True) | Q(not_before__lte=upto), centre_id=centre_id, due_at__lte=upto, kind__in=kinds.known())
        .order_by(F("due_at").asc(), "pk")
        .values_list("pk", "kind", "subject", "lock_on", "due_at", "not_before")
        .first()
    )
    return None if row is None else (row[:5], max(row[4], row[5] or row[4]))


def next_due_id(*, centre_id: int, lane: str, upto: datetime) -> int | None:
    """An armed timer of a centre due by ``upto``, whatever its kind: mostly there is none, and a plain look is cheap."""
    with connection.cursor() as cursor:
        cursor.execute(ANY_DUE, [centre_id, lane, connection.ops.adapt_datetimefield_value(upto)])
        row = cursor.fetchone()
    return None if row is None else int(row[0])
