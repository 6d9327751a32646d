"""Simulated people: a supervisor who takes every alarm, and crews that answer their checks, after a while of the replay's time."""

import heapq
from datetime import datetime, timedelta

from dispatch.accounts.actors import Staff
from incidents.commands.advise import leave_unread
from incidents.commands.escalate import take_alarm
from incidents.commands.monitor import answer_check
from incidents.models import Check, Escalation, Incident
from incidents.queries.recall import lines_now
from incidents.replay.mapping import mapping
from incidents.replay.tally import Tally
from incidents.rules.deployments import ENDED

RUNNING = (Check.State.PLANNED, Check.State.ASKED, Check.State.MISSED)
ALARM, CHECK = "alarm", "check"
UNREAD = "The record does not say what was read"


class Crowd:
    """What people will do next. Nothing here is kept: alarms and checks are rows, and waiting ones are read when a replay begins."""

    def __init__(self, *, centre_id: int, supervisor: Staff, dispatcher: Staff, tally: Tally) -> None:
        self._centre_id = centre_id
        self._supervisor = supervisor
        self._dispatcher = dispatcher
        self._tally = tally
        self._waiting: list[tuple[datetime, str, int]] = []
        self._newest = {ALARM: 0, CHECK: 0}
        self.look_for_alarms()
        self.look_for_checks()

    def next_at(self) -> datetime | None:
        """When somebody acts next."""
        return self._waiting[0][0] if self._waiting else None

    def look_for_alarms(self) -> None:
        """Notice alarms raised since the last look."""
        wait = timedelta(seconds=mapping().people.takes_alarm_after_s)
        fresh = Escalation.objects.untaken().filter(centre_id=self._centre_id, pk__gt=self._newest[ALARM]).order_by("pk")
        for pk, raised_at in fresh.values_list("pk", "raised_at"):
            self._newest[ALARM] = pk
            heapq.heappush(self._waiting, (raised_at + wait, ALARM, pk))

    def look_for_checks(self) -> None:
        """Notice checks planned since the last look."""
        fresh = Check.objects.filter(pk__gt=self._newest[CHECK], deployment__incident__centre_id=self._centre_id, state__in=RUNNING)
        for check in fresh.select_related("deployment__incident").order_by("pk"):
            self._newest[CHECK] = check.pk
            heapq.heappush(self._waiting, (_answered_at(check), CHECK, check.pk))

    def act(self) -> None:
        """Let the next one act, at the instant that is theirs. Alarms and checks that have ended meanwhile need nobody."""
        at, what, pk = heapq.heappop(self._waiting)
        if what == ALARM:
            self.take(pk, at)
        elif Check.objects.filter(pk=pk, state__in=RUNNING).exclude(deployment__status__in=ENDED).exists():
            answer_check(check_id=pk, all_well=True, by=self._dispatcher, at=at)
            self._tally.add("act", "checks answered")
            self.look_for_checks()

    def take(self, alarm_id: int, at: datetime) -> None:
        """The supervisor takes an alarm, unless it has been taken."""
        if Escalation.objects.untaken().filter(pk=alarm_id).exists():
            take_alarm(alarm_id=alarm_id, by=self._supervisor, at=at)
            self._tally.add("act", "alarms taken")

    def take_all_of(self, incident_id: int, at: datetime) -> None:
        """The supervisor takes what still rings for an incident, so that it can be closed."""
        for alarm_id in Escalation.objects.untaken().filter(incident_id=incident_id).order_by("pk").values_list("pk", flat=True):
            self.take(alarm_id, at)

    def account_for_advice(self, incident_id: int, at: datetime) -> None:
        """The record does not say what was read to the caller; of the lines that must be read, that is said."""
        for line in lines_now(Incident.objects.get(pk=incident_id)):
            if line.get("mandatory"):
                leave_unread(incident_id=incident_id, line=line["id"], reason=UNREAD, by=self._dispatcher, at=at)


def _answered_at(check: Check) -> datetime:
    """Most are answered while they wait; one in a few is missed first, so that missed checks are replayed, too."""
    people = mapping().people
    if (check.deployment.incident.number + check.number) % people.misses_one_check_in:
        return check.due_at + timedelta(seconds=people.answers_check_after_s)
    return check.due_at + timedelta(seconds=check.grace_s + people.answers_missed_check_after_s)
