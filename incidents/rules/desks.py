"""Desks: for whom, how a turn ends, when it looks forgotten, and where what is held goes."""

from datetime import datetime, timedelta
from typing import NamedTuple

DESK_ROLES = {"agent": "Agent", "dispatcher": "Dispatcher", "supervisor": "Supervisor", "team_lead": "Team lead"}
HOW_ENDED = {
    "signed_off": "Signed off",
    "moved": "Moved to another desk",
    "released": "Released by a supervisor",
    "forgotten": "Sign-off forgotten",
}
WHAT = {
    "signed_on": "Signed on",
    **HOW_ENDED,
    "handed": "Handed to a colleague",
    "queued": "Handed to the queue",
    "left": "Left open",
    "heard": "Sound heard",
    "unheard": "Sound not heard",
    "kept": "Desk set up or changed",
    "retired": "Desk taken out of use",
}
FORGOTTEN_AFTER = timedelta(hours=13)  # a twelve-hour shift and its handover; our own proposal

QUEUE, LEFT, PERSON = "queue", "left", "to:"
# What a caller or a crew in danger needs is a person: it cannot wait in a queue.
NEEDS_A_PERSON = frozenset({"contact", "emergency"})
# What an agent may not hold.
NEEDS_AUTHORITY = frozenset({"alarm", "emergency"})


class Destination(NamedTuple):
    """Where something goes that somebody held: ``how`` is "queue", "left" or "to:"; ``to`` the user name for the last."""

    how: str
    to: str = ""


def looks_forgotten(began_at: datetime, at: datetime) -> bool:
    """Whether somebody has been at a desk for longer than anybody works."""
    return at - began_at >= FORGOTTEN_AFTER


def destination(text: str) -> Destination | None:
    """ "queue", "left" or "to:<user name>"; None for anything else."""
    words = text.strip()
    if words in (QUEUE, LEFT):
        return Destination(words)
    if words.startswith(PERSON) and words.removeprefix(PERSON).strip():
        return Destination(PERSON, words.removeprefix(PERSON).strip())
    return None


def desk_for(role: str, last: int | None, free: list[tuple[int, str]]) -> int | None:
    """Which free desk somebody sits down at who names none: their last one, or the first that is meant for their role, or the first.

    Args:
        last: the desk of their last turn.
        free: (desk, role it is meant for), in order.
    """
    keys = [desk for desk, _ in free]
    if last in keys:
        return last
    return next((desk for desk, meant_for in free if meant_for == role), keys[0] if keys else None)
