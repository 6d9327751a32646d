"""The alarm rate of each desk of a centre, from the log."""

from datetime import datetime, timedelta

from django.db.models import Q

from incidents.models import Escalation, LogLine
from incidents.rules.alarm_rate import WINDOW, Rate, desks_reached, rate_of
from incidents.rules.chain import as_object
from incidents.rules.entries import Entry

RUNG = (Entry.ESCALATED, Entry.ESCALATION_REPEATED)
MOST_DESKS = 40
ONE_DAY = timedelta(days=1)  # an alarm that was taken within the hour was raised within it, or long after nobody took it


def alarm_rates(centre_id: int, at: datetime) -> list[Rate]:
    """The last hour's rate of every desk that an alarm reached, the busiest first; exercises ring there too, and count."""
    rang = Escalation.objects.filter(Q(taken_at=None) | Q(raised_at__gt=at - ONE_DAY), centre_id=centre_id).values("incident_id")
    lines = LogLine.objects.filter(incident__in=rang, entry__in=RUNG, recorded_at__gt=at - WINDOW, recorded_at__lte=at)
    told = desks_reached((recorded_at, as_object(facts)) for recorded_at, facts in lines.values_list("recorded_at", "facts"))
    rates = (rate_of(desk, instants, at) for desk, instants in told.items())
    return sorted(rates, key=lambda rate: (-rate.rung, rate.desk))[:MOST_DESKS]
