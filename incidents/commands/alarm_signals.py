"""Signals from alarm receiving centres: taken once, added to, settled, and their senders told what becomes of them (ASAP)."""

import secrets
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from dispatch.accounts.actors import Console, SigningSystem, Staff
from dispatch.accounts.models import Centre
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import NotFound, Refusal, require
from incidents.commands._contact import changing_contact
from incidents.commands._receiver import post_to_company
from incidents.commands.contacts import offer_contact
from incidents.models import AlarmReceiver, AlarmSignal, Contact, ContactLine, SpentSignature
from incidents.queries.receivers import false_alarms, signal_shown, state_of
from incidents.rules.alarm_signals import CATEGORIES, FINISHED, NEWS, REJECTIONS, STATES, false_alarm_words, rejection_of
from incidents.rules.contact_moves import Move
from incidents.rules.contact_words import What

HOW = {"false_alarm": "closed", "cancelled": "closed", "rejected": "rejected"}


def register_receiver(*, centre: Centre, code: str, name: str, at: datetime, by: Console, callback_url: str = "") -> AlarmReceiver:
    """Let an alarm receiving centre send signals, or give one that does a new secret."""
    insist(by, Act.SET_UP, by)
    known = AlarmReceiver.objects.filter(code=code).first()
    require(known is None or known.centre_id == centre.pk, "This code is another centre's.", code="receiver-taken")
    facts = {"centre": centre, "name": name, "callback_url": callback_url, "salt": secrets.token_hex(16), "ended_at": None}
    receiver, _ = AlarmReceiver.objects.update_or_create(code=code, defaults=facts, create_defaults={**facts, "made_at": at})
    return receiver


def end_receiver(*, centre: Centre, code: str, at: datetime, by: Console) -> None:
    """Take nothing more from an alarm receiving centre."""
    insist(by, Act.SET_UP, by)
    ended = AlarmReceiver.objects.filter(centre=centre, code=code, ended_at=None).update(ended_at=at)
    require(ended, "There is no such alarm receiving centre.", code="receiver-unknown")


def spend_signature(*, signature: str, by: SigningSystem, at: datetime) -> None:
    """Use a signature up. The same one again is a replay and is refused."""
    try:
        with transaction.atomic():
            SpentSignature.objects.create(receiver_id=by.receiver_id, signature=signature[-64:], at=at)
    except IntegrityError as error:
        raise Refusal("This message has been received before. Sign it anew to repeat it.", code="replayed") from error


def take_signal(*, alarm_id: str, raised_at: datetime, by: SigningSystem, at: datetime, **told: Any) -> AlarmSignal:
    """Take a signal, or reject it with a reason. The same alarm again is the same signal.

    Args:
        told: category, address, lat, lon, urn, premises, keyholder, words.
    """
    known = _signal_of(by, alarm_id)
    if known is not None:
        return known
    category, address = told.get("category", ""), told.get("address", "")
    rejected = rejection_of(address=address, category=category, raised_at=raised_at, at=at)
    try:
        with transaction.atomic():
            contact = None if rejected else _offer(alarm_id, told, by=by, at=at)
            return AlarmSignal.objects.create(
                receiver_id=by.receiver_id,
                alarm_id=alarm_id,
                contact=contact,
                urn=told.get("urn", ""),
                category=category if category in CATEGORIES else "",
                received_at=at,
                state_at=at,
                **({"state": "rejected", "state_why": REJECTIONS[rejected], "finished_at": at} if rejected else {}),
            )
    except IntegrityError:
        known = _signal_of(by, alarm_id)
        if known is None:
            raise
        return known


def _signal_of(by: SigningSystem, alarm_id: str) -> AlarmSignal | None:
    found = AlarmSignal.objects.filter(receiver_id=by.receiver_id, alarm_id=alarm_id)
    return found.select_related("contact__incident", "receiver").first()


def _offer(alarm_id: str, told: dict[str, Any], *, by: SigningSystem, at: datetime) -> Contact:
    receiver = AlarmReceiver.objects.select_related("centre").get(pk=by.receiver_id)
    category, urn = told["category"], told.get("urn", "")
    said = (
        f"{CATEGORIES[category]} alarm{', URN ' + urn if urn else ''}.",
        told.get("words", ""),
        f"Keyholder: {told['keyholder']}" if told.get("keyholder") else "",
    )
    return offer_contact(
        centre=receiver.centre,
        by=by,
        at=at,
        source_reference=f"alarm-{receiver.code}-{alarm_id}",
        channel=Contact.Channel.ALARM,
        line=receiver.name[:60],
        caller_name=told.get("premises", "")[:120],
        words="\n".join(part for part in said if part),
        place_text=told["address"][:300],
        lat=told.get("lat"),
        lon=told.get("lon"),
        note=false_alarm_words(false_alarms(receiver.centre_id, urn, at), category),
    )


