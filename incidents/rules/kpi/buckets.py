"""Stretches of time for a run chart: hours, days or weeks on the centre's clock, the latest last."""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from incidents.rules.kpi.periods import begins

EVERY = {"hour": ("Hours", 48), "day": ("Days", 42), "week": ("Weeks", 30)}  # the word, and how many are drawn


@dataclass(frozen=True)
class Bucket:
    """From ``begins_at`` up to ``ends_at``, with a word for it."""

    begins_at: datetime
    ends_at: datetime
    label: str


def buckets_until(until: datetime, every: str, zone: ZoneInfo) -> list[Bucket]:
    """The latest whole or begun stretches up to an instant, oldest first.

    Raises:
        ValueError: an unknown stretch.
    """
    if every not in EVERY:
        raise ValueError("A run chart goes by hours, days or weeks.")
    count = EVERY[every][1]
    last = (until - timedelta(microseconds=1)).astimezone(zone)
    if every == "hour":
        top = last.replace(minute=0, second=0, microsecond=0).astimezone(UTC)
        starts = [top - timedelta(hours=back) for back in range(count - 1, -2, -1)]
    else:
        step = 7 if every == "week" else 1
        day = last.date() - timedelta(days=last.weekday() if every == "week" else 0)
        starts = [begins(day - timedelta(days=step * back), zone) for back in range(count - 1, -2, -1)]
    return [Bucket(start, end, _label(start.astimezone(zone), every)) for start, end in itertools.pairwise(starts)]


def _label(start: datetime, every: str) -> str:
    if every == "hour":
        return f"{start:%a} {start:%H}:00"
    return f"{start:%a} {start.day} {start:%b}" if every == "day" else f"{start.day} {start:%b %Y}"
