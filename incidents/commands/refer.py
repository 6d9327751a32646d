"""Passing a contact to an organisation outside: "that is the gas emergency service's" (CC38 1.4; CFACC39 P3)."""

from datetime import datetime

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import NotFound, require
from incidents.commands._contact import ContactChange, changing_contact
from incidents.models import Contact, Referral
from incidents.queries.bodies import is_above, outside_bodies
from incidents.rules.contact_moves import Move
from incidents.rules.contact_words import What
from incidents.rules.packs.lookup import Partner


def refer_contact(
    *, contact_id: int, organisation: str, warm: bool, why: str, by: Staff, at: datetime, number: str = "", spoke_to: str = ""
) -> Contact:
    """Pass a contact that one has to an outside organisation: put through (warm), or given its number (cold), and why.

    Part of an incident, the contact stays part of it and the incident's log says so; otherwise it ends.

    Args:
        organisation: its code, in the packs in use or among those the centre entered.
        number: the number given; empty for the one that is kept.
        spoke_to: who took the caller there. Needed when it is warm, and only then.

    Raises:
        NotAllowed: this organisation is a supervisor's to contact.
        Refusal: "reason-needed", "proof-needed", "number-needed", "contact-taken", "callback-owed", "incident-closed".
    """
    require(why.strip(), "Say why it is theirs.", code="reason-needed")
    require(not warm or spoke_to.strip(), "Name who took the caller there.", code="proof-needed")
    with changing_contact(contact_id, by=by, at=at, act=Act.TAKE_CONTACT) as change:
        body = _organisation(change, organisation)
        _insist_on_having_it(change, by)
        given = (number.strip() or body.contact or "")[:40]
        require(given, f"No number is kept for {body.label}. Write the number that you gave.", code="number-needed")
        referral = Referral.objects.create(
            contact=change.contact,
            organisation=body.id,
            label=body.label,
            number=given,
            warm=warm,
            spoke_to=spoke_to.strip()[:120] if warm else "",
            why=why.strip()[:300],
            at=at,
            by_user_id=by.user_id,
            by_name=by.label,
        )
        _part_with(change, referral)
    return change.contact


def _organisation(change: ContactChange, code: str) -> Partner:
    """The organisation, if this person may send a caller there."""
    found = outside_bodies(change.contact.centre_id).get(code)
    if found is None:
        raise NotFound("This centre lists no such organisation.", code="not-found")
    if is_above(change.by, found):
        insist(change.by, Act.INFORM_ABOVE, change.contact)
    return found


def _insist_on_having_it(change: ContactChange, by: Staff) -> None:
    contact = change.contact
    require(change.incident is None or change.incident.incident.is_open, "This incident is closed.", code="incident-closed")
    change.move(Move.REFER)
    holder = contact.answered_by
    require(contact.answered_by_id == by.user_id, f"{holder.name if holder else 'Somebody'} has this contact.", code="contact-taken")
    require(contact.callback_at is None, "This caller is owed a call back. Record how that went first.", code="callback-owed")


def _part_with(change: ContactChange, referral: Referral) -> None:
    """Write down how it went; a contact that is no part of an incident is over for this centre."""
    how = f"put through on {referral.number}, {referral.spoke_to} took the caller" if referral.warm else f"given {referral.number}"
    change.note(What.REFERRED, f"{referral.label}, {how}: {referral.why}")
    if change.incident is None:
        change.contact.ended_at = change.at
        change.contact.ended_why = f"Passed to {referral.label}"
