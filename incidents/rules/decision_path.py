"""Walking a decision tree: the questions asked, the next one, the outcome, and every path there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from incidents.rules.packs.lookup import find_outcome, find_question
from incidents.rules.packs.shape import Answer, IncidentType, Node, Outcome

MOST_ANSWERS = 2_000


class PathError(ValueError):
    """An answer that does not fit the tree. The text is a sentence for the person who gave it."""


@dataclass(frozen=True)
class Given:
    """An answer as it was given: the question's id and the answer's code."""

    question: str
    answer: str


@dataclass(frozen=True)
class Step:
    """One question that was asked, and what its answer meant.

    ``danger`` is true for an answer marked as danger, and for "not known" when it takes a danger branch.
    """

    question: str
    ask: str
    why: str
    answer: str
    label: str
    danger: bool
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Walk:
    """Where the answers led: exactly one of ``question``, ``outcome`` and ``transfer`` is set."""

    asked: tuple[Step, ...]
    question: Node | None
    outcome: Outcome | None
    transfer: str | None
    flags: frozenset[str]

    @property
    def ended(self) -> bool:
        """True when nothing is left to ask in this tree."""
        return self.question is None


def _is_danger(node: Node, answer: Answer) -> bool:
    if answer.code != "unknown":
        return answer.danger
    return answer.danger or answer.go in {other.go for other in node.answers if other.danger}


def step_of(node: Node, answer: Answer) -> Step:
    """The record of one answered question."""
    danger = _is_danger(node, answer)
    return Step(node.id, node.ask, node.why or "", answer.code, answer.words, danger, answer.sets)


def answer_to(node: Node, code: str) -> Answer:
    """The answer with this code, or PathError."""
    for answer in node.answers:
        if answer.code == code:
            return answer
    choices = ", ".join(answer.words for answer in node.answers)
    raise PathError(f"That is not an answer to '{node.ask}'. Choose one of: {choices}.")


def _walk_at(kind: IncidentType, id: str, asked: tuple[Step, ...]) -> Walk:
    """The walk that has come to this question or outcome."""
    flags = frozenset(flag for step in asked for flag in step.flags)
    node = find_question(kind, id)
    if node is not None:
        return Walk(asked, node, None, None, flags)
    outcome = find_outcome(kind, id)
    if outcome is None:
        raise PathError(f"The procedure for {kind.title} is broken: it leads to '{id}', which does not exist.")
    if outcome.transfer:
        return Walk(asked, None, None, outcome.transfer, flags)
    return Walk(asked, None, outcome, None, flags)


def advance(kind: IncidentType, walk: Walk, given: Given) -> Walk:
    """The walk with one more answer. Raises PathError as ``walk`` does."""
    if walk.question is None:
        raise PathError("The questions are finished; there is nothing left to answer.")
    if given.question != walk.question.id:
        raise PathError(f"The question to answer now is '{walk.question.ask}'.")
    answer = answer_to(walk.question, given.answer)
    return _walk_at(kind, answer.go, (*walk.asked, step_of(walk.question, answer)))


def walk(incident_type: IncidentType, given: Sequence[Given]) -> Walk:
    """Follow the answers, in the order given, from the first question.

    Raises PathError for an answer that does not belong to its question, a question out of turn, answers after the end, or a
    tree that leads nowhere.
    """
    if len(given) > MOST_ANSWERS:
        raise PathError("There are more answers than any procedure has questions.")
    here = _walk_at(incident_type, incident_type.tree.start, ())
    for each in given:
        here = advance(incident_type, here, each)
    return here


def paths(incident_type: IncidentType) -> Iterator[tuple[Given, ...]]:
    """Every complete path, as the answers that make it. Raises PathError when the tree turns in circles."""
    waiting: list[tuple[str, tuple[Given, ...]]] = [(incident_type.tree.start, ())]
    questions = len(incident_type.tree.nodes)
    while waiting:
        id, given = waiting.pop()
        node = find_question(incident_type, id)
        if node is None:
            yield given
            continue
        if len(given) >= questions:
            raise PathError(f"The procedure for {incident_type.title} asks the same questions for ever.")
        waiting += [(answer.go, (*given, Given(node.id, answer.code))) for answer in reversed(node.answers)]


def fallback_outcome(incident_type: IncidentType) -> Outcome:
    """The outcome used when help is sent before the questions end. Raises PathError when the tree names none."""
    outcome = find_outcome(incident_type, incident_type.fallback)
    if outcome is None or outcome.transfer:
        raise PathError(f"The procedure for {incident_type.title} has no outcome to fall back on.")
    return outcome
