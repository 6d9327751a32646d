"""Alarm receiving centres: their secrets, their signals, and the false alarms of a premises."""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from incidents.models import AlarmQuestion, AlarmReceiver, AlarmSignal, ContactLine, Message
from incidents.rules.alarm_signals import CATEGORIES, FALSE_ALARM_DAYS, STATES, state_now
from incidents.rules.contact_words import What
from incidents.rules.signatures import signature
from resources.queries.cards import stamp

MOST_AT_ONCE = 500


def secret_of(receiver: AlarmReceiver) -> str:
    """The receiver's secret. It is worked out, not kept: whoever reads the database cannot sign."""
    said = f"alarm-receiver:{receiver.code}:{receiver.salt}"
    return hmac.new(settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256).hexdigest()


def receiver_named(code: str) -> AlarmReceiver | None:
    """The receiver of this code that may still send."""
    wanted = code[:40] if code.isprintable() else ""
    return AlarmReceiver.objects.filter(code=wanted, ended_at=None).select_related("centre").first()


def signed_headers(message: Message, at: datetime) -> dict[str, str]:
    """The headers that prove to the receiver that a message about its signal is ours."""
    signal = AlarmSignal.objects.select_related("receiver").get(contact=message.contact)
    timestamp = str(int(at.timestamp()))
    path = urlsplit(message.address).path or "/"
    body = message.body.encode()
    signed = signature(secret_of(signal.receiver), timestamp=timestamp, method="POST", path=path, body=body)
    return {"X-Receiver": signal.receiver.code, "X-Timestamp": timestamp, "X-Signature": signed}


def false_alarms(centre_id: int, urn: str, at: datetime) -> int:
    """How many false alarms the premises of this URN has had in twelve months."""
    if not urn:
        return 0
    since = at - timedelta(days=FALSE_ALARM_DAYS)
    return AlarmSignal.objects.filter(receiver__centre_id=centre_id, urn=urn, false_alarm=True, received_at__gt=since).count()


def state_of(signal: AlarmSignal) -> str:
    """The state that a signal has come to, by its contact and its incident."""
    contact = signal.contact
    if contact is None:
        return signal.state
    incident = contact.incident
    return state_now(
        answered=contact.answered_at is not None,
        ended=contact.ended_at is not None,
        sent=incident is not None and incident.first_sent_at is not None,
        at_scene=incident is not None and incident.first_at_scene_at is not None,
        closed=incident is not None and incident.closed_at is not None,
    )


def signals_to_tell() -> list[int]:
    """The open signals whose state is no longer the one their sender was told."""
    found = AlarmSignal.objects.open().select_related("contact__incident").order_by("pk")[:MOST_AT_ONCE]
    return [each.pk for each in found if state_of(each) != each.state]


def signal_shown(signal: AlarmSignal) -> dict[str, Any]:
    """What the sender may know of its own signal."""
    incident = signal.contact.incident if signal.contact else None
    return {
        "alarm_id": signal.alarm_id,
        "state": signal.state,
        "state_word": STATES[signal.state],
        "why": signal.state_why,
        "state_at": stamp(signal.state_at),
        "category": signal.category,
        "category_word": CATEGORIES.get(signal.category, ""),
        "urn": signal.urn,
        "received_at": stamp(signal.received_at),
        "cancel_asked_at": stamp(signal.cancel_asked_at),
        "incident": incident.reference if incident else None,
        "number": signal.told,
    }


def question_shown(asked: AlarmQuestion) -> dict[str, Any]:
    """A question to an alarm company, and its answer if there is one."""
    return {
        "id": asked.pk,
        "kind": asked.kind,
        "ask": asked.ask,
        "asked_at": stamp(asked.asked_at),
        "answer": asked.answer or None,
        "said": asked.said,
        "answered_at": stamp(asked.answered_at),
    }


def questions_about(signal: AlarmSignal) -> list[dict[str, Any]]:
    """Everything that was asked about an alarm, the oldest first."""
    return [question_shown(each) for each in AlarmQuestion.objects.filter(signal=signal).order_by("pk")]


def news_of(signal: AlarmSignal) -> list[dict[str, Any]]:
    """What was said about a signal, both ways, the oldest first."""
    lines = ContactLine.objects.filter(contact=signal.contact, what=What.ALARM.value).order_by("pk")
    return [{"at": stamp(each.at), "by": each.by_name, "text": each.text} for each in lines]
