"""What a person on the floor has in hand, and how long they may be silent about it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

# How long the person who has an incident may write nothing in it; our own proposal, in the steps in which the board ages.
TOUCH_WITHIN = {
    "P1": timedelta(minutes=5),
    "": timedelta(minutes=5),
    "P2": timedelta(minutes=15),
    "P3": timedelta(minutes=30),
    "P4": timedelta(minutes=60),
    "P5": timedelta(minutes=60),
}
SILENT_AFTER = timedelta(minutes=15)  # with something in hand


class Owned(NamedTuple):
    """An open incident in somebody's hands: its priority, when they last wrote in it, and when others did."""

    priority: str
    touched_at: datetime
    others_at: datetime | None


def unread(owned: Sequence[Owned]) -> int:
    """Incidents in which others wrote after the person last did."""
    return sum(each.others_at is not None and each.others_at > each.touched_at for each in owned)


def overdue(owned: Sequence[Owned], at: datetime) -> int:
    """Incidents in which the person has written nothing for longer than the priority allows."""
    return sum(at - each.touched_at > TOUCH_WITHIN.get(each.priority, TOUCH_WITHIN["P5"]) for each in owned)


def is_silent(*, in_hand: int, acted_at: datetime | None, at: datetime) -> bool:
    """Whether somebody has something in hand and has written nothing anywhere for a quarter of an hour."""
    return in_hand > 0 and (acted_at is None or at - acted_at > SILENT_AFTER)
