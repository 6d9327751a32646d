"""Another caller about something that is open: their contact, their words and their place join the incident, and nothing is lost."""

from datetime import datetime
from typing import Any

from django.conf import settings

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act
from dispatch.refusal import require
from incidents.commands._change import Change, changing
from incidents.commands._contact import become_part_of
from incidents.commands._place import hear_caller
from incidents.commands.drafts import let_go_of_told
from incidents.commands.reassess import ask_reassessment
from incidents.models import Contact
from incidents.rules.entries import Entry
from incidents.rules.numbers import normalised


def join_incident(*, incident_id: int, by: Staff, at: datetime, contact_id: int | None = None, **told: Any) -> Contact:
    """Take what another caller says into an incident that is open. The pin and the facts in use stay as they are.

    Args:
        contact_id: their contact; without one, a telephone call that this person has answered is written down.
        told: summary, hazards, access, caller_name, callback_number, and a place as for ``add_reading``.
    """
    with changing(incident_id, by=by, at=at, act=Act.LOG_INCIDENT) as change:
        incident = change.incident
        main = incident.duplicate_of
        require(not main, f"{incident.reference} is a duplicate of {main}: join that one.", code="incident-is-duplicate", main=main)
        require(incident.is_open, "This incident is closed.", code="incident-closed")
        contact = become_part_of(change, contact_id or _written_down(change, by).pk)
        _keep_words(change, contact, told)
        hear_caller(change, contact, told)
        let_go_of_told(contact, told, by)
        ask_reassessment(change, contact)
    return contact


def _written_down(change: Change, by: Staff) -> Contact:
    return Contact.objects.create(
        centre_id=by.centre_id,
        channel=Contact.Channel.TELEPHONE,
        state=Contact.State.ANSWERED,
        offered_at=change.at,
        answer_by=change.at,
        answered_at=change.at,
        answered_by_id=by.user_id,
        exercise=change.incident.exercise,
    )


def _keep_words(change: Change, contact: Contact, told: dict[str, Any]) -> None:
    """What was typed stands in the log; the contact takes what it did not have."""
    said = (told.get("summary") or "").strip()
    more = {"Hazards": told.get("hazards"), "How to get in": told.get("access")}
    whole = " ".join([said, *(f"{name}: {words.strip()}." for name, words in more.items() if words)]).strip()
    if whole:
        change.log(Entry.CALLER_SAID, whole, contact=contact.pk)
    given = {"words": said, "caller_name": told.get("caller_name") or "", "caller_number": told.get("callback_number") or ""}
    for name, value in given.items():
        if value and not getattr(contact, name):
            setattr(contact, name, value)
    contact.number = contact.number or normalised(contact.caller_number, settings.PHONE_REGION)
