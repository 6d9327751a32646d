"""E-mail that comes in: one process reads at a time, each letter becomes a contact once, and its writer is told so."""

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from dispatch.accounts.actors import Console
from dispatch.accounts.models import Centre
from incidents.commands.contacts import offer_contact
from incidents.models import Contact, ContactLine, Mailbox, Message
from incidents.rules.contact_words import What
from incidents.rules.letters import Letter

LEASE = timedelta(seconds=120)  # a process that has not come back by then has died
MOST_ANSWERS_AN_HOUR = 3  # to one address: two machines that answer each other come to rest
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
THANKS = """We have your e-mail. Your reference is {reference}.

If life is in danger, ring 999 now. Do not wait for an answer to this e-mail.

A person will read it as soon as they can. You may answer this e-mail to add something.

{centre}
"""


class Round(NamedTuple):
    """Where a round of reading begins: after letter ``uid`` under ``uid_validity`` (0: the inbox was never read)."""

    mailbox_id: int
    centre: Centre
    uid_validity: int
    uid: int


def new_reference() -> str:
    """A reference that can be read out: eight letters and digits that nobody mistakes for each other."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def lease_inbox(*, centre_code: str, name: str, at: datetime) -> Round | None:
    """Take the inbox for a while; None when somebody else reads it now, or there is no such centre."""
    centre = Centre.objects.filter(code=centre_code).first()
    if centre is None:
        return None
    Mailbox.objects.get_or_create(centre=centre, name=name, defaults={"leased_until": at - LEASE})
    with transaction.atomic():
        box = Mailbox.objects.select_for_update().get(centre=centre, name=name)
        if box.leased_until > at:
            return None
        box.leased_until = at + LEASE
        box.save(update_fields=["leased_until"])
    return Round(box.pk, centre, box.uid_validity, box.uid)


def give_inbox_back(*, mailbox_id: int, at: datetime, trouble: str = "", waiting: int = 0) -> None:
    """End a round of reading; keep what went wrong, or how many letters were left for the next one."""
    read = {} if trouble else {"read_at": at, "waiting": waiting}
    Mailbox.objects.filter(pk=mailbox_id).update(leased_until=at, tried_at=at, trouble=trouble[:200], **read)


def mark_place(*, mailbox_id: int, uid: int, uid_validity: int, at: datetime) -> None:
    """Begin from here in the next round."""
    Mailbox.objects.filter(pk=mailbox_id).update(uid=uid, uid_validity=uid_validity, leased_until=at + LEASE)


def take_letter(*, reading: Round, letter: Letter, uid: int, uid_validity: int, line: str, at: datetime) -> Contact | None:
    """Make a letter a contact, once, tell its writer, and move on in the inbox: all of it or nothing.

    A machine's answer to our own acknowledgement becomes a line in that contact's history, and no contact.
    """
    with transaction.atomic():
        before = _answered_by(reading.centre, letter)
        if before is not None and letter.automatic:
            _note_answer(before, letter, at)
            contact = None
        else:
            contact = _offer(reading.centre, letter, before, line, at)
            _acknowledge(contact, letter, at)
        Mailbox.objects.filter(pk=reading.mailbox_id).update(uid=uid, uid_validity=uid_validity, leased_until=at + LEASE)
    return contact


def _answered_by(centre: Centre, letter: Letter) -> Contact | None:
    return Contact.objects.of(centre.pk).filter(pk=letter.ours).first() if letter.ours else None


def _note_answer(contact: Contact, letter: Letter, at: datetime) -> None:
    said = "Our acknowledgement could not be delivered" if letter.bounce else "Answered by a machine"
    ContactLine.objects.create(contact=contact, at=at, by_name="Mail server", what=What.LETTER.value, text=f"{said}: {letter.subject}")


def _offer(centre: Centre, letter: Letter, before: Contact | None, line: str, at: datetime) -> Contact:
    return offer_contact(
        centre=centre,
        by=Console(centre.pk, label="E-mail"),
        at=at,
        source_reference=_reference(centre, letter),
        channel=Contact.Channel.EMAIL,
        line=line,
        caller_name=letter.name,
        caller_email=letter.address,
        words=letter.words,
        follows=before,
        public_reference=new_reference(),
    )


def _reference(centre: Centre, letter: Letter) -> str:
    """The letter's Message-ID; with more behind it when another letter has used the same one before."""
    known = Contact.objects.of(centre.pk).filter(source_reference=letter.reference).first()
    if known is None or known.words == letter.words:
        return letter.reference
    return f"{letter.reference}#{letter.digest[:16]}"


def _acknowledge(contact: Contact, letter: Letter, at: datetime) -> None:
    if letter.automatic or not letter.address or contact.offered_at != at:
        return
    lately = Message.objects.filter(address=letter.address, contact__isnull=False, queued_at__gt=at - timedelta(hours=1))
    if lately.count() >= MOST_ANSWERS_AN_HOUR:
        return
    threaded = {"In-Reply-To": letter.message_id, "References": letter.message_id} if letter.message_id else {}
    Message.objects.bulk_create(
        [
            Message(
                centre_id=contact.centre_id,
                contact=contact,
                to_name=letter.name or letter.address,
                address=letter.address,
                subject=f"We have your e-mail ({contact.public_reference})",
                body=THANKS.format(reference=contact.public_reference, centre=contact.centre.name),
                headers={"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All", **threaded},
                key=f"contact-{contact.pk}-received",
                queued_at=at,
                next_at=at,
            )
        ],
        ignore_conflicts=True,
    )
    ContactLine.objects.create(contact=contact, at=at, by_name="E-mail", what=What.LETTER.value, text="Acknowledged")


def own_address() -> str:
    """The address that the console writes from, bare."""
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("<")[2].rstrip(">").strip().lower()
