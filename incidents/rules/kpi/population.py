"""What counts: real work only. What is left out is counted by its reason and shown, never silently dropped."""

from datetime import datetime

LEFT_OUT = {
    "exercise": "Exercises",
    "duplicate": "Duplicates",
    "before_triage": "Ended before they were assessed",
}
CALLED_OFF = frozenset({"cancelled_by_caller", "stood_down", "resolved_by_phone", "duplicate_linked"})
MINOR = frozenset(
    {"false_alarm_good_intent", "false_alarm_equipment", "false_alarm_malicious", "no_trace", "cancelled_by_caller", "stood_down"}
)


def why_left_out(
    *, closed_at: datetime | None, close_code: str, outcome_at: datetime | None, duplicate_of: str, exercise: bool = False
) -> str:
    """Why an incident is left out of every figure, as a code of LEFT_OUT; empty when it counts."""
    if exercise:
        return "exercise"
    if duplicate_of or close_code == "duplicate_linked":
        return "duplicate"
    if closed_at is not None and outcome_at is None:
        return "before_triage"
    return ""


def called_off(close_code: str) -> bool:
    """It ended because nobody was needed any more: that nobody arrived is no miss."""
    return close_code in CALLED_OFF
