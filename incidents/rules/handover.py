"""A handover's lines: what may become of each, what keeps the whole from being sealed, and the seal."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from incidents.rules.chain import canonical

LINE_STATES = {
    "open": "To accept",
    "questioned": "Question asked",
    "refused": "Refused",
    "accepted": "Accepted",
    "settled": "Settled meanwhile",
}
DONE = frozenset({"accepted", "settled"})
WHAT = {
    "begun": "Begun",
    "received": "Being received by",
    "alone": "Goes on without the outgoing person",
    "added": "Added",
    "accepted": "Accepted",
    "questioned": "Asked",
    "refused": "Refused",
    "answered": "Answered",
    "settled": "Settled meanwhile",
    "again": "True again",
    "called_off": "Called off",
    "sealed": "Sealed",
}

# What is handed over, the most pressing first: (kind, its heading).
KINDS = {
    "emergency": "Crew in danger",
    "major": "Major incident",
    "alarm": "Alarm that nobody has taken",
    "check": "Check on a crew missed",
    "not_sent": "Reported, nobody sent",
    "incident": "Open P1 or P2",
    "taken": "Alarm that somebody has taken",
    "contact": "Contact overdue",
    "clock": "Clock that has run out",
    "promise": "Promise to a caller",
    "lowering": "Waits for a supervisor's decision",
    "recall": "Advice withdrawn, people not told",
    "crew": "Crew out long",
    "rota": "Nobody on duty",
    "desk": "Sign-off forgotten",
    "site": "Warning at an open incident",
    "unit": "Unit off the run",
    "free": "Said by the outgoing person",
}
PLACES = {kind: place for place, kind in enumerate(KINDS)}
CREW_OUT_LONG = timedelta(hours=4)  # our own proposal

# What may follow what. A refusal, too, is answered, and decided again: nothing is handed over against somebody's will.
MOVES = {
    "accepted": frozenset({"open", "questioned", "refused"}),
    "questioned": frozenset({"open", "refused"}),
    "refused": frozenset({"open", "questioned"}),
    "answered": frozenset({"questioned", "refused"}),
}


class Risk(NamedTuple):
    """One risk. ``key`` stays the same for as long as it is the same risk; ``since`` is when it began, where that is known."""

    kind: str
    key: str
    words: str
    since: datetime | None = None
    incident_id: int | None = None
    reference: str = ""


def may_follow(move: str, state: str) -> bool:
    """Whether a line in this state may be accepted, questioned, refused or answered."""
    return state in MOVES[move]


def undone(states: Iterable[str]) -> int:
    """How many lines still keep a handover from being sealed."""
    return sum(state not in DONE for state in states)


def seal_of(whole: dict[str, Any]) -> str:
    """The seal over everything that was handed over and said: SHA-256 of its canonical JSON."""
    return hashlib.sha256(canonical(whole).encode()).hexdigest()
