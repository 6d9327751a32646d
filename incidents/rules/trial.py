"""Trying a version of a procedure on recorded answers: where they would lead now, and what would have been different.

The recorded outcome is the measure. What a person changed afterwards by hand is no matter of the procedure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from incidents.rules.decision_path import Given, PathError, Step, Walk, advance, fallback_outcome, walk
from incidents.rules.packs.lookup import find_outcome, find_question
from incidents.rules.packs.shape import IncidentType, Outcome

Difference = Literal["priority", "plan", "organisations", "escalation", "advice"]
DIFFERENCES: dict[Difference, str] = {
    "priority": "Other priority",
    "plan": "Other plan",
    "organisations": "Other organisations",
    "escalation": "Other escalation",
    "advice": "Other advice",
}
Trouble = Literal["type_gone", "question_new", "not_asked", "answer_gone", "outcome_gone", "broken"]
MOST_TRANSFERS = 20


@dataclass(frozen=True)
class Rulebook:
    """One incident type and the words of every advice line that its pack may read."""

    kind: IncidentType
    lines: Mapping[str, str]


@dataclass(frozen=True)
class Record:
    """What was answered, by incident type, in which procedure, and how it ended. ``early``: left before the end, for this outcome."""

    start: str
    answers: Mapping[str, Mapping[str, str]]
    kinds: Mapping[str, IncidentType]
    ended_in: Rulebook
    outcome: Outcome
    early: bool


@dataclass(frozen=True)
class End:
    """Where recorded answers lead in a version. Without an outcome, ``trouble`` says why, and ``at`` names the question or type."""

    steps: tuple[Step, ...]
    book: Rulebook | None
    outcome: Outcome | None
    trouble: Trouble | None = None
    at: str = ""


Find = Callable[[str], Rulebook | None]


def replay(record: Record, find: Find) -> End:
    """Walk the recorded answers through another version, and through whatever types it goes over to.

    Args:
        find: the version's incident type of a code, or None.
    """
    code = record.start
    steps: tuple[Step, ...] = ()
    for _ in range(MOST_TRANSFERS):
        book = find(code)
        if book is None:
            return End(steps, None, None, "type_gone", code)
        try:
            here, trouble, at = _walk(book.kind, record, code)
        except PathError as broken:
            return End(steps, book, None, "broken", str(broken))
        steps += here.asked
        if here.transfer is None:
            return _end(record, book, steps, here, trouble, at)
        code = here.transfer
    return End(steps, None, None, "broken", "The procedures hand over to each other for ever.")


def _walk(kind: IncidentType, record: Record, code: str) -> tuple[Walk, Trouble | None, str]:
    """As far as the answers go; then why no further, and at which question."""
    answers = record.answers.get(code, {})
    here = walk(kind, ())
    while here.question is not None:
        asked = here.question
        if asked.id not in answers:
            return here, _why_missing(record, code, asked.id), asked.ask
        if answers[asked.id] not in {each.code for each in asked.answers}:
            return here, "answer_gone", asked.ask
        here = advance(kind, here, Given(asked.id, answers[asked.id]))
    return here, None, ""


def _why_missing(record: Record, code: str, question: str) -> Trouble:
    known = record.kinds.get(code)
    return "not_asked" if known and find_question(known, question) else "question_new"


def _end(record: Record, book: Rulebook, steps: tuple[Step, ...], here: Walk, trouble: Trouble | None, at: str) -> End:
    if here.outcome is not None:
        return End(steps, book, here.outcome)
    if not record.early or trouble == "answer_gone":
        return End(steps, book, None, trouble, at)
    if record.outcome.id == record.ended_in.kind.fallback:
        return End(steps, book, fallback_outcome(book.kind))
    same = find_outcome(book.kind, record.outcome.id)
    if same is None or same.transfer:
        return End(steps, book, None, "outcome_gone", record.outcome.id)
    return End(steps, book, same)


def facets(book: Rulebook, outcome: Outcome) -> dict[Difference, object]:
    """What an outcome comes to, part by part: two outcomes are the same when every part is."""
    kind = book.kind
    plan = kind.response_plans.get(outcome.plan or "", ())
    levels = [each for each in kind.escalation if not each.priorities or outcome.priority in each.priorities]
    return {
        "priority": outcome.priority,
        "plan": (outcome.disposition, frozenset((each.capability, each.count, each.required) for each in plan)),
        "organisations": frozenset(outcome.notify),
        "escalation": (
            outcome.escalate_now,
            tuple((each.level, each.after_min, each.counted_from, each.until, each.to, each.trigger, each.action) for each in levels),
        ),
        "advice": tuple(book.lines.get(line, line) for line in outcome.advice),
    }


def differences(record: Record, end: End) -> tuple[Difference, ...]:
    """What would have been different; empty when nothing, or when the answers do not reach an end."""
    if end.outcome is None or end.book is None:
        return ()
    before, after = facets(record.ended_in, record.outcome), facets(end.book, end.outcome)
    return tuple(each for each in DIFFERENCES if before[each] != after[each])
