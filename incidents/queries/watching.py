"""Watching over crews: accountability rounds, visits, check plans, as the incident's page and the REST interface show them."""

from typing import Any

from incidents.models import CheckPlan, Round, RoundAnswer, Visit
from incidents.rules.welfare import CHANNELS, FOUND
from resources.queries.cards import stamp


def rounds_of(incident_id: int) -> list[dict[str, Any]]:
    """Every accountability round of an incident, the newest first, each with how its crews stand."""
    rounds = Round.objects.filter(incident_id=incident_id).order_by("-pk").prefetch_related("answers__deployment__unit")
    return [_round(each) for each in rounds]


def _round(each: Round) -> dict[str, Any]:
    answers = sorted(each.answers.all(), key=lambda answer: answer.pk)
    return {
        "id": each.pk,
        "number": each.number,
        "reason": each.reason,
        "started_at": stamp(each.started_at),
        "started_by": each.started_by_name,
        "due_at": stamp(each.due_at),
        "late_at": stamp(each.late_at),
        "ended_at": stamp(each.ended_at),
        "heard": sum(answer.state in (RoundAnswer.State.ALL_HERE, RoundAnswer.State.LEFT) for answer in answers),
        "of": len(answers),
        "crews": [
            {
                "deployment": answer.deployment_id,
                "call_sign": answer.deployment.unit.call_sign,
                "state": answer.state,
                "state_word": answer.get_state_display(),
                "answered_at": stamp(answer.answered_at),
                "answered_by": answer.answered_by_name or None,
                "said_by": answer.said_by,
                "via": answer.via or None,
                "via_word": CHANNELS.get(answer.via, ""),
                "words": answer.words,
            }
            for answer in answers
        ],
    }


def visit_shown(visit: Visit) -> dict[str, Any]:
    """A visit to a crew that did not answer."""
    return {
        "id": visit.pk,
        "check": visit.missed_id,
        "visitor": visit.visitor,
        "ordered_at": stamp(visit.ordered_at),
        "ordered_by": visit.ordered_by_name,
        "due_at": stamp(visit.due_at),
        "done_at": stamp(visit.done_at),
        "found": visit.found or None,
        "found_word": FOUND.get(visit.found, ""),
        "result": visit.result,
    }


def plan_shown(plan: CheckPlan) -> dict[str, Any]:
    """How often crews are asked, as set for this incident."""
    return {
        "deployment": plan.deployment_id,
        "interval_min": plan.interval_min,
        "grace_min": plan.grace_min,
        "question": plan.question,
        "reason": plan.reason,
        "set_at": stamp(plan.set_at),
        "set_by": plan.set_by_name,
    }
