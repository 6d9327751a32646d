"""The contact's frame: lock it, change it, write its history, set its clocks, save and announce it as one.

Lock order: the incident that a contact belongs to comes first, then the contact.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act, insist
from dispatch.clock.commands import cancel, rearm
from dispatch.live import announce
from dispatch.refusal import NotFound, Refusal
from incidents.commands._change import Change, changing
from incidents.commands._exercise import refuse_mixing
from incidents.models import Contact, ContactLine, TalkStep
from incidents.queries.contact_cards import contact_card
from incidents.queries.contacts import standing_of
from incidents.rules.contact_moves import Move, after
from incidents.rules.contact_words import WHAT, What
from incidents.rules.entries import Entry


class ContactChange:
    """One change to one contact, while it is being made. ``incident`` is the change to its incident, if it has one."""

    def __init__(self, contact: Contact, *, by: Actor, at: datetime, incident: Change | None = None) -> None:
        self.contact = contact
        self.by = by
        self.at = at
        self.incident = incident
        self.abandoned = False
        self.lines: list[ContactLine] = []

    def move(self, move: Move, *, code: str = "contact-done") -> None:
        """Move it on, or refuse in words that say how it stands."""
        state = after(move, self.contact.state, offered=self.contact.is_offered)
        if state is None:
            raise Refusal(standing_of(self.contact), code=code)
        self.contact.state = state

    def note(self, what: What, text: str = "") -> None:
        """Write a line of its history; into the log of its incident too."""
        by = self.by
        self.lines.append(
            ContactLine(contact=self.contact, at=self.at, by_user_id=by.user_id, by_name=by.label, what=what.value, text=text)
        )
        if self.incident is not None:
            self.incident.log(Entry.CONTACT_NOTE, f"{WHAT[what]}: {text}" if text else WHAT[what], contact=self.contact.pk)

    def arm(self, kind: str, due_at: datetime) -> None:
        """Start a clock of the contact, in place of the one of this kind that may be running."""
        centre = self.contact.centre
        rearm(centre_id=centre.pk, kind=kind, subject=self.contact.pk, lock_on=None, due_at=due_at, at=self.at, lane=centre.lane)

    def settle(self, kind: str) -> None:
        """Stop a clock that has become pointless."""
        cancel(kind=kind, subject=self.contact.pk, at=self.at)

    def take_back_offer(self) -> None:
        """It is offered to nobody any more."""
        contact = self.contact
        contact.offered_to = contact.offered_until = None
        contact.offered_line = contact.offered_why = ""

    def owe_call(self, due_at: datetime, why: str) -> None:
        """A call back is owed from now on."""
        contact = self.contact
        contact.callback_at, contact.callback_why, contact.callback_by = due_at, why[:300], None
        contact.overdue = False
        self.arm("callback-due", due_at)

    def owe_nothing(self) -> None:
        """No call back is owed any more."""
        contact = self.contact
        contact.callback_at = contact.callback_by = None
        contact.callback_why = ""
        contact.overdue = False
        self.settle("callback-due")

    def keep(self) -> None:
        """Write its history."""
        if not self.lines:
            raise AssertionError("This command changed a contact and wrote no line of its history.")
        ContactLine.objects.bulk_create(self.lines)


def locked_contact(contact_id: int, by: Actor) -> Contact:
    """The contact under its lock, in the actor's centre.

    Raises:
        NotFound: there is no such contact there.
    """
    # Joined rows would be those of before the wait for the lock: who had it first would have no name.
    contact = Contact.objects.of(by.centre_id).select_for_update().filter(pk=contact_id).first()
    if contact is None:
        raise NotFound("There is no such contact.", code="not-found")
    return contact


@contextmanager
def changing_contact(contact_id: int, *, by: Actor, at: datetime, act: Act) -> Iterator[ContactChange]:
    """Lock a contact, its incident first, let the caller change it, then write it all down and announce it as one."""
    incident_id = Contact.objects.of(by.centre_id).filter(pk=contact_id).values_list("incident_id", flat=True).first()
    if incident_id is None:
        with transaction.atomic():
            change = ContactChange(locked_contact(contact_id, by), by=by, at=at)
            insist(by, act, change.contact)
            if change.contact.incident_id is not None:
                raise Refusal("This contact has just become part of an incident. Try again.", code="contact-moved")
            yield change
            if not change.abandoned:
                change.keep()
                change.contact.revision += 1
                change.contact.save()
                announce(centre_id=by.centre_id, at=at, cards=[contact_card(change.contact)])
        return
    with changing(incident_id, by=by, at=at, act=act) as whole:
        change = ContactChange(locked_contact(contact_id, by), by=by, at=at, incident=whole)
        yield change
        whole.abandoned = change.abandoned
        if not change.abandoned:
            change.keep()
            whole.show(change.contact)


def become_part_of(change: Change, contact_id: int) -> Contact:
    """Make a contact part of the incident being changed. A call back that is owed stays owed, unless it is being made."""
    contact = locked_contact(contact_id, change.by)
    refuse_mixing(contact.exercise, change.incident.exercise, "This contact", "this incident")
    part = ContactChange(contact, by=change.by, at=change.at)
    part.move(Move.LINK)
    part.take_back_offer()
    if contact.callback_by_id:
        part.owe_nothing()
        part.note(What.CALLBACK_DONE, "Reached")
    contact.incident = change.incident
    TalkStep.objects.filter(contact=contact, incident=None).update(incident=change.incident)
    if contact.answered_at is None and change.by.user_id:
        contact.answered_at, contact.answered_by_id = change.at, change.by.user_id
    part.settle("not-answered")
    part.settle("transfer-unanswered")
    part.note(What.LINKED, change.incident.reference)
    part.keep()
    change.show(contact)
    change.log(Entry.CONTACT_LINKED, contact.get_channel_display(), contact=contact.pk, channel=contact.channel)
    return contact
