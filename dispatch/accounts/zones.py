"""A centre's own time, for words that a person reads. Instants are kept in UTC."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch.accounts.models import Centre


def zone_of(centre_id: int) -> ZoneInfo:
    """The zone of a centre: one query."""
    return ZoneInfo(Centre.objects.values_list("time_zone", flat=True).get(pk=centre_id))


def clock_time(at: datetime, centre: Centre) -> str:
    """``14:05``, as a clock on the centre's wall shows it."""
    return f"{at.astimezone(ZoneInfo(centre.time_zone)):%H:%M}"
