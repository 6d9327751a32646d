"""What a big screen may show: no caller's words, no address, no name. A field that is not named here never reaches a wall."""

from collections.abc import Mapping
from typing import Any

KEPT = ("kind", "id", "revision", "gone", "exercise")
SHOWN: dict[str, tuple[str, ...]] = {
    "incident": (
        *("reference", "type_title", "priority", "urgency", "stage", "stage_word", "stage_at", "opened_at", "closed_at", "units", "clock"),
        *("alarms", "untold", "danger", "unheard", "not_sent", "promised_at", "lowering_to", "lowering_at", "reassessing"),
    ),
    "unit": ("call_sign", "status", "status_word", "group", "free", "type", "incident", "since"),
    "contact": ("channel", "channel_word", "line", "state", "state_word", "turn", "offered_at", "answer_by", "due_at"),
    "alarm": (
        *("incident", "priority", "cause", "cause_word", "loudness", "level", "to_role", "nobody"),
        *("raised_at", "repeats", "rings_at", "taken_at"),
    ),
    "emergency": ("emergency", "word", "call_sign", "incident", "priority", "raised_at", "owned_at", "steps", "steps_done", "ended_at"),
    "recall": ("line", "withdrawn_at", "due_at", "people", "open", "taken"),
}
LISTS = ("incidents", "units", "contacts", "alarms", "recalls", "emergencies")
SOMEBODY = "Somebody"


def card_for_wall(card: Mapping[str, Any]) -> dict[str, Any] | None:
    """A card as a wall may have it; None for a kind that a wall does not show."""
    shown = SHOWN.get(card["kind"])
    if shown is None:
        return None
    kept = {name: card[name] for name in (*KEPT, *shown) if name in card}
    if card["kind"] == "incident":
        kept["in_hand"] = SOMEBODY if card.get("in_hand") else None
    elif card["kind"] == "alarm":
        kept["what"] = card.get("cause_word", "")
    elif card["kind"] == "emergency":
        kept["owned_by"] = SOMEBODY if card.get("owned_by") else None
    elif card["kind"] == "contact":
        kept["offered_to"] = SOMEBODY if card.get("offered_to") or card.get("called_back_by") else None
    return kept


def board_for_wall(board: Mapping[str, Any]) -> dict[str, Any]:
    """A board's picture as a wall may have it."""
    cards = {name: [shown for card in board[name] if (shown := card_for_wall(card))] for name in LISTS}
    return {"sequence": board["sequence"], "epoch": board["epoch"], "at": board["at"], **cards}


def event_for_wall(event: Mapping[str, Any]) -> dict[str, Any]:
    """A live event as a wall may have it: it keeps its number also when nothing of it is shown."""
    cards = [shown for card in event.get("cards", ()) if (shown := card_for_wall(card))]
    return {"op": event["op"], "sequence": event["sequence"], "epoch": event["epoch"], "at": event["at"], "cards": cards}
