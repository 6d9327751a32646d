"""Running a version against recorded answers: every distinct way of answering once, in memory."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from incidents.models import ProcedurePack
from incidents.queries.handbook import DISPOSITIONS
from incidents.queries.procedures import Loaded, live_packs, loaded, outcome_facts
from incidents.queries.trial_records import MOST_INCIDENTS, Legs, Period, others, period, record_of, rulebook
from incidents.rules.packs.shape import Outcome
from incidents.rules.trial import DIFFERENCES, End, Record, Rulebook, differences, replay

TROUBLES = {
    "type_gone": "The version has no type {at}.",
    "question_new": "It asks a new question: {at}",
    "not_asked": "It asks what was not asked on this path: {at}",
    "answer_gone": "The answer given is gone from: {at}",
    "outcome_gone": "The outcome taken early is gone: {at}",
    "broken": "{at}",
    "no_record": "The record does not fit the version that was walked.",
}


@dataclass
class Case:
    """One way of answering, what came of it and what would have, and the incidents that were so answered."""

    verdict: str
    type_code: str
    differences: list[str]
    before: dict[str, Any]
    after: dict[str, Any]
    incidents: list[int]


@dataclass
class Ran:
    """A trial's result: cases with something different first, then the most frequent, and the totals."""

    cases: list[Case]
    totals: dict[str, Any]


def run(version: ProcedurePack, *, since: datetime, until: datetime, most: int = MOST_INCIDENTS) -> Ran:
    """Try a version on the incidents opened in a period."""
    live = live_packs(version.centre_id)
    held = tried_packs(version)
    found = period([each.pack.id for each in held], version.centre_id, since=since, until=until, most=most)
    cases = [_case(legs, incidents, held, live) for legs, incidents in found.cases.items()]
    order = {"changed": 0, "stuck": 1, "same": 2}
    cases.sort(key=lambda each: (order[each.verdict], -len(each.incidents), each.type_code))
    return Ran(cases, _totals(cases, found))


def tried_packs(version: ProcedurePack) -> list[Loaded]:
    """What a trial walks: the version; for what packs share, every pack in use with it."""
    held = loaded(version.pk)
    return [replace(each, core=held.core) for each in live_packs(version.centre_id)] if version.is_shared else [held]


def _case(legs: Legs, incidents: list[int], held: Sequence[Loaded], live: Sequence[Loaded]) -> Case:
    record = record_of(legs)
    if record is None:
        return Case("stuck", legs[0].type_code, [], {}, _stuck("no_record", ""), incidents)
    known = [*held, *others(legs, [each.pack.id for each in held], live)]
    books: dict[int, Loaded] = {}

    def find(code: str) -> Rulebook | None:
        for each in known:
            book = rulebook(each, code)
            if book:
                books[id(book.kind)] = each
                return book
        return None

    end = replay(record, find)
    changed: list[str] = [*differences(record, end)]
    verdict = "stuck" if end.outcome is None else "changed" if changed else "same"
    walked = loaded(legs[-1].pack)
    after = _after(end, books[id(end.book.kind)] if end.book else known[0])
    return Case(verdict, record.ended_in.kind.code, changed, _before(record, walked, legs), after, incidents)


def _before(record: Record, walked: Loaded, legs: Legs) -> dict[str, Any]:
    """As it was recorded, the path walked again in its own version."""
    own = {leg.type_code: loaded(leg.pack) for leg in legs}
    again = replay(record, lambda code: rulebook(own[code], code) if code in own else None)
    return _side(again, walked, record.ended_in, record.outcome, early=record.early)


def _after(end: End, held: Loaded) -> dict[str, Any]:
    if end.outcome is None or end.book is None:
        steps = [{"ask": step.ask, "label": step.label, "danger": step.danger} for step in end.steps]
        return {"version": held.pack.version, "steps": steps, **_stuck(end.trouble or "broken", end.at)}
    return _side(end, held, end.book, end.outcome, early=False)


def _stuck(trouble: str, at: str) -> dict[str, Any]:
    return {"trouble": trouble, "words": TROUBLES[trouble].format(at=at)[:300]}


def _side(end: End, held: Loaded, book: Rulebook, outcome: Outcome, *, early: bool) -> dict[str, Any]:
    """One of the two paths side by side."""
    facts = outcome_facts(held, book.kind, outcome)
    levels = [each for each in book.kind.escalation if not each.priorities or outcome.priority in each.priorities]
    return {
        "version": held.pack.version,
        "type": book.kind.code,
        "type_title": book.kind.title,
        "steps": [{"ask": step.ask, "label": step.label, "danger": step.danger} for step in end.steps],
        "early": early,
        "outcome": outcome.id,
        "priority": outcome.priority,
        "disposition": outcome.disposition,
        "done": DISPOSITIONS.get(outcome.disposition, outcome.disposition.replace("_", " ").capitalize()),
        "plan": [f"{line['count']} × {line['label']}{'' if line['required'] else ' (if there is one)'}" for line in facts["plan"]],
        "organisations": [each["label"] for each in facts["notify"]],
        "escalation": [f"Level {each.level} after {each.after_min} min: {each.trigger} → {each.action}" for each in levels],
        "escalate_now": outcome.escalate_now,
        "advice": [each["text"] for each in facts["advice"]],
    }


def _totals(cases: Sequence[Case], found: Period) -> dict[str, Any]:
    """``{incidents, changed, stuck, same, under_way, left_out, differences, types}``; every number counts incidents."""
    verdicts: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    types: dict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        number = len(case.incidents)
        verdicts[case.verdict] += number
        kinds.update(dict.fromkeys(case.differences, number))
        types[case.type_code].update({"incidents": number, case.verdict: number, **dict.fromkeys(case.differences, number)})
    return {
        "incidents": sum(verdicts.values()),
        **{verdict: verdicts[verdict] for verdict in ("changed", "stuck", "same")},
        "under_way": found.under_way,
        "left_out": found.left_out,
        "differences": {each: kinds[each] for each in DIFFERENCES},
        "types": [{"type": code, **counts} for code, counts in sorted(types.items(), key=lambda pair: -pair[1]["changed"])],
    }
