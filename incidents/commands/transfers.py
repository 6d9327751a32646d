"""Handing a contact to somebody else: offered with a reason, accepted, declined, or back again when nobody took it."""

from datetime import datetime, timedelta

from dispatch.accounts.actors import Actor, Staff
from dispatch.accounts.models import Membership
from dispatch.accounts.permissions import MAY, Act
from dispatch.refusal import Refusal, require
from incidents.commands._contact import ContactChange, changing_contact
from incidents.models import Contact
from incidents.rules.answering import TRANSFER_S
from incidents.rules.contact_moves import Move
from incidents.rules.contact_words import What


def offer_transfer(*, contact_id: int, why: str, by: Staff, at: datetime, to: str = "", line: str = "") -> Contact:
    """Offer a contact that one has to a colleague, by user name, or to a line, and say why. It stays part of its incident."""
    require(why.strip(), "Say why you hand it over.", code="reason-needed")
    require(bool(to.strip()) != bool(line.strip()), "Choose one colleague or one line.", code="transfer-to-whom")
    with changing_contact(contact_id, by=by, at=at, act=Act.TAKE_CONTACT) as change:
        contact = change.contact
        require(change.incident is None or change.incident.incident.is_open, "This incident is closed.", code="incident-closed")
        change.move(Move.OFFER)
        holder = contact.answered_by
        require(contact.answered_by_id == by.user_id, f"{holder.name if holder else 'Somebody'} has this contact.", code="contact-taken")
        require(contact.callback_at is None, "This caller is owed a call back. Record how that went first.", code="callback-owed")
        if to.strip():
            contact.offered_to = _colleague(by, to.strip()).user
        contact.offered_line, contact.offered_why = line.strip(), why.strip()
        contact.offered_until = at + timedelta(seconds=TRANSFER_S)
        change.note(What.TRANSFER_OFFERED, f"To {_to_whom(contact)}: {contact.offered_why}")
        change.arm("transfer-unanswered", contact.offered_until)
    return contact


def _colleague(by: Staff, username: str) -> Membership:
    wanted = username[:60] if username.isprintable() else ""
    floor = Membership.objects.filter(centre_id=by.centre_id, user__username=wanted, user__is_active=True, role__in=MAY[Act.TAKE_CONTACT])
    member = floor.exclude(user_id=by.user_id).select_related("user").first()
    if member is None:
        raise Refusal("Nobody of that name can take contacts here.", code="colleague-unknown")
    return member


def _to_whom(contact: Contact) -> str:
    return contact.offered_to.name if contact.offered_to else contact.offered_line


def accept_transfer(*, contact_id: int, by: Staff, at: datetime) -> Contact:
    """Accept a contact that was offered to oneself, or to a line. Whoever comes second is told who has it."""
    with changing_contact(contact_id, by=by, at=at, act=Act.TAKE_CONTACT) as change:
        contact = change.contact
        change.move(Move.ACCEPT, code="contact-taken")
        _insist_on_being_asked(contact, by)
        contact.line = contact.offered_line or contact.line
        contact.answered_by_id = by.user_id
        change.note(What.TRANSFER_TAKEN)
        _end_offer(change)
        contact.note = ""
    return contact


def decline_transfer(*, contact_id: int, why: str, by: Staff, at: datetime) -> Contact:
    """Decline a contact that was offered; it goes back to whoever handed it over, with the reason."""
    require(why.strip(), "Say why you cannot take it.", code="reason-needed")
    with changing_contact(contact_id, by=by, at=at, act=Act.TAKE_CONTACT) as change:
        contact = change.contact
        change.move(Move.COME_BACK, code="contact-taken")
        _insist_on_being_asked(contact, by)
        contact.note = f"{by.name} declined"[:120]
        change.note(What.TRANSFER_DECLINED, why.strip())
        _end_offer(change)
    return contact


def _insist_on_being_asked(contact: Contact, by: Staff) -> None:
    """Who was asked may say yes or no; who asked may take it back."""
    asked = contact.offered_to_id
    allowed = asked is None or by.user_id in (asked, contact.answered_by_id)
    require(allowed, f"This contact is offered to {_to_whom(contact)}.", code="contact-taken")


def _end_offer(change: ContactChange) -> None:
    change.take_back_offer()
    change.settle("transfer-unanswered")


def bring_back(*, contact_id: int, by: Actor, at: datetime) -> bool:
    """Nobody accepted in time: it goes back to whoever handed it over. False when somebody did by now."""
    with changing_contact(contact_id, by=by, at=at, act=Act.OFFER_CONTACT) as change:
        contact = change.contact
        offered = contact.is_offered
        change.abandoned = not offered
        if offered:
            change.move(Move.COME_BACK)
            contact.note = f"{_to_whom(contact)} did not accept"[:120]
            change.note(What.TRANSFER_BACK, contact.note)
            change.take_back_offer()  # its clock is settled by whoever settles this
    return offered
