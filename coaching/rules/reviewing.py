"""Who may review whose work, and which closed incidents tell most."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from incidents.rules.entries import Entry

PRAISE_NEEDED = "Every review begins with what went well. Say what did."
SAME_WEEK = timedelta(days=7)

# Whoever wrote one of these lines decided something: reviewing the incident would be reviewing their own work.
DECISIONS: frozenset[str] = frozenset(
    {
        Entry.INCIDENT_LOGGED,
        Entry.TYPE_CHOSEN,
        Entry.QUESTION_ANSWERED,
        Entry.OUTCOME_REACHED,
        Entry.PATH_LEFT_EARLY,
        Entry.PRIORITY_RAISED,
        Entry.PRIORITY_LOWERED,
        Entry.UNIT_DEPLOYED,
        Entry.CLOSED,
    }
)

# How loudly a kind of log line asks for a review: lowered overrides first, then missed checks, then escalations.
# Each weighs more than three of everything below it, so that no heap of small things hides a great one.
MOST_COUNTED = 3
TELLING: Mapping[str, tuple[int, str]] = {
    Entry.MAJOR_DECLARED: (16384, "Major incident"),
    Entry.PRIORITY_LOWERED: (4096, "Priority lowered"),
    Entry.CHECK_MISSED: (1024, "Check missed"),
    Entry.ESCALATED: (256, "Escalated"),
    Entry.UNIT_DECLINED: (64, "Crew declined"),
    Entry.PATH_LEFT_EARLY: (16, "Questions left early"),
    Entry.ANSWER_WITHDRAWN: (4, "Answer withdrawn"),
}


def why_not_review(
    *,
    reviewer: int,
    colleague: int,
    reviewer_decided: Collection[str],
    colleague_took_part: bool,
    colleague_reviewed_me_at: datetime | None,
    at: datetime,
) -> tuple[str, str] | None:
    """Why this review may not be made, as a code and a sentence; None when it may.

    Nobody reviews their own work, and nobody reviews a person who reviewed them in the same week.

    Args:
        reviewer_decided: kinds of log lines that the reviewer wrote on the incident.
        colleague_reviewed_me_at: the latest review of the reviewer by the colleague.
    """
    if reviewer == colleague or DECISIONS & set(reviewer_decided):
        return "own-work", "You decided part of this yourself. Somebody else reviews it."
    if not colleague_took_part:
        return "not-their-work", "This person wrote nothing in the incident's log, so there is nothing of theirs to review."
    if colleague_reviewed_me_at is not None and abs(at - colleague_reviewed_me_at) < SAME_WEEK:
        return "reviewed-you", "This person reviewed your work within the last week. Somebody else reviews theirs, or wait a week."
    return None


def telling_flags(counts: Mapping[str, int]) -> list[str]:
    """What stands out, in words, the loudest first: from the number of log lines of each kind."""
    loud = sorted((kind for kind in counts if kind in TELLING and counts[kind]), key=lambda kind: -TELLING[kind][0])
    return [TELLING[kind][1] + (f" ×{counts[kind]}" if counts[kind] > 1 else "") for kind in loud]


def telling_score(counts: Mapping[str, int], priority: str) -> int:
    """How much an incident tells: the loudest flag before all quieter ones together, then repeats, then a P1."""
    flags = sum(weight * min(counts.get(kind, 0), MOST_COUNTED) for kind, (weight, _) in TELLING.items())
    return flags + (1 if priority == "P1" else 0)
