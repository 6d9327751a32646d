"""The life of a version of a procedure: the steps there are, and which follow which."""

from __future__ import annotations

from typing import Literal, get_args

State = Literal["draft", "in_review", "approved", "live", "retired"]
STATES: tuple[State, ...] = get_args(State)

# A version that is sent back retires, and a new draft goes on from its text: what was reviewed can be read for ever.
FOLLOWS: dict[State, frozenset[State]] = {
    "draft": frozenset({"in_review", "retired"}),
    "in_review": frozenset({"approved", "retired"}),
    "approved": frozenset({"live", "retired"}),
    "live": frozenset({"retired"}),
    "retired": frozenset(),
}
STATE_WORDS: dict[State, str] = {
    "draft": "a draft",
    "in_review": "in review",
    "approved": "approved",
    "live": "live",
    "retired": "retired",
}
Stance = Literal["supports", "with_changes", "objects", "no_answer"]
STANCES: dict[Stance, str] = {
    "supports": "Supports it",
    "with_changes": "Supports it with changes",
    "objects": "Objects",
    "no_answer": "Gave no answer in time",
}


def may_follow(state: State, after: State) -> bool:
    """True when a version may go from one state to the other."""
    return after in FOLLOWS[state]


def next_version(known: list[tuple[int, int, int]]) -> str:
    """The number for a new draft: one step above the highest known, 1.0.0 when there is none."""
    if not known:
        return "1.0.0"
    major, minor, patch = max(known)
    return f"{major}.{minor}.{patch + 1}"
