"""Figures of a centre's own work for the methods pages. Each is counted from what happened, in one query or two."""

from datetime import datetime, timedelta

from django.db.models import Count, Q

from dispatch.clock.models import Lane, State, Timer
from incidents.models import Check, Contact, DecisionPath, Deployment, Escalation, Incident, LogLine, RecallTask
from incidents.models.recall import OPEN_STATES
from incidents.rules.entries import Entry
from incidents.rules.knowledge import Figure, nearest_rank, share
from resources.models import Unit

FRESH = timedelta(minutes=15)  # a position older than this no longer says where somebody is
MOST_CLOCKS = 20_000


def paths_finished(centre_id: int, since: datetime, at: datetime) -> Figure:
    """Questions asked to the end, among paths that were ended."""
    paths = DecisionPath.objects.filter(incident__centre=centre_id, ended_at__gte=since, ended_at__lte=at)
    counted = paths.aggregate(
        whole=Count("pk", filter=Q(state__in=["complete", "left_early"])), part=Count("pk", filter=Q(state=DecisionPath.State.COMPLETE))
    )
    return share(counted["part"], counted["whole"], "paths were asked to the end; the others were left early, with a reason")


def priorities_by_hand(centre_id: int, since: datetime, at: datetime) -> Figure:
    """Incidents whose priority a person changed, among those assessed."""
    assessed = Incident.objects.of(centre_id).real().filter(outcome_at__gte=since, outcome_at__lte=at)
    moved = LogLine.objects.filter(entry__in=[Entry.PRIORITY_RAISED, Entry.PRIORITY_LOWERED], incident__in=assessed.values("pk"))
    return share(
        moved.order_by().values("incident").distinct().count(), assessed.count(), "incidents had their priority changed by a person"
    )


def alarm_contacts(centre_id: int, since: datetime, at: datetime) -> Figure:
    """Alarm signals that needed no incident, among those dealt with."""
    signals = Contact.objects.of(centre_id).real().filter(channel=Contact.Channel.ALARM, offered_at__gte=since, offered_at__lte=at)
    counted = signals.aggregate(
        whole=Count("pk", filter=Q(incident__isnull=False) | Q(ended_at__isnull=False)),
        part=Count("pk", filter=Q(incident__isnull=True, ended_at__isnull=False)),
    )
    return share(counted["part"], counted["whole"], "alarm signals ended without an incident")


def recall_call_backs(centre_id: int, since: datetime, at: datetime) -> Figure:
    """People reached and told, among those called back over withdrawn advice."""
    made = RecallTask.objects.filter(recall__centre=centre_id, recall__withdrawn_at__gte=since, recall__withdrawn_at__lte=at)
    counted = made.exclude(state__in=[*OPEN_STATES, "not_needed"]).aggregate(
        whole=Count("pk"), part=Count("pk", filter=Q(state__in=["told", "told_otherwise"]))
    )
    return share(counted["part"], counted["whole"], "people who had heard withdrawn advice were told")


def checks_answered(centre_id: int, since: datetime, at: datetime) -> Figure:
    """Checks answered before they counted as missed, among those that fell due."""
    checks = Check.objects.filter(deployment__incident__centre=centre_id, due_at__gte=since, due_at__lte=at)
    counted = checks.filter(state__in=[Check.State.ANSWERED, Check.State.MISSED]).aggregate(
        whole=Count("pk"), part=Count("pk", filter=Q(missed_at__isnull=True, state=Check.State.ANSWERED))
    )
    return share(counted["part"], counted["whole"], "checks were answered in time")


def crews_acknowledged(centre_id: int, since: datetime, at: datetime) -> Figure:
    """Crews that acknowledged, among those sent."""
    sent = Deployment.objects.filter(incident__centre=centre_id, sent_at__gte=since, sent_at__lte=at)
    counted = sent.aggregate(whole=Count("pk"), part=Count("pk", filter=Q(acknowledged_at__isnull=False)))
    return share(counted["part"], counted["whole"], "crews sent have acknowledged")


def positions_fresh(centre_id: int, since: datetime, at: datetime) -> Figure:
    """Units whose position is fresh at this moment."""
    counted = Unit.objects.of(centre_id).aggregate(whole=Count("pk"), part=Count("pk", filter=Q(position_at__gte=at - FRESH)))
    return share(counted["part"], counted["whole"], "units have a position from the last 15 minutes")


def clocks_kept(centre_id: int, since: datetime, at: datetime) -> Figure:
    """How late clocks rang, 99 of 100, among the newest."""
    rung = Timer.objects.filter(centre=centre_id, state=State.SETTLED, lane=Lane.WALL, due_at__gte=since, settled_at__lte=at)
    late = [
        max(0.0, (settled_at - due_at).total_seconds())
        for due_at, settled_at in rung.order_by("-pk").values_list("due_at", "settled_at")[:MOST_CLOCKS]
        if settled_at is not None
    ]
    if not late:
        return Figure("", 0)
    return Figure(f"99 % of {len(late):,} clocks rang within {nearest_rank(late, 99):.1f} s", len(late))


def help_wanted(centre_id: int, since: datetime, at: datetime) -> Figure:
    """Calls for help that somebody took, among those raised."""
    calls = Escalation.objects.filter(centre=centre_id, cause=Escalation.Cause.HELP_WANTED, raised_at__gte=since, raised_at__lte=at)
    counted = calls.aggregate(whole=Count("pk"), part=Count("pk", filter=Q(taken_at__isnull=False)))
    return share(counted["part"], counted["whole"], "calls for help were taken by a named person")


COUNTS = {
    each.__name__: each
    for each in (
        paths_finished,
        priorities_by_hand,
        alarm_contacts,
        recall_call_backs,
        checks_answered,
        crews_acknowledged,
        positions_fresh,
        clocks_kept,
        help_wanted,
    )
}
