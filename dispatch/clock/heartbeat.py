"""The engines' heartbeat: a row that each writes about once a second, and what the rest of the console reads from it."""

import os
import socket
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypedDict

from django.db.models import Max, Q

from dispatch.clock.due import armed_count, oldest_overdue_s
from dispatch.clock.models import EngineBeat
from dispatch.clock.now import database_now, skew_s

EVERY_S = 0.9  # a little under a second, so that a late pass still makes one a second
COUNT_EVERY_S = 5.0
KEPT = timedelta(days=1)
FUTURE = timedelta(seconds=5)
SKEW_NOTICED_S = 2.0


class Health(TypedDict):
    """The clock's part of ``/healthz``. ``age_s`` is None when no engine has ever run; warnings are sentences for a person."""

    age_s: float | None
    oldest_overdue_s: float
    armed: int
    skew_s: float
    warnings: list[str]


@dataclass(slots=True)
class Pulse:
    """One engine's heartbeat."""

    node: str = field(default_factory=lambda: f"{socket.gethostname()[:80]}:{os.getpid()}")
    _beat_at: float = -1e9
    _counted_at: float = -1e9
    _armed: int = 0

    def wanted_in_s(self) -> float:
        """Seconds until the next beat is wanted; 0 when it is."""
        return max(0.0, EVERY_S - (time.monotonic() - self._beat_at))

    def is_wanted(self) -> bool:
        """Whether the last beat is old enough for another."""
        return self.wanted_in_s() == 0

    def beat(self) -> datetime:
        """Write the heartbeat and forget engines long gone. Returns the database's time."""
        now = database_now()
        if time.monotonic() - self._counted_at >= COUNT_EVERY_S:
            self._armed, self._counted_at = armed_count(), time.monotonic()
            # A beat from the future was left by an engine that died before the clock was set back: it would look alive for ever.
            EngineBeat.objects.exclude(node=self.node).filter(Q(at__lt=now - KEPT) | Q(at__gt=now + FUTURE)).delete()
        seen = {"at": now, "oldest_overdue_s": oldest_overdue_s(now), "armed": self._armed}
        EngineBeat.objects.bulk_create(
            [EngineBeat(node=self.node, **seen)], update_conflicts=True, unique_fields=["node"], update_fields=list(seen)
        )
        self._beat_at = time.monotonic()
        return now


def engine_age_s(now: datetime | None = None) -> float | None:
    """Seconds since any engine was last seen, by the database's time unless ``now`` is given; None when none ever was."""
    newest: datetime | None = EngineBeat.objects.aggregate(newest=Max("at"))["newest"]
    if newest is None:
        return None
    return max(0.0, ((now or database_now()) - newest).total_seconds())


def health() -> Health:
    """How the clock is doing, read from the database: works in any process."""
    now = database_now()
    skew = skew_s()
    newest = EngineBeat.objects.order_by("-at").first()
    warnings = []
    if abs(skew) > SKEW_NOTICED_S:
        warnings.append(f"This machine's clock and the database's differ by {abs(skew):.0f} s. Check the time service on both.")
    return Health(
        age_s=None if newest is None else max(0.0, (now - newest.at).total_seconds()),
        oldest_overdue_s=oldest_overdue_s(now),
        armed=newest.armed if newest else armed_count(),
        skew_s=round(skew, 3),
        warnings=warnings,
    )
