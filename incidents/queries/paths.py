"""Where a decision path stands."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from incidents.models import DecisionPath, Incident, PathAnswer
from incidents.queries.procedures import loaded, of_incident
from incidents.rules.decision_path import walk
from incidents.rules.packs.shape import IncidentType, Node


def walking_path(incident: Incident) -> DecisionPath | None:
    """The path under way, or None."""
    return DecisionPath.objects.filter(incident=incident, state=DecisionPath.State.WALKING).first()


def last_path(incident: Incident) -> DecisionPath | None:
    """The path under way, or else the last one walked."""
    return DecisionPath.objects.filter(incident=incident).order_by("-pk").first()


def standing_answers(path: DecisionPath) -> list[PathAnswer]:
    """The answers that still stand, in order."""
    return list(PathAnswer.objects.filter(path=path, withdrawn_at=None).order_by("number"))


class ChangeOfMind(NamedTuple):
    """An answer that was withdrawn and given otherwise."""

    question: str
    was: str
    now: str
    why: str


def changes_of_mind(path: DecisionPath) -> list[ChangeOfMind]:
    """The answers of a path that were changed, in order; an answer withdrawn and given again the same way is none."""
    answers = list(PathAnswer.objects.filter(path=path).order_by("number"))
    return minds_changed_among(answers)


def minds_changed_among(answers: Sequence[PathAnswer]) -> list[ChangeOfMind]:
    """The same, among what is at hand."""
    now = {each.question: each.answer for each in answers if each.withdrawn_at is None}
    gone = [each for each in answers if each.withdrawn_at is not None]
    return [
        ChangeOfMind(each.question, each.answer, now[each.question], each.withdrawn_why)
        for each in gone
        if each.question in now and now[each.question] != each.answer
    ]


def question_json(node: Node) -> dict[str, Any]:
    """A question as the REST interface gives it: ``{id, ask, why, answers: [{code, label}]}``."""
    return {
        "id": node.id,
        "ask": node.ask,
        "why": node.why,
        "audience": node.audience,
        "answers": [{"code": each.code, "label": each.words, "danger": each.danger} for each in node.answers],
    }


def question_now(incident: Incident) -> dict[str, Any] | None:
    """The question the incident's path stands at, or None."""
    path = walking_path(incident) if incident.pack_id else None
    return question_on(incident, path, standing_answers(path)) if path else None


def question_on(incident: Incident, path: DecisionPath, standing: Sequence[PathAnswer]) -> dict[str, Any] | None:
    """The question a path stands at after these answers; None when it is not being walked, or has none left."""
    if path.state != DecisionPath.State.WALKING or incident.pack_id is None:
        return None
    _, kind = of_incident(incident)
    node = walk(kind, [each.given for each in standing]).question
    return question_json(node) if node else None


def steps_on(incident: Incident, standing: Sequence[PathAnswer]) -> list[dict[str, Any]]:
    """Every question answered on the path of the incident's type; see ``steps_of``."""
    if incident.pack_id is None:
        return []
    _, kind = of_incident(incident)
    return _steps(kind, standing)


def steps_of(path: DecisionPath, standing: Sequence[PathAnswer]) -> list[dict[str, Any]]:
    """Every question answered on a path, with its reason: ``{question, ask, why, answer, label, danger, inferred, answers}``."""
    return _steps(loaded(path.pack_id).type_named(path.type_code), standing)


def _steps(kind: IncidentType, standing: Sequence[PathAnswer]) -> list[dict[str, Any]]:
    nodes = {node.id: node for node in kind.tree.nodes}
    steps = []
    for given in standing:
        node = nodes.get(given.question)
        answer = next((each for each in node.answers if each.code == given.answer), None) if node else None
        if node and answer:
            steps.append(
                {
                    "question": node.id,
                    "ask": node.ask,
                    "why": node.why,
                    "answer": answer.code,
                    "label": answer.words,
                    "danger": answer.danger,
                    "inferred": given.inferred,
                    "answers": [{"code": each.code, "label": each.words} for each in node.answers],
                }
            )
    return steps
