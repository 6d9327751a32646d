"""What may be done to a contact in which state, and the state it is in afterwards. The only table of it."""

from enum import StrEnum


class Move(StrEnum):
    """Everything that moves a contact on."""

    ANSWER = "answer"
    LOSE = "lose"
    PROMISE = "promise"
    CALL_BACK = "call-back"
    NOT_REACHED = "not-reached"
    OFFER = "offer"
    ACCEPT = "accept"
    COME_BACK = "come-back"
    LINK = "link"
    REFER = "refer"
    END = "end"


# Part of an incident: it may be handed over, and a call back be owed and made, without leaving it.
MOVES: dict[Move, dict[str, str]] = {
    Move.ANSWER: {"waiting": "answered"},
    Move.LOSE: {"waiting": "callback"},
    Move.PROMISE: {"answered": "callback", "linked": "linked"},
    Move.CALL_BACK: {"callback": "answered", "linked": "linked"},
    Move.NOT_REACHED: {"answered": "callback", "linked": "linked"},
    Move.OFFER: {"answered": "transfer", "linked": "linked"},
    Move.ACCEPT: {"transfer": "answered", "linked": "linked"},
    Move.COME_BACK: {"transfer": "answered", "linked": "linked"},
    Move.LINK: {"waiting": "linked", "answered": "linked", "callback": "linked", "transfer": "linked"},
    Move.REFER: {"answered": "ended", "linked": "linked"},
    Move.END: {"waiting": "ended", "answered": "ended", "callback": "ended"},
}
ANSWERS_AN_OFFER = frozenset({Move.ACCEPT, Move.COME_BACK})


def after(move: Move, state: str, *, offered: bool) -> str | None:
    """The state after this move; None when it is not one for this state.

    ``offered``: whoever has it hands it over just now. Part of an incident, only that tells an offer's answers from the rest.
    """
    if state == "linked" and offered != (move in ANSWERS_AN_OFFER):
        return None
    return MOVES[move].get(state)
