"""Putting messages into the outbox, inside the change that causes them."""

from collections.abc import Sequence
from typing import NamedTuple

from incidents.commands._change import Change
from incidents.models import Deployment, Message


class Letter(NamedTuple):
    """One message. The same key again is the same message."""

    key: str
    to_name: str
    address: str
    subject: str
    body: str
    deployment: Deployment | None = None


def post_all(change: Change, letters: Sequence[Letter]) -> None:
    """Queue messages with the change. A key that is there already queues nothing: at least once outside, once here."""
    change.messages += [
        Message(
            centre_id=change.incident.centre_id,
            incident=change.incident,
            queued_at=change.at,
            next_at=change.at,
            **letter._replace(subject=letter.subject[:200])._asdict(),
        )
        for letter in letters
    ]
