"""Contacts: offered, answered, lost before an answer, ended."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from dispatch.accounts.actors import Actor, Staff
from dispatch.accounts.models import Centre
from dispatch.accounts.permissions import Act, insist
from dispatch.clock.commands import arm
from dispatch.live import announce
from dispatch.refusal import require
from incidents.commands._contact import changing_contact
from incidents.models import Contact, ContactLine
from incidents.queries.answering import target_for
from incidents.queries.contact_cards import contact_card
from incidents.rules.contact_moves import Move
from incidents.rules.contact_words import What
from incidents.rules.numbers import normalised


def offer_contact(*, centre: Centre, by: Actor, at: datetime, source_reference: str = "", **told: Any) -> Contact:
    """Take note that somebody wants the centre's attention, and start the clock on answering.

    Args:
        source_reference: the sender's own name for this contact; the same one again gives the first contact back.
        told: channel, line, caller_number, caller_name, caller_email, words, place_text, lat, lon, follows, public_reference, note,
            exercise (only from who runs exercises).
    """
    insist(by, Act.OFFER_CONTACT, by)
    if told.get("exercise"):
        insist(by, Act.RUN_EXERCISE, by)
    told["exercise"] = bool(told.get("exercise")) or centre.is_training_room
    known = _offered_before(centre.pk, source_reference)
    if known is not None:
        return known
    try:
        contact = _keep_contact(centre, source_reference or None, by=by, at=at, told=told)
    except IntegrityError:
        again = _offered_before(centre.pk, source_reference)
        if again is None:
            raise
        return again
    return contact


def _keep_contact(centre: Centre, source_reference: str | None, *, by: Actor, at: datetime, told: dict[str, Any]) -> Contact:
    target = target_for(centre.pk, told.get("channel", Contact.Channel.TELEPHONE), told.get("line", ""))
    with transaction.atomic():
        contact = Contact.objects.create(
            centre=centre,
            source_reference=source_reference,
            number=normalised(told.get("caller_number", ""), settings.PHONE_REGION),
            offered_at=at,
            answer_by=at + timedelta(seconds=target.answer_s),
            **told,
        )
        ContactLine.objects.create(contact=contact, at=at, by_user_id=by.user_id, by_name=by.label, what=What.OFFERED.value)
        arm(
            centre_id=centre.pk,
            kind="not-answered",
            subject=contact.pk,
            epoch=1,
            lock_on=None,
            due_at=contact.answer_by,
            at=at,
            lane=centre.lane,
        )
        announce(centre_id=centre.pk, at=at, cards=[contact_card(contact)])
    return contact


def _offered_before(centre_id: int, source_reference: str) -> Contact | None:
    if not source_reference:
        return None
    return Contact.objects.of(centre_id).filter(source_reference=source_reference).first()


def answer_contact(*, contact_id: int, by: Staff, at: datetime) -> Contact:
    """Answer a waiting contact. Whoever comes second is told who has it."""
    with changing_contact(contact_id, by=by, at=at, act=Act.TAKE_CONTACT) as change:
        change.move(Move.ANSWER, code="contact-taken")
        contact = change.contact
        contact.answered_at = at
        contact.answered_by_id = by.user_id
        change.note(What.ANSWERED)
        change.settle("not-answered")
    return contact


def lose_contact(*, contact_id: int, how: str, by: Actor, at: datetime) -> Contact:
    """Take note that a caller was gone before anybody answered. A call back is owed; the same news again changes nothing.

    Args:
        how: "abandoned" when the caller hung up, "missed" when it rang out.

    Raises:
        Refusal: "contact-taken" when somebody answered first.
    """
    require(how in (Contact.Lost.ABANDONED, Contact.Lost.MISSED), "Say abandoned or missed.", code="how-unknown")
    with changing_contact(contact_id, by=by, at=at, act=Act.OFFER_CONTACT) as change:
        contact = change.contact
        if contact.lost:
            change.abandoned = True
            return contact
        change.move(Move.LOSE, code="contact-taken")
        contact.lost, contact.lost_at = how, at
        change.note(What.LOST, f"{contact.get_lost_display()} after {round((at - contact.offered_at).total_seconds())} s")
        change.settle("not-answered")
        target = target_for(contact.centre_id, contact.channel, contact.line)
        change.owe_call(at + timedelta(seconds=target.callback_s), _why_call(contact))
    return contact


def _why_call(contact: Contact) -> str:
    why = contact.get_lost_display()
    withheld = contact.channel == Contact.Channel.TELEPHONE and not contact.number
    return f"{why}. The number was withheld: ask the telephone provider" if withheld else why


def end_contact(*, contact_id: int, why: str, by: Staff, at: datetime) -> Contact:
    """End a contact that needs no incident, and say why."""
    require(why.strip(), "Say why this contact needs no incident.", code="reason-needed")
    with changing_contact(contact_id, by=by, at=at, act=Act.TAKE_CONTACT) as change:
        contact = change.contact
        require(contact.callback_at is None, "This caller is owed a call back. Record how that went first.", code="callback-owed")
        change.move(Move.END)
        contact.ended_at = at
        contact.ended_why = why.strip()
        change.note(What.ENDED, contact.ended_why)
        change.settle("not-answered")
    return contact


def mark_overdue(*, contact_id: int, by: Actor, at: datetime) -> bool:
    """Nobody answered in time: the board turns the contact red. False when somebody has it by now."""
    with changing_contact(contact_id, by=by, at=at, act=Act.OFFER_CONTACT) as change:
        late = change.contact.state == Contact.State.WAITING
        change.abandoned = not late
        if late:
            change.contact.overdue = True
            change.note(What.OVERDUE)
    return late
