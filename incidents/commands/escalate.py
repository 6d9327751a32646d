"""Escalating by hand, taking an alarm, and going on to the next level (CC38 1.7, 3.5)."""

from datetime import datetime

from dispatch.accounts.actors import Actor, Staff
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import NotFound, require
from incidents.commands._alarm import raise_alarm, reach, write_to
from incidents.commands._change import Change, changing
from incidents.commands._emergency import own_with_alarm
from incidents.models import Deployment, Escalation, Incident, Notice
from incidents.queries.cards import act_of_taking, ready_now
from incidents.queries.procedures import of_incident
from incidents.rules.alarms import BOUNDARIES, USUAL_STEPS, Step, place_of, steps_from
from incidents.rules.entries import Entry
from incidents.rules.packs.shape import EscalationLevel, IncidentType
from incidents.rules.waiting import concerns

SOON_MIN = 0.01  # a timer settled at its very instant counts as due


def escalate(
    *, incident_id: int, by: Actor, at: datetime, what: str = "", to_role: str = "supervisor", boundary: str | None = None
) -> Escalation:
    """Pass an incident upwards, saying which boundary was met. It cannot be taken back; somebody must take it.

    Args:
        what: what must be decided. Left empty, the incident's own state says it.
        boundary: one of BOUNDARIES; left out, the one that goes with the state, or "other" with words of one's own.
            What is known goes with it and stays recorded.
    """
    require(to_role in ("dispatcher", "supervisor", "duty_manager"), "Escalate to a supervisor.", code="role-unknown")
    require(boundary is None or boundary in BOUNDARIES, "Choose what makes you escalate from the list.", code="boundary-unknown")
    with changing(incident_id, by=by, at=at, act=Act.ESCALATE) as change:
        require(change.incident.is_open, "This incident is closed.", code="incident-closed")
        if not what.strip():
            ready = ready_now(change.incident)
            what, boundary = ready.what, boundary or ready.boundary
        return raise_alarm(change, cause=Escalation.Cause.BY_HAND, to_role=to_role, what=what.strip(), boundary=boundary or "other")


def take_alarm(*, alarm_id: int, by: Staff, at: datetime) -> Escalation:
    """Take an alarm in one's own name; it stops ringing. Whoever comes second is told who has it."""
    incident_id = Escalation.objects.filter(pk=alarm_id).values_list("incident_id", flat=True).first()
    if incident_id is None:
        raise NotFound("There is no such alarm.", code="not-found")
    with changing(incident_id, by=by, at=at, act=Act.ESCALATE) as change:
        return take(change, alarm_id, by)


def take(change: Change, alarm_id: int, by: Staff) -> Escalation:
    """Take an alarm of the incident being changed, and with it the emergency it rings for."""
    alarm = Escalation.objects.select_related("taken_by", "incident").get(pk=alarm_id)
    insist(by, act_of_taking(alarm), alarm)
    require(
        alarm.taken_at is None,
        f"{alarm.taken_by.name if alarm.taken_by else 'Somebody'} has taken this alarm.",
        code="alarm-taken",
    )
    alarm.incident = change.incident
    alarm.taken_at, alarm.taken_by_id = change.at, by.user_id
    change.show(alarm)
    change.log(Entry.ESCALATION_TAKEN, f"{by.label} has taken: {alarm.what}", alarm=alarm.pk)
    own_with_alarm(change, alarm)
    return alarm


def next_level(change: Change, incident_id: int) -> bool:
    """The procedure's next level has come: raise it, unless what it waits for has happened; then watch for the one after."""
    incident = change.incident
    if not incident.is_open or incident.outcome_at is None:
        return False
    _, kind = of_incident(incident)
    level = _level_due(kind, incident, at=change.at)
    if level is None:
        return False
    incident.level_passed = level.level
    if _has_happened(level.until, incident):
        change.log(Entry.LEVEL_NOT_NEEDED, level.trigger, level=level.level, until=level.until)
        return True
    raise_alarm(change, cause=Escalation.Cause.BY_PROCEDURE, level=level.level, to_role=level.to, what=level.trigger, action=level.action)
    return True


def _level_due(kind: IncidentType, incident: Incident, *, at: datetime) -> EscalationLevel | None:
    """The highest level whose minutes have passed and that has not come yet."""
    since_outcome = (at - (incident.outcome_at or at)).total_seconds() / 60
    since_opened = (at - incident.opened_at).total_seconds() / 60
    passed = [
        level
        for level in kind.escalation
        if level.level > incident.level_passed
        and concerns(level, incident.priority)
        and level.after_min <= (since_opened if level.counted_from == "contact_answered" else since_outcome) + SOON_MIN
    ]
    return passed[-1] if passed else None


def _has_happened(until: str, incident: Incident) -> bool:
    if until == "told":
        return not Notice.objects.untold().filter(incident=incident).exists()
    if until == "acknowledged":
        return Deployment.objects.filter(incident=incident, acknowledged_at__isnull=False).exists()
    return {"sent": incident.first_sent_at is not None, "at_scene": incident.first_at_scene_at is not None}.get(until, False)


def repeat_alarm(change: Change, alarm_id: int) -> bool:
    """Nobody has taken the alarm: it goes to the next level's people on duty, and at the last level to the same again."""
    alarm = change.common.untaken(alarm_id)
    if alarm is None or not (change.incident.is_open or alarm.cause == Escalation.Cause.ADVICE_RECALL):
        return False
    alarm.incident = change.incident
    alarm.repeats += 1
    alarm.steps = alarm.steps or steps_from(alarm.to_role, USUAL_STEPS)
    steps = [Step(*step) for step in alarm.steps]
    here = place_of(alarm.to_role, steps)
    place = min(here + 1, len(steps) - 1)
    alarm.level += place - here
    people = reach(change, alarm, place)
    change.show(alarm)
    change.log(
        Entry.ESCALATION_REPEATED,
        f"Nobody has taken: {alarm.what}",
        alarm=alarm.pk,
        to=alarm.to_role,
        repeats=alarm.repeats,
        told=[each.name for each in people],
        nobody=alarm.nobody,
    )
    write_to(change, alarm, people)
    return True
