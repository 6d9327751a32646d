"""Saying in plain words why an incident has its priority."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from incidents.rules.decision_path import Step, Walk, fallback_outcome
from incidents.rules.packs.core_shape import Core
from incidents.rules.packs.lookup import find_question
from incidents.rules.packs.shape import IncidentType


def flag_words(flags: Sequence[str] | frozenset[str]) -> str:
    """Flags in words, in the order given (sets in alphabetical order): life risk, trapped."""
    ordered = sorted(flags) if isinstance(flags, frozenset) else flags
    return ", ".join(flag.replace("_", " ") for flag in ordered)


def priority_words(core: Core, priority: str) -> str:
    """P1 (Immediate)."""
    found = core.priorities.get(priority)
    return f"{priority} ({found.label})" if found else priority


def _quoted(step: Step) -> str:
    said = f"'{step.ask}' was answered {step.label}"
    if step.danger and step.answer == "unknown":
        said += ", which is taken as the dangerous answer"
    return said + (f" ({flag_words(step.flags)})" if step.flags else "")


def reasons(walk: Walk) -> str:
    """The answers that decided, joined by "and": the dangerous ones, or else the last one."""
    decisive = [step for step in walk.asked if step.danger] or list(walk.asked[-1:])
    words = " and ".join(_quoted(step) for step in decisive)
    if words and not any(step.danger for step in walk.asked):
        return f"no answer pointed to danger; {words}"
    return words


def _because(text: str) -> str:
    return f" because {text}" if text else ""


def explain(incident_type: IncidentType, walk: Walk, core: Core, *, sent_now: str = "", changed_to: str = "", reason: str = "") -> str:
    """Why the incident has its priority, as one or two sentences.

    ``sent_now`` is the reason for sending before the questions ended; ``changed_to`` and ``reason`` tell of a person's change
    of the priority afterwards.
    """
    if walk.outcome is not None:
        text = f"{priority_words(core, walk.outcome.priority)}{_because(reasons(walk))}."
    elif walk.transfer is not None:
        text = f"Handed over to the procedure {walk.transfer}{_because(reasons(walk))}."
    elif sent_now:
        text = _early(incident_type, walk, core, sent_now)
    else:
        text = f"Not decided yet: the next question is '{walk.question.ask}'" if walk.question else "Not decided yet."
    return text + _changed(core, changed_to, reason)


def _early(incident_type: IncidentType, walk: Walk, core: Core, why: str) -> str:
    priority = priority_words(core, fallback_outcome(incident_type).priority)
    so_far = reasons(walk) if any(step.danger for step in walk.asked) else ""
    heard = f" Known by then: {so_far}." if so_far else ""
    return f"{priority} because help was sent before the questions were finished: {why.rstrip('. ')}.{heard}"


def _changed(core: Core, changed_to: str, reason: str) -> str:
    if not changed_to:
        return ""
    given = reason.strip().rstrip(".") or "no reason was recorded"
    return f" A person then changed it to {priority_words(core, changed_to)}: {given}."


class Changed(Protocol):
    """An answer given otherwise than before."""

    @property
    def question(self) -> str: ...
    @property
    def was(self) -> str: ...
    @property
    def now(self) -> str: ...
    @property
    def why(self) -> str: ...


def minds_changed(incident_type: IncidentType, changes: Sequence[Changed]) -> str:
    """Which answers were changed on the way, as sentences to put behind an explanation; nothing when none was."""
    return "".join(_changed_answer(incident_type, each) for each in changes)


def _changed_answer(incident_type: IncidentType, changed: Changed) -> str:
    node = find_question(incident_type, changed.question)
    if node is None:
        return ""
    labels = {answer.code: answer.words for answer in node.answers}
    was, now = labels.get(changed.was, changed.was), labels.get(changed.now, changed.now)
    return f" The answer to '{node.ask}' was changed from {was} to {now}: {changed.why.strip().rstrip('.')}."
