"""Passing on what somebody holds: to a colleague, or back into the queue, each thing with a line in its own log.

Lock order: every incident by key, then contacts and recalls by key; only then does anything announce. So whoever holds one of them
and waits for the board is never waited for by whoever has the board.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from dispatch.accounts.actors import Staff, staff_of
from dispatch.accounts.models import Membership, User
from dispatch.accounts.permissions import MAY, Act
from dispatch.refusal import NotFound, Refusal, require
from incidents.commands._alarm import reach, write_to
from incidents.commands._change import Change
from incidents.commands._contact import ContactChange, changing_contact, locked_contact
from incidents.commands._emergency import keep as keep_emergency
from incidents.commands._together import changing_together
from incidents.commands.call_back import show_recall
from incidents.commands.recall import locked_recall
from incidents.models import Contact, Emergency, Escalation, RecallTask
from incidents.queries.held import Held
from incidents.rules.alarms import Step, place_of
from incidents.rules.contact_words import What
from incidents.rules.desks import NEEDS_A_PERSON, NEEDS_AUTHORITY
from incidents.rules.entries import Entry


class Passing(NamedTuple):
    """One thing that passes from whoever holds it. Without ``to`` it goes back into the queue."""

    held: Held
    to: Staff | None
    why: str


def colleague(centre_id: int, username: str) -> Staff:
    """Somebody who can take over here, by user name.

    Raises:
        Refusal: "colleague-unknown".
    """
    wanted = username.strip()[:60] if username.isprintable() else ""
    floor = Membership.objects.filter(centre_id=centre_id, user__is_active=True, role__in=MAY[Act.TAKE_CONTACT])
    member = floor.filter(user__username=wanted).select_related("user", "centre").order_by("pk").first()
    if member is None:
        raise Refusal("Nobody of that name can take this over here.", code="colleague-unknown")
    return staff_of(member)


def pass_on(things: Sequence[Passing], *, by: Staff, at: datetime) -> None:
    """Pass things on, all of them or none.

    Raises:
        Refusal: "needs-a-person", "person-unable"; or, when one of them has moved on meanwhile, "held-changed".
    """
    for each in things:
        _insist_on_a_taker(each)
    bound = [each for each in things if each.held.incident_id is not None]
    loose = [each for each in things if each.held.incident_id is None]
    with transaction.atomic():
        if not bound:
            _pass_loose(loose, by=by, at=at)
            return
        ids = {each.held.incident_id for each in bound if each.held.incident_id is not None}
        try:
            with changing_together(ids, by=by, at=at, act=Act.ESCALATE) as changes:
                for each in bound:
                    PASS[each.held.kind](changes[each.held.incident_id or 0], each)
                _pass_loose(loose, by=by, at=at)
        except NotFound as error:
            raise _changed() from error


def _insist_on_a_taker(each: Passing) -> None:
    kind, to = each.held.kind, each.to
    require(to is not None or kind not in NEEDS_A_PERSON, f"This needs a person: {each.held.words}", code="needs-a-person")
    able = to is None or kind not in NEEDS_AUTHORITY or to.role in MAY[Act.TAKE_ALARM]
    require(able, f"{to.name if to else ''} may not take alarms: {each.held.words}", code="person-unable")


def _changed() -> Refusal:
    return Refusal("Something of this has changed meanwhile. Look again.", code="held-changed")


def _pass_loose(loose: Sequence[Passing], *, by: Staff, at: datetime) -> None:
    keys = [each.held.id for each in loose]
    list(Contact.objects.of(by.centre_id).select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    for each in loose:
        try:
            with changing_contact(each.held.id, by=by, at=at, act=Act.TAKE_CONTACT) as change:
                _contact_passes(change, each)
        except NotFound as error:
            raise _changed() from error


def _bound_contact(change: Change, each: Passing) -> None:
    if not isinstance(change.by, Staff):
        raise TypeError("A contact is passed on by a person.")
    part = ContactChange(locked_contact(each.held.id, change.by), by=change.by, at=change.at, incident=change)
    require(part.contact.incident_id == change.incident.pk, "This contact has just moved. Look again.", code="held-changed")
    _contact_passes(part, each)
    part.keep()
    change.show(part.contact)


def _contact_passes(part: ContactChange, each: Passing) -> None:
    contact, to = part.contact, each.to
    if each.held.kind == "offer":
        _offer_passes(part, each)
    elif to is not None:
        if contact.callback_by_id is not None:
            contact.callback_by_id = to.user_id
        contact.answered_by_id, contact.answered_at = to.user_id, contact.answered_at or part.at
        part.note(What.PASSED_ON, f"To {to.name}: {each.why}" if each.why else f"To {to.name}")


def _offer_passes(part: ContactChange, each: Passing) -> None:
    """An offer that was not accepted yet: to somebody else, or back to whoever made it."""
    contact = part.contact
    require(contact.is_offered, "This offer has been answered meanwhile. Look again.", code="held-changed")
    if each.to is not None and each.to.user_id != contact.answered_by_id:
        contact.offered_to_id = each.to.user_id
        part.note(What.PASSED_ON, f"Offered to {each.to.name} instead")
        return
    contact.state = Contact.State.ANSWERED if contact.state == Contact.State.TRANSFER else contact.state
    part.take_back_offer()
    part.settle("transfer-unanswered")
    part.note(What.TRANSFER_BACK, each.why)


def _incident_passes(change: Change, each: Passing) -> None:
    require(change.incident.is_open, f"{change.incident.reference} has been closed meanwhile. Look again.", code="held-changed")
    change.incident.handled_by_id = each.to.user_id if each.to else None
    _log(change, each, "The incident")


def _alarm_passes(change: Change, each: Passing) -> None:
    """Taken by somebody else from now on; or it rings again, until somebody takes it."""
    alarm = Escalation.objects.get(pk=each.held.id)
    alarm.incident = change.incident
    require(alarm.taken_by_id is not None, "Nobody has this alarm any more. Look again.", code="held-changed")
    if each.to is not None:
        alarm.taken_by_id = each.to.user_id
        _log(change, each, f"Alarm: {alarm.what}", alarm=alarm.pk)
    else:
        alarm.taken_at = alarm.taken_by = None
        people = reach(change, alarm, place_of(alarm.to_role, [Step(*step) for step in alarm.steps]))
        _log(change, each, f"Alarm: {alarm.what}", alarm=alarm.pk)
        alarm.repeats += 1
        write_to(change, alarm, people)
    change.show(alarm)


def _call_back_passes(change: Change, each: Passing) -> None:
    """Told by a colleague from now on; or open again for anybody. Recalls are locked behind the incidents, in their order."""
    if not isinstance(change.by, Staff):
        raise TypeError("A call-back is passed on by a person.")
    task = RecallTask.objects.get(pk=each.held.id)
    recall = locked_recall(task.recall_id, by=change.by)
    require(
        task.state == RecallTask.State.OPEN and task.taken_by_id is not None,
        "This call-back has moved on. Look again.",
        code="held-changed",
    )
    task.taken_by_id, task.taken_at = (each.to.user_id, change.at) if each.to else (None, None)
    task.save(update_fields=["taken_by", "taken_at"])
    _log(change, each, "A call-back", task=task.pk, recall=recall.pk)
    show_recall(change, recall)


def _emergency_passes(change: Change, each: Passing) -> None:
    emergency = Emergency.objects.open().whole().filter(pk=each.held.id).first()
    if emergency is None or each.to is None:
        raise _changed()
    emergency.incident = change.incident
    emergency.owned_by = User.objects.get(pk=each.to.user_id)
    Escalation.objects.filter(pk=emergency.alarm_id).update(taken_by_id=each.to.user_id)
    _log(change, each, emergency.get_kind_display(), emergency=emergency.pk)
    keep_emergency(change, emergency)


def _log(change: Change, each: Passing, what: str, **facts: Any) -> None:
    why = f" ({each.why})" if each.why else ""
    if each.to is None:
        change.log(Entry.PUT_BACK, f"{what}: nobody has it now{why}", **facts)
    else:
        change.log(Entry.PASSED_ON, f"{what}: {each.to.name} has it now{why}", to=each.to.user_id, **facts)


PASS: dict[str, Callable[[Change, Passing], None]] = {
    "contact": _bound_contact,
    "offer": _bound_contact,
    "incident": _incident_passes,
    "alarm": _alarm_passes,
    "recall": _call_back_passes,
    "emergency": _emergency_passes,
}
