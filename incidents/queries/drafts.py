"""What was typed and not sent: one's own words, and those that colleagues have in the same place."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from dispatch.accounts.actors import Staff
from dispatch.refusal import NotFound
from incidents.models import Contact, Draft, Incident
from incidents.queries.incident_page import incident_named
from resources.queries.cards import stamp

TYPING_FOR = timedelta(seconds=6)


@dataclass(frozen=True)
class Where:
    """What drafts belong to: an incident, a contact, or (both None) what this person is about to log."""

    incident: Incident | None
    contact: Contact | None

    @property
    def columns(self) -> dict[str, Any]:
        """As a draft keeps it."""
        return {"incident": self.incident, "contact": self.contact}

    @property
    def named(self) -> dict[str, str]:
        """As other windows know it; empty for something new, which nobody else can see."""
        if self.incident is not None:
            return {"incident": self.incident.reference}
        return {"contact": str(self.contact.pk)} if self.contact is not None else {}


def place_of(by: Staff, *, reference: str = "", contact_id: int | None = None) -> Where:
    """The place of these names in the person's centre.

    Raises:
        NotFound: there is none there.
    """
    if reference:
        return Where(incident_named(by.centre_id, reference), None)
    if contact_id is None:
        return Where(None, None)
    contact = Contact.objects.of(by.centre_id).filter(pk=contact_id).first()
    if contact is None:
        raise NotFound("There is no such contact.", code="not-found")
    return Where(None, contact)


def drafts_of(by: Staff, where: Where, *, at: datetime) -> list[dict[str, Any]]:
    """The drafts of one place, the oldest first. An incident's include those of its contacts: nothing is lost when one is logged."""
    found = Draft.objects.filter(centre=by.centre).select_related("person").order_by("saved_at", "pk")
    if where.incident is not None:
        found = found.filter(Q(incident=where.incident) | Q(contact__incident=where.incident))
    elif where.contact is not None:
        found = found.filter(contact=where.contact)
    else:
        found = found.filter(incident=None, contact=None, person_id=by.user_id)
    return [draft_shown(each, by, at) for each in found]


def draft_shown(draft: Draft, by: Staff, at: datetime) -> dict[str, Any]:
    """One draft: ``{id, field, text, over, version, turn, writer, mine, by, typing, saved_at}``."""
    return {
        "id": draft.pk,
        "field": draft.field,
        "text": draft.text,
        "over": draft.over,
        "version": draft.version,
        "turn": draft.turn,
        "writer": draft.writer,
        "mine": draft.person_id == by.user_id,
        "by": draft.person.name,
        "typing": at - draft.saved_at < TYPING_FOR,
        "saved_at": stamp(draft.saved_at),
    }
