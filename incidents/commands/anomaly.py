"""Noting in the log that a replayed record contradicts itself, and what was done about it."""

from datetime import datetime

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act
from dispatch.refusal import require
from incidents.commands._change import changing
from incidents.rules.entries import Entry


def note_anomaly(*, incident_id: int, kind: str, text: str, by: Actor, at: datetime) -> None:
    """Note what is odd about a record; a closed incident takes such a line, too.

    Args:
        kind: the sort of oddity, for counting.
        text: what it was, and what was done about it.
    """
    require(text.strip(), "Write something first.", code="words-needed")
    with changing(incident_id, by=by, at=at, act=Act.UPDATE) as change:
        change.log(Entry.REPLAY_ANOMALY, text.strip(), kind=kind)