def own_signal(alarm_id: str, by: SigningSystem) -> AlarmSignal:
    """The sender's own signal.

    Raises:
        NotFound: there is none of that name.
    """
    signal = _signal_of(by, alarm_id)
    if signal is None:
        raise NotFound("There is no such alarm.", code="not-found")
    return signal


def take_news(*, alarm_id: str, kind: str, words: str, by: SigningSystem, at: datetime) -> AlarmSignal:
    """Add what a sender says about its own signal. A wish to cancel is shown; a person decides."""
    require(kind in NEWS, "Say whether this is an update, a keyholder or a wish to cancel.", code="news-unknown")
    signal = own_signal(alarm_id, by)
    contact_id = signal.contact_id
    if contact_id is None or signal.finished_at is not None:
        raise Refusal(f"This alarm is {STATES[signal.state].lower()}.", code="alarm-finished")
    with changing_contact(contact_id, by=by, at=at, act=Act.OFFER_CONTACT) as change:
        said = f"{NEWS[kind]}: {words.strip()}" if words.strip() else NEWS[kind]
        change.note(What.ALARM, said)
        if kind == "cancel":
            change.contact.note = NEWS[kind]
            AlarmSignal.objects.filter(pk=signal.pk, cancel_asked_at=None).update(cancel_asked_at=at)
        change.contact.words = f"{change.contact.words}\n{said}"[:20_000]
    return own_signal(alarm_id, by)


def settle_signal(*, contact_id: int, how: str, words: str, by: Staff, at: datetime) -> Contact:
    """End an alarm's contact without an incident: a false alarm, cancelled, or rejected, with a reason the sender is told."""
    require(how in HOW, "Say whether it was false, cancelled or rejected.", code="how-unknown")
    require(words.strip(), "Say why this alarm needs no incident.", code="reason-needed")
    with changing_contact(contact_id, by=by, at=at, act=Act.TAKE_CONTACT) as change:
        contact = change.contact
        signal = AlarmSignal.objects.open().select_for_update().filter(contact=contact).first()
        if signal is None:
            raise Refusal("No alarm company waits for an answer here.", code="alarm-unknown")
        change.move(Move.END)
        contact.ended_at, contact.ended_why = at, words.strip()[:300]
        change.settle("not-answered")
        change.note(What.ENDED, contact.ended_why)
        signal.false_alarm = how == "false_alarm"
        _tell(signal, contact, HOW[how], words.strip(), at)
    return contact


def follow_signal(*, signal_id: int, at: datetime) -> bool:
    """Bring a signal up to what became of its contact and incident, and tell its sender. False when nothing has changed."""
    with transaction.atomic():
        signal = AlarmSignal.objects.open().select_for_update(of=("self",)).filter(pk=signal_id).first()
        if signal is None or signal.contact_id is None:
            return False
        contact = Contact.objects.select_related("incident").get(pk=signal.contact_id)
        signal.contact = contact
        state = state_of(signal)
        if state == signal.state:
            return False
        code = contact.incident.close_code if contact.incident else ""
        signal.false_alarm = signal.false_alarm or code.startswith("false_alarm")
        _tell(signal, contact, state, code.replace("_", " "), at)
    return True


def _tell(signal: AlarmSignal, contact: Contact, state: str, why: str, at: datetime) -> None:
    """Keep the state, write it down, and queue it for the sender if it has an address of its own."""
    signal.state, signal.state_at, signal.state_why = state, at, why[:300]
    signal.told += 1
    signal.finished_at = at if state in FINISHED else None
    signal.save()
    ContactLine.objects.create(
        contact=contact, at=at, by_name="Console", what=What.ALARM.value, text=f"Told: {STATES[state]}. {why}".strip()
    )
    signal.contact = contact
    subject, key = f"Alarm {signal.alarm_id}: {STATES[state]}", f"alarm-signal-{signal.pk}-{signal.told}"
    post_to_company(signal, contact, subject=subject, body=signal_shown(signal), key=key, at=at)
