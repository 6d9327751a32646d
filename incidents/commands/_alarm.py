"""Raising an alarm inside a change: the row, the log line, the message to the people on duty. Its clock is the rule's to start."""

from datetime import timedelta

from incidents.commands._change import Change
from incidents.commands._post import Letter, post_all
from incidents.models import Deployment, Escalation, Incident
from incidents.rules.alarms import Step, place_of, role_words, steps_from
from incidents.rules.entries import Entry
from resources.queries.on_duty import Person


def raise_alarm(
    change: Change,
    *,
    cause: Escalation.Cause,
    to_role: str,
    what: str,
    action: str = "",
    level: int = 1,
    deployment: Deployment | None = None,
    watches: str = "",
    subject: int | None = None,
    boundary: str = "",
) -> Escalation:
    """Raise an alarm that rings until a named person takes it, under the policy in force now.

    Args:
        watches, subject: the clock that it answers; that clock waits until the alarm is taken.
        boundary: what made a person escalate, by code.
    """
    incident = change.incident
    version, policy = change.common.policy_of(incident.centre_id)
    alarm = Escalation(
        centre_id=incident.centre_id,
        incident=incident,
        deployment=deployment,
        cause=cause,
        level=level,
        to_role=to_role,
        what=what[:300],
        action=action[:300],
        raised_at=change.at,
        raised_by_name=change.by.label,
        watches=watches,
        subject=subject,
        policy=version,
        steps=steps_from(to_role, policy),
        boundary=boundary,
        passed_on=information(incident),
        revision=1,
    )
    people = reach(change, alarm, 0)
    change.common.keep_new(alarm)
    _write_down(change, alarm, people)
    change.show_new(alarm)
    write_to(change, alarm, people)
    return alarm


def _write_down(change: Change, alarm: Escalation, people: list[Person]) -> None:
    change.log(
        Entry.ESCALATED,
        alarm.what,
        cause=alarm.cause,
        level=alarm.level,
        to=alarm.to_role,
        action=alarm.action,
        alarm=alarm.pk,
        policy=alarm.policy,
        boundary=alarm.boundary,
        told=[each.name for each in people],
        nobody=alarm.nobody,
        passed_on=alarm.passed_on,
    )


def reach(change: Change, alarm: Escalation, place: int) -> list[Person]:
    """Turn the alarm to the people on duty at a step of its own policy, or at the first step above where somebody is.

    Returns:
        Who they are; none when nobody is on duty at any of them. The alarm then stands at the last step, and says so.
    """
    steps = [Step(*step) for step in alarm.steps]
    people: list[Person] = []
    without = []
    for step in steps[place:]:
        alarm.to_role, alarm.rings_at = step.role, change.at + timedelta(seconds=step.wait_s)
        duty = change.common.people_on_duty(change.incident.centre, step.role, change.at)
        people = duty.people
        if not duty.is_gap:
            break
        without.append(role_words(step.role))
    alarm.level += place_of(alarm.to_role, steps) - place
    alarm.nobody = ", ".join(without)[:120]
    return people


def write_to(change: Change, alarm: Escalation, people: list[Person]) -> None:
    """Write to those of them who have an address."""
    incident = change.incident
    post_all(
        change,
        [
            Letter(
                key=f"alarm-{alarm.pk}-{alarm.repeats}-{each.user_id}",
                to_name=each.name,
                address=each.email,
                subject=f"Incident {incident.reference} {incident.priority}: {alarm.get_cause_display()}",
                body=f"{alarm.what}\n{alarm.action}\n\n{alarm.passed_on}\n\nLevel {alarm.level}. Please take it on the board.",
            )
            for each in people
            if each.email
        ],
    )


def information(incident: Incident) -> str:
    """What is passed on with an alarm: what, how urgent, where, and what to beware of. Nothing about the caller."""
    facts = {
        "What": " ".join(filter(None, (incident.priority, incident.type_title))) or "Not assessed yet",
        "Where": incident.place_text,
        "Getting in": incident.access,
        "Hazards": incident.hazards,
        "Stands at": incident.get_stage_display(),
    }
    return "\n".join(f"{name}: {words}" for name, words in facts.items() if words)
