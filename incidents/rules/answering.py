"""How soon each kind of contact is to be answered, who is called back when, and whose turn it is."""

from typing import NamedTuple


class Target(NamedTuple):
    """Seconds until it counts as overdue, seconds until a lost caller is called back, and where the figures come from."""

    answer_s: int
    callback_s: int
    basis: str


CALLBACK_S = 900  # a call back within 15 minutes counts as recovered
OWN = "Own proposal"

# What holds until a centre sets its own.
TARGETS: dict[str, Target] = {
    "telephone": Target(15, CALLBACK_S, "NENA: 90 % in 15 s, 95 % in 20 s"),
    "relay": Target(15, CALLBACK_S, "As telephone: NENA, 90 % in 15 s"),
    "alarm": Target(60, CALLBACK_S, "Telecare: 97.5 % in 60 s, 99 % in 180 s"),
    "partner": Target(60, CALLBACK_S, OWN),
    "in_person": Target(120, CALLBACK_S, OWN),
    "text": Target(120, CALLBACK_S, OWN),
    "web": Target(600, 3600, OWN),
    "email": Target(900, 3600, OWN),
}

TRANSFER_S = 30  # then it comes back to whoever handed it over; our own proposal
TRY_AGAIN_S = 300  # between two tries to call somebody back; our own proposal
TRIES_BEFORE_GIVING_UP = 2
WRITTEN = frozenset({"web", "email"})


def usual_target(channel: str) -> Target:
    """The target of a channel in a centre that has set none."""
    return TARGETS.get(channel, TARGETS["telephone"])


def turn_of(channel: str, state: str) -> int:
    """Whose turn it is, the lowest first; within one turn the first due goes first.

    0: somebody waits at the other end now. 1: written, or to be called back. 2: somebody has it.
    """
    if state == "answered":
        return 2
    if state in ("callback", "linked") or (state == "waiting" and channel in WRITTEN):
        return 1
    return 0
