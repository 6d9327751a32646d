"""The outbox: taking messages, handing them to a transport, and keeping what came of it."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from dispatch.accounts.actors import Console
from dispatch.accounts.permissions import Act
from incidents.commands._change import changing
from incidents.models import Message
from incidents.queries.receivers import signed_headers
from incidents.rules.entries import Entry
from resources.transports import DeliveryTrouble, Parcel, transport

LEASE_S = 60  # a worker that has not come back by then has died
MOST_ATTEMPTS = 8
BACK_OFF_S = (2, 5, 15, 30, 60, 120, 300)


def take_due(*, at: datetime, limit: int = 50) -> list[int]:
    """Lease messages that are due, to one worker only; returns their keys."""
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        due = Message.objects.to_send().filter(next_at__lte=at).order_by("next_at", "pk").select_for_update(skip_locked=skip)
        ids = list(due.values_list("pk", flat=True)[:limit])
        Message.objects.filter(pk__in=ids).update(state=Message.State.SENDING, next_at=at + timedelta(seconds=LEASE_S))
    return ids


def deliver(*, message_id: int, at: datetime) -> bool:
    """Send one leased message and keep what came of it. True when it went; what belongs to an exercise never does."""
    found = Message.objects.filter(pk=message_id, state=Message.State.SENDING)
    message = found.select_related("centre", "incident", "contact").first()
    if message is None:
        return False
    if message.exercise:
        found.update(state=Message.State.WITHHELD, trouble="")
        return False
    try:
        transport(message.channel).carry(parcel_of(message, at))
    except DeliveryTrouble as trouble:
        _keep_trouble(message, trouble, at)
        return False
    Message.objects.filter(pk=message_id).update(state=Message.State.SENT, sent_at=at, attempts=message.attempts + 1, trouble="")
    return True


def parcel_of(message: Message, at: datetime) -> Parcel:
    """What the transport carries. What goes to another system is signed at the moment it goes."""
    headers = dict(message.headers)
    if message.channel == Message.Channel.WEBHOOK:
        headers |= signed_headers(message, at)
    return Parcel(key=message.key, address=message.address, subject=message.subject, body=message.body, headers=headers)


def _keep_trouble(message: Message, trouble: DeliveryTrouble, at: datetime) -> None:
    message.attempts += 1
    given_up = not trouble.again or message.attempts >= MOST_ATTEMPTS
    wait = BACK_OFF_S[min(message.attempts, len(BACK_OFF_S)) - 1]
    message.state = Message.State.FAILED if given_up else Message.State.QUEUED
    message.next_at = at + timedelta(seconds=wait)
    message.trouble = str(trouble)[:200]
    message.save(update_fields=["attempts", "state", "next_at", "trouble"])
    if given_up and message.incident_id:
        with changing(message.incident_id, by=Console(message.centre_id), at=at, act=Act.UPDATE) as change:
            change.log(Entry.MESSAGE_FAILED, f"{message.to_name}: {message.trouble}", message=message.pk)


def give_back(*, message_ids: list[int], at: datetime) -> None:
    """The broker is away: leave these for the next look."""
    Message.objects.filter(pk__in=message_ids, state=Message.State.SENDING).update(state=Message.State.QUEUED, next_at=at)
