"""Who a caller is, by number or address: what they called about before, and what is still open. A withheld number is nobody's."""

from typing import Any

from django.db.models import Q

from incidents.models import Contact, Incident
from resources.queries.cards import stamp

MOST_INCIDENTS = 5
MOST_CONTACTS = 5


def caller_known(contact: Contact) -> dict[str, Any]:
    """``{contacts, incidents, names, follows}``: open incidents first, then the newest."""
    who = _the_same_caller(contact)
    if who is None:
        return {"contacts": 0, "incidents": [], "names": [], "earlier": [], "follows": _follows(contact)}
    earlier = Contact.objects.of(contact.centre_id).filter(who, exercise=contact.exercise).exclude(pk=contact.pk)
    newest = list(earlier.select_related("incident").order_by("-pk")[: MOST_CONTACTS + 1])
    return {
        "contacts": earlier.count() if len(newest) > MOST_CONTACTS else len(newest),
        "incidents": _incidents(contact, earlier),
        "names": sorted({each.caller_name for each in newest if each.caller_name}),
        "earlier": [_earlier(each) for each in newest[:MOST_CONTACTS]],
        "follows": _follows(contact),
    }


def _the_same_caller(contact: Contact) -> Q | None:
    if contact.number:
        return Q(number=contact.number)
    return Q(caller_email=contact.caller_email) if contact.caller_email else None


def _incidents(contact: Contact, earlier: Any) -> list[dict[str, Any]]:
    about = Q(pk__in=earlier.exclude(incident=None).values("incident_id"))
    if contact.number:
        about |= Q(callback_e164=contact.number)
    found = Incident.objects.of(contact.centre_id).filter(about, exercise=contact.exercise).for_cards()
    if contact.incident_id is not None:
        found = found.exclude(pk=contact.incident_id)
    still_open = list(found.open().order_by("-pk")[:MOST_INCIDENTS])
    closed = list(found.exclude(closed_at=None).order_by("-pk")[: MOST_INCIDENTS - len(still_open)])
    return [
        {
            "reference": each.reference,
            "type_title": each.type_title,
            "priority": each.priority or None,
            "place": each.place_text,
            "opened_at": stamp(each.opened_at),
            "open": each.is_open,
        }
        for each in (*still_open, *closed)
    ]


def _earlier(contact: Contact) -> dict[str, Any]:
    return {
        "id": str(contact.pk),
        "offered_at": stamp(contact.offered_at),
        "channel_word": contact.get_channel_display(),
        "line": contact.line,
        "state": contact.state,
        "state_word": contact.get_state_display(),
        "incident": contact.incident.reference if contact.incident else None,
        "why": contact.ended_why,
    }


def _follows(contact: Contact) -> dict[str, Any] | None:
    if contact.follows_id is None:
        return None
    before = Contact.objects.select_related("incident").get(pk=contact.follows_id)
    return _earlier(before)
