"""Signals from alarm receiving centres: what they may say, why one is rejected, and the state both sides see."""

from datetime import datetime, timedelta

CATEGORIES: dict[str, str] = {
    "BURG": "Intruder",
    "FIRE": "Fire",
    "Holdup": "Hold-up",
    "Medical": "Medical",
    "Comm": "Line fault",
}
STATES: dict[str, str] = {
    "received": "Received",
    "accepted": "Accepted",
    "rejected": "Rejected",
    "dispatched": "Unit sent",
    "on_scene": "Unit at scene",
    "closed": "Closed",
}
FINISHED = frozenset({"rejected", "closed"})
NEWS: dict[str, str] = {
    "update": "More from the alarm company",
    "keyholder": "Keyholder",
    "cancel": "The alarm company asks to cancel",
}
QUESTIONS: dict[str, str] = {
    "keyholder": "Is a keyholder coming, and when?",
    "second": "Has a second detector been set off?",
    "camera": "Has anybody seen it on camera?",
    "other": "Something else",
}
ANSWERS: dict[str, str] = {"yes": "Yes", "no": "No", "unknown": "Not known"}
ANSWERED = "The alarm company has answered"
REJECTIONS: dict[str, str] = {
    "bad_address": "The address cannot be used.",
    "bad_event_type": "The kind of event is not known here.",
    "too_old": "The alarm is too old.",
    "other": "Rejected by the control room.",
}
OLDEST = timedelta(hours=1)
EARLIEST = timedelta(minutes=5)  # ahead of our clock

# NPCC-style response rules: three false calls in twelve months lose police response, two for a hold-up device.
FALSE_ALARM_MONTHS = 12
FALSE_ALARM_DAYS = 365
LOST_AT = {"Holdup": 2}
LOST_AT_OTHERWISE = 3


def rejection_of(*, address: str, category: str, raised_at: datetime, at: datetime) -> str | None:
    """Why a signal is rejected at the door; None when it is taken."""
    if not address.strip():
        return "bad_address"
    if category not in CATEGORIES:
        return "bad_event_type"
    if raised_at < at - OLDEST or raised_at > at + EARLIEST:
        return "too_old"
    return None


def state_now(*, answered: bool, ended: bool, sent: bool, at_scene: bool, closed: bool) -> str:
    """The state of a signal that we took, from what became of its contact and incident."""
    for state, is_so in (("closed", closed or ended), ("on_scene", at_scene), ("dispatched", sent), ("accepted", answered)):
        if is_so:
            return state
    return "received"


def false_alarm_words(count: int, category: str) -> str:
    """What the desk says of a premises' false alarms; empty when there was none."""
    if count == 0:
        return ""
    said = f"{count} false {'alarm' if count == 1 else 'alarms'} in {FALSE_ALARM_MONTHS} months"
    return f"{said}: response is in question" if count >= LOST_AT.get(category, LOST_AT_OTHERWISE) else said
