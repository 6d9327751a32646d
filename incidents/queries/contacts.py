"""A contact, whole: who called, who that is, how it stands and what happened to it."""

from typing import Any

from incidents.models import AlarmSignal, Contact, ContactLine, Referral, SilentCall, TalkStep
from incidents.queries.assessment import talk_shown
from incidents.queries.callers import caller_known
from incidents.queries.contact_cards import contact_card
from incidents.queries.receivers import questions_about
from incidents.rules.alarm_signals import CATEGORIES, STATES
from incidents.rules.channels import channel_note
from incidents.rules.contact_words import WHAT
from incidents.rules.silence import OUTCOMES, STEPS
from resources.queries.cards import stamp


def contact_whole(contact: Contact) -> dict[str, Any]:
    """The card, and who called from where: for the people who answer."""
    return {
        **contact_card(contact),
        "caller_number": contact.caller_number,
        "number": contact.number or None,
        "caller_name": contact.caller_name,
        "caller_email": contact.caller_email,
        "words": contact.words,
        "place": {"text": contact.place_text, "lat": contact.lat, "lon": contact.lon},
        "source_reference": contact.source_reference,
        "incident": contact.incident.reference if contact.incident else None,
        "channel_note": channel_note(contact.channel),
        "callback_why": contact.callback_why,
        "callback_tries": contact.callback_tries,
        "offered_why": contact.offered_why,
        "offered_until": stamp(contact.offered_until),
    }


def contact_page(contact: Contact) -> dict[str, Any]:
    """The contact, and everything around it: who the caller is, its history, a silent call, an alarm's signal,
    whether the caller can talk.
    """
    return {
        **contact_whole(contact),
        "caller": caller_known(contact),
        "history": history_of(contact),
        "referrals": referrals_of(contact),
        "silent_call": silent_call_of(contact),
        "alarm": alarm_of(contact),
        "safe": safe_to_talk(contact),
    }


def safe_to_talk(contact: Contact) -> dict[str, Any] | None:
    """What was last said of whether the caller can talk, as a step of the conversation."""
    said = TalkStep.objects.filter(contact=contact, kind=TalkStep.Kind.SAFE).order_by("-pk").first()
    return talk_shown(said) if said else None


def history_of(contact: Contact) -> list[dict[str, Any]]:
    """Its lines, the oldest first."""
    return [
        {"at": stamp(each.at), "by": each.by_name, "what": each.what, "what_word": WHAT[each.what], "text": each.text}
        for each in ContactLine.objects.filter(contact=contact).order_by("pk")
    ]


def referrals_of(contact: Contact) -> list[dict[str, Any]]:
    """The outside organisations that it was passed to, the oldest first."""
    return [
        {
            "organisation": each.organisation,
            "label": each.label,
            "number": each.number,
            "warm": each.warm,
            "spoke_to": each.spoke_to,
            "why": each.why,
            "at": stamp(each.at),
            "by": each.by_name,
        }
        for each in Referral.objects.filter(contact=contact).order_by("pk")
    ]


def silent_call_of(contact: Contact) -> dict[str, Any]:
    """The procedure for a silent call, and how far it has come."""
    call = SilentCall.objects.filter(contact=contact).first()
    return {
        "steps": [step._asdict() for step in STEPS],
        "outcomes": [{"code": code, "word": word} for code, word in OUTCOMES.items()],
        "taken": call.steps if call else [],
        "outcome": (call.outcome or None) if call else None,
    }


def alarm_of(contact: Contact) -> dict[str, Any] | None:
    """The alarm company's signal behind a contact."""
    if contact.channel != Contact.Channel.ALARM:
        return None
    signal = AlarmSignal.objects.filter(contact=contact).select_related("receiver").first()
    if signal is None:
        return None
    return {
        "alarm_id": signal.alarm_id,
        "receiver": signal.receiver.name,
        "urn": signal.urn,
        "category": signal.category,
        "category_word": CATEGORIES.get(signal.category, signal.category),
        "state": signal.state,
        "state_word": STATES[signal.state],
        "cancel_asked_at": stamp(signal.cancel_asked_at),
        "questions": questions_about(signal),
    }


def standing_of(contact: Contact) -> str:
    """How a contact stands, in one sentence: what a person is told who came too late."""
    holder = contact.answered_by.name if contact.answered_by else "Somebody"
    to = contact.offered_to.name if contact.offered_to else contact.offered_line
    reference = contact.incident.reference if contact.incident else ""
    if contact.is_offered:
        return f"{holder} is handing this contact to {to}."
    return {
        Contact.State.WAITING: "Nobody has answered this contact yet.",
        Contact.State.ANSWERED: f"{holder} has this contact.",
        Contact.State.CALLBACK: "This contact waits to be called back.",
        Contact.State.LINKED: f"This contact is part of incident {reference} already{f'; {holder} has it' if contact.answered_by else ''}.",
        Contact.State.ENDED: "This contact has ended already.",
    }[Contact.State(contact.state)]
