"""What leaves for an alarm company's own server, if it has one: signed when it goes (deliver.py)."""

from datetime import datetime
from typing import Any

import orjson

from incidents.models import AlarmReceiver, AlarmSignal, Contact, Message


def post_to_company(signal: AlarmSignal, contact: Contact, *, subject: str, body: dict[str, Any], key: str, at: datetime) -> None:
    """Queue it. A company without an address of its own sees the same when it asks for the alarm."""
    receiver = AlarmReceiver.objects.get(pk=signal.receiver_id)
    if receiver.callback_url:
        Message.objects.create(
            centre_id=receiver.centre_id,
            contact=contact,
            channel=Message.Channel.WEBHOOK,
            to_name=receiver.name,
            address=receiver.callback_url,
            subject=subject[:200],
            body=orjson.dumps(body).decode(),
            key=key,
            queued_at=at,
            next_at=at,
        )
