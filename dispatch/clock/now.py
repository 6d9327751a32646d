"""Whose time it is: the database's, and what to do when that clock is set back.

Instants come from the database server, so that engines on several hosts agree; elapsed time comes from a monotonic clock.
PostgreSQL's ``statement_timestamp()`` is used because the index can serve it (``clock_timestamp()`` was 424 times slower).
"""

import logging
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import Expression, Max, Q, Value
from django.db.models.functions import Now

from dispatch.clock.models import Lane, Timer

log = logging.getLogger(__name__)

NOTICED = timedelta(seconds=2)
NONE = timedelta(0)


def now_in_sql() -> Expression:
    """The database's time, to compare columns with; SQLite's is this process's own."""
    return Now() if connection.vendor == "postgresql" else Value(datetime.now(UTC))


def database_now() -> datetime:
    """The database's time; costs one round trip on PostgreSQL."""
    if connection.vendor != "postgresql":
        return datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now.astimezone(UTC)


def skew_s() -> float:
    """Seconds by which this process's clock is ahead of the database's, give or take half a round trip."""
    before = datetime.now(UTC)
    theirs = database_now()
    after = datetime.now(UTC)
    return ((before + (after - before) / 2) - theirs).total_seconds()


@dataclass(slots=True)
class SteadyClock:
    """Notices that the clock was set back, so that what was armed before does not wait for that hour to pass again.

    ``behind`` is how far the clock now stands behind steady time; it concerns timers up to ``last_id``, those armed before the step.
    """

    behind: timedelta = NONE
    last_id: int = 0
    _seen: datetime | None = None
    _newest: int = 0
    _elapsed: float = field(default_factory=time.monotonic)

    def notice(self, now: datetime) -> None:
        """Compare the clock with the monotonic one since the last look, about a second ago."""
        elapsed = time.monotonic()
        if self._seen is not None:
            drift = (now - self._seen) - timedelta(seconds=elapsed - self._elapsed)
            if drift < -NOTICED:
                self.behind, self.last_id = self.behind - drift, _newest_id(armed_before=self._newest, or_after=now + NOTICED / 2)
                log.error("The clock was set back", extra={"by_s": -drift.total_seconds()})
            elif drift > NOTICED:
                self.behind = max(NONE, self.behind - drift)
                log.warning("The clock was set forward", extra={"by_s": drift.total_seconds()})
        self._seen, self._elapsed, self._newest = now, elapsed, _newest_id()

    def now_for(self, timer_id: int, now: datetime) -> datetime:
        """The time by which a timer is to be judged."""
        return now + self.behind if timer_id <= self.last_id else now


def _newest_id(*, armed_before: int | None = None, or_after: datetime | None = None) -> int:
    """The newest timer's id; or the newest of those known before a step and those that carry an instant from before it."""
    timers = Timer.objects.in_lane(Lane.WALL)
    if or_after is not None:
        timers = timers.filter(Q(pk__lte=armed_before) | Q(armed_at__gt=or_after))
    newest: int | None = timers.aggregate(newest=Max("pk"))["newest"]
    return newest or 0
