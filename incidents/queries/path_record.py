"""Every decision path of an incident, question by question: answers that stand, answers withdrawn, and why."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from incidents.models import DecisionPath, Incident, PathAnswer
from incidents.queries.procedures import loaded
from incidents.rules.decision_path import Walk, step_of, walk
from incidents.rules.packs.shape import IncidentType, Node
from incidents.rules.path_words import flag_words


@dataclass(frozen=True)
class WalkedStep:
    """One answer as it was given."""

    question: str
    ask: str
    why: str
    label: str
    danger: bool
    flags: str
    inferred: bool
    at: datetime
    by: str
    withdrawn_at: datetime | None
    withdrawn_why: str

    @property
    def as_asked(self) -> str:
        """The question, its words and its answer as JSON, for a button that speaks of it."""
        return json.dumps({"question": self.question, "ask": self.ask, "label": self.label})


@dataclass(frozen=True)
class WalkedPath:
    """One walk: its procedure and version, its steps in the order answered, and the question it stands at."""

    title: str
    state: str
    state_word: str
    reason: str
    pack: str
    version: str
    digest: str
    steps: list[WalkedStep]
    question: Node | None


def paths_walked(incident: Incident) -> list[WalkedPath]:
    """All of them, the latest first."""
    answers = Prefetch("answers", PathAnswer.objects.select_related("answered_by").order_by("number"))
    found = DecisionPath.objects.filter(incident=incident).select_related("pack").prefetch_related(answers).order_by("-pk")
    return [_walked(path) for path in found]


def _walked(path: DecisionPath) -> WalkedPath:
    kind = loaded(path.pack_id).type_named(path.type_code)
    given = list(path.answers.all())
    return WalkedPath(
        title=kind.title,
        state=path.state,
        state_word=path.get_state_display(),
        reason=path.reason,
        pack=path.pack.pack_id,
        version=path.pack.version,
        digest=path.pack.digest,
        steps=[_step(kind, each) for each in given],
        question=_stands_at(kind, given).question if path.state == DecisionPath.State.WALKING else None,
    )


def _stands_at(kind: IncidentType, given: list[PathAnswer]) -> Walk:
    return walk(kind, [each.given for each in given if each.withdrawn_at is None])


def _step(kind: IncidentType, given: PathAnswer) -> WalkedStep:
    node = next(node for node in kind.tree.nodes if node.id == given.question)
    answer = next(answer for answer in node.answers if answer.code == given.answer)
    step = step_of(node, answer)
    return WalkedStep(
        question=given.question,
        ask=step.ask,
        why=step.why,
        label=step.label,
        danger=step.danger,
        flags=flag_words(step.flags),
        inferred=given.inferred,
        at=given.answered_at,
        by=given.answered_by.name if given.answered_by else "Connected system",
        withdrawn_at=given.withdrawn_at,
        withdrawn_why=given.withdrawn_why,
    )
