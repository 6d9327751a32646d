"""Crews in danger, alarms and accountability rounds, as the incident's page shows them."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from incidents.models import Emergency, Escalation, Incident, Round, RoundAnswer
from incidents.queries.closing import words_of
from incidents.rules.alarms import boundary_words
from incidents.rules.emergencies import HELP, STEPS


class ShownStep(NamedTuple):
    """One thing to do for a crew in danger; who did it when, or nobody yet."""

    code: str
    words: str
    by: str
    at: datetime | None


@dataclass(frozen=True)
class InDanger:
    """An emergency with its checklist."""

    row: Emergency
    help: str
    steps: list[ShownStep]


@dataclass(frozen=True)
class Counted:
    """An accountability round: its crews, and how many are accounted for."""

    row: Round
    answers: list[RoundAnswer]
    heard: int


class Rung(NamedTuple):
    """An alarm, the role it rings for, and the boundary that was met, in words; empty where a clock or the procedure raised it."""

    row: Escalation
    to: str
    boundary: str


def in_danger(incident: Incident) -> list[InDanger]:
    """Every emergency of the incident: those that stand first."""
    found = list(Emergency.objects.whole().filter(incident=incident).order_by("pk"))
    return [_in_danger(each) for each in sorted(found, key=lambda each: each.ended_at is not None)]


def _in_danger(emergency: Emergency) -> InDanger:
    done = emergency.steps_done
    steps = [
        ShownStep(step.code, step.words, done[step.code]["by"], datetime.fromisoformat(done[step.code]["at"]))
        if step.code in done
        else ShownStep(step.code, step.words, "", None)
        for step in STEPS[emergency.kind]
    ]
    return InDanger(emergency, HELP[emergency.kind], steps)


def rounds_counted(incident: Incident) -> list[Counted]:
    """Every accountability round of the incident, the newest first."""
    rounds = Round.objects.filter(incident=incident).order_by("-pk").prefetch_related("answers__deployment__unit")
    counted = []
    for each in rounds:
        answers = sorted(each.answers.all(), key=lambda answer: answer.pk)
        heard = sum(answer.state in (RoundAnswer.State.ALL_HERE, RoundAnswer.State.LEFT) for answer in answers)
        counted.append(Counted(each, answers, heard))
    return counted


def alarms_of(incident: Incident) -> list[Rung]:
    """Every alarm of the incident: a crew in danger first, then in the order they were raised."""
    found = list(Escalation.objects.filter(incident=incident).select_related("taken_by", "deployment").order_by("pk"))
    found.sort(key=lambda each: each.deployment is None or each.deployment.status != "emergency")
    return [Rung(each, words_of(each.to_role), boundary_words(each.boundary)) for each in found]
