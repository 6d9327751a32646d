"""Was the procedure followed? The outcome worked out again from the recorded answers, and where the record departs from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from incidents.rules.decision_path import Given, PathError, Walk, advance, walk
from incidents.rules.packs.lookup import find_outcome, find_question
from incidents.rules.packs.shape import IncidentType
from incidents.rules.priority import is_more_urgent

Kind = Literal["skipped", "contradicted", "not_needed", "out_of_order", "not_an_answer", "sent_early", "wrong_outcome"]
Severity = Literal["critical", "major", "moderate", "minor"]
# What an incident's row says of its path, in words.
PATH_CHECKS = {
    "followed": "Procedure followed",
    "overridden": "Decided otherwise, with a reason",
    "departed": "Departed from the procedure",
    "against": "A later fact speaks against an answer",
    "reviewed": "Departed, and reviewed",
}


@dataclass(frozen=True)
class Deviation:
    """One departure from the tree. ``question`` is empty when the whole path is meant."""

    kind: Kind
    question: str
    severity: Severity
    message: str


@dataclass(frozen=True)
class _Retraced:
    """The recorded answers put in the tree's own order."""

    walk: Walk
    used: tuple[Given, ...]


def _final_answers(given: Sequence[Given]) -> dict[str, str]:
    """The last answer to each question."""
    return {each.question: each.answer for each in given}


def _retrace(kind: IncidentType, given: Sequence[Given]) -> _Retraced:
    final = _final_answers(given)
    used: tuple[Given, ...] = ()
    here = walk(kind, ())
    while here.question is not None and here.question.id in final and len(used) < len(final):
        step = Given(here.question.id, final[here.question.id])
        try:
            here = advance(kind, here, step)
        except PathError:
            break
        used = (*used, step)
    return _Retraced(here, used)


def _severity_of(kind: IncidentType, question: str, otherwise: Severity) -> Severity:
    return "critical" if question in kind.qa_critical else otherwise


def _asked(kind: IncidentType, question: str) -> str:
    node = find_question(kind, question)
    return f"'{node.ask}'" if node else f"'{question[:60]}'"


def _contradicted(kind: IncidentType, given: Sequence[Given]) -> list[Deviation]:
    """Questions that were answered in two ways."""
    answers: dict[str, set[str]] = {}
    for each in given:
        answers.setdefault(each.question, set()).add(each.answer)
    return [
        Deviation("contradicted", id, "moderate", f"{_asked(kind, id)} was answered in more than one way; the last answer counts.")
        for id, found in answers.items()
        if len(found) > 1
    ]


def _left_over(kind: IncidentType, given: Sequence[Given], retraced: _Retraced) -> list[Deviation]:
    """Answers that the path did not call for, or that its question does not have."""
    used = {each.question for each in retraced.used}
    waiting = retraced.walk.question.id if retraced.walk.question else ""
    found = []
    for id in _final_answers(given):
        if id == waiting:
            severity = _severity_of(kind, id, "major")
            found.append(Deviation("not_an_answer", id, severity, f"{_asked(kind, id)} was given an answer that it does not have."))
        elif id not in used:
            found.append(Deviation("not_needed", id, "minor", f"{_asked(kind, id)} was not needed on this path."))
    return found


def _disordered(kind: IncidentType, given: Sequence[Given], retraced: _Retraced) -> list[Deviation]:
    """The first question that was answered before its turn."""
    used = [each.question for each in retraced.used]
    asked = [id for id in dict.fromkeys(each.question for each in given) if id in used]
    wrong = next((id for id, due in zip(asked, used, strict=True) if id != due), None)
    return [Deviation("out_of_order", wrong, "moderate", f"{_asked(kind, wrong)} was asked before its turn.")] if wrong else []


def _unfinished(kind: IncidentType, given: Sequence[Given], at: Walk, recorded: str) -> list[Deviation]:
    """A path that stops before its end: the question that is missing, and whether help was sent early."""
    if at.question is None:
        return []
    found: list[Deviation] = []
    if at.question.id not in _final_answers(given):
        id = at.question.id
        found.append(Deviation("skipped", id, _severity_of(kind, id, "major"), f"{_asked(kind, id)} was not asked."))
    if recorded == kind.fallback:
        found.append(Deviation("sent_early", "", "minor", "Help was sent before the questions were finished."))
    elif recorded:
        found.append(Deviation("wrong_outcome", "", "critical", f"The outcome '{recorded[:60]}' does not follow from the answers."))
    return found


def _wrong_end(kind: IncidentType, at: Walk, recorded: str) -> list[Deviation]:
    """A recorded outcome other than the one the answers lead to; recording a calmer one is critical."""
    if at.question is not None:
        return []
    end = at.outcome.id if at.outcome else next(o.id for o in kind.tree.outcomes if o.transfer == at.transfer)
    if recorded in (end, at.transfer):
        return []
    noted = find_outcome(kind, recorded)
    calmer = noted is None or at.outcome is None or is_more_urgent(at.outcome.priority, noted.priority)
    message = f"The answers lead to '{end}', but '{recorded[:60] or 'nothing'}' was recorded."
    return [Deviation("wrong_outcome", "", "critical" if calmer else "major", message)]


def check_record(incident_type: IncidentType, given: Sequence[Given], recorded_outcome_id: str | None) -> list[Deviation]:
    """Where a record departs from the tree; an empty list when it was followed to the letter.

    ``given`` is every answer in the order recorded; of two answers to one question the last one counts. Never raises.
    """
    recorded = recorded_outcome_id or ""
    retraced = _retrace(incident_type, given)
    return [
        *_contradicted(incident_type, given),
        *_left_over(incident_type, given, retraced),
        *_disordered(incident_type, given, retraced),
        *_unfinished(incident_type, given, retraced.walk, recorded),
        *_wrong_end(incident_type, retraced.walk, recorded),
    ]
