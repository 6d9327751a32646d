"""A repeat contact asks for another look: the task it raises on the incident, and what came of it."""

from datetime import datetime, timedelta

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act
from dispatch.refusal import Refusal, require
from incidents.commands._alarm import raise_alarm
from incidents.commands._change import Change, changing
from incidents.models import Contact, Escalation, Reassessment
from incidents.queries.assessment import assessed_since_contact
from incidents.rules.entries import Entry
from incidents.rules.repeats import within_s

NOT_REASSESSED = (
    "Nothing has been assessed since the latest contact. Answer a question again or weigh the risk, or say that nothing changes and why."
)


def ask_reassessment(change: Change, contact: Contact) -> Reassessment:
    """Raise the task, or count one more contact on the one that is open."""
    incident = change.incident
    task = Reassessment.objects.filter(incident=incident, settled_at=None).first()
    if task is None:
        due_at = change.at + timedelta(seconds=within_s(incident.priority))
        task = Reassessment.objects.create(incident=incident, contact=contact, raised_at=change.at, due_at=due_at)
    else:
        task.contact, task.contacts = contact, task.contacts + 1
        task.save(update_fields=["contact", "contacts"])
    change.log(Entry.REPEAT_CONTACT, "Assess again", contact=contact.pk, contacts=task.contacts)
    return task


def settle_reassessment(*, incident_id: int, result: str, by: Actor, at: datetime, reason: str = "") -> Reassessment:
    """Answer the task: assessed again, or nothing changes and why. Whoever comes second is told.

    Args:
        result: "reassessed" or "no_change"; the second needs a reason, the first something assessed since the latest contact.

    Raises:
        Refusal: "result-unknown", "reason-needed", "nothing-to-reassess", "not-reassessed".
    """
    require(result in Reassessment.Result.values, "Say whether it was assessed again.", code="result-unknown")
    require(result == Reassessment.Result.REASSESSED or reason.strip(), "Say why nothing changes.", code="reason-needed")
    with changing(incident_id, by=by, at=at, act=Act.ASSESS) as change:
        task = Reassessment.objects.filter(incident=change.incident, settled_at=None).first()
        if task is None:
            raise Refusal("No repeat contact waits for an answer here.", code="nothing-to-reassess")
        if result == Reassessment.Result.REASSESSED and not assessed_since_contact(change.incident):
            raise Refusal(NOT_REASSESSED, code="not-reassessed")
        task.result, task.reason = result, reason.strip()
        task.settled_at, task.settled_by_name = at, by.label
        task.save(update_fields=["result", "reason", "settled_at", "settled_by_name"])
        change.log(Entry.REASSESSED, f"{task.get_result_display()}. {task.reason}".strip(), contacts=task.contacts)
    return task


def nobody_reassessed(change: Change, incident_id: int) -> bool:
    """A repeat contact was not looked at in time: a supervisor is told."""
    task = Reassessment.objects.filter(incident=change.incident, settled_at=None).first()
    if task is None or not change.incident.is_open:
        return False
    raise_alarm(
        change,
        cause=Escalation.Cause.NOT_REASSESSED,
        to_role="supervisor",
        watches="not-reassessed",
        subject=incident_id,
        what=f"A repeat contact about this {change.incident.priority or 'incident'} has not been assessed",
        action="Assess it again now, or say why nothing changes",
    )
    return True
