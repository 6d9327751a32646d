"""Contacts as the board shows them: the same card in a snapshot and in a live event."""

from datetime import datetime
from typing import Any

from incidents.models import Contact
from incidents.rules.answering import turn_of
from resources.queries.cards import stamp


def contact_card(contact: Contact) -> dict[str, Any]:
    """A contact's card. Who called stays off the board: the desk asks for it when it answers."""
    card: dict[str, Any] = {
        "kind": "contact",
        "id": str(contact.pk),
        "revision": contact.revision,
        "channel": contact.channel,
        "channel_word": contact.get_channel_display(),
        "line": contact.line,
        "state": contact.state,
        "offered_at": stamp(contact.offered_at),
        "answer_by": stamp(contact.answer_by),
        "state_word": state_word(contact),
        "turn": turn_of(contact.channel, Contact.State.TRANSFER if contact.is_offered else contact.state),
        "due_at": stamp(due_at(contact)),
        "overdue": contact.overdue,
        "lost": contact.lost or None,
        "note": contact.note,
        "callback_at": stamp(contact.callback_at),
        "called_back_by": contact.callback_by.name if contact.callback_by else None,
        "offered_to": contact.offered_to.name if contact.offered_to else contact.offered_line or None,
        "offered_to_id": contact.offered_to_id,
        "answered_by": contact.answered_by.name if contact.answered_by else None,
        "answered_by_id": contact.answered_by_id,
        "exercise": contact.exercise,
    }
    if contact.state not in Contact.State.unfinished() and contact.callback_at is None and not contact.is_offered:
        card["gone"] = True
    return card


def state_word(contact: Contact) -> str:
    """How a contact stands, for a row: a lost caller says how they were lost."""
    if contact.is_offered:
        return Contact.State.TRANSFER.label
    if contact.state == Contact.State.CALLBACK and contact.lost:
        return f"{contact.get_lost_display()}: call back"
    if contact.state == Contact.State.LINKED and contact.callback_at:
        return "Call back promised"
    return contact.get_state_display()


def due_at(contact: Contact) -> datetime | None:
    """When the next thing is due: an answer, an acceptance or a call back; nothing while somebody is at it."""
    if contact.state == Contact.State.WAITING:
        return contact.answer_by
    if contact.is_offered:
        return contact.offered_until
    return contact.callback_at if contact.callback_by_id is None else None
