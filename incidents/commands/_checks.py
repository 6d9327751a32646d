"""Checks on a crew inside a change: the rule that holds for it, planning the next one, and ending them with the deployment."""

from datetime import timedelta
from typing import NamedTuple

from incidents.commands._change import Change
from incidents.models import Check, CheckPlan, CrewWords, Deployment
from incidents.queries.procedures import loaded
from incidents.rules.packs.shape import Monitoring

RUNNING = (Check.State.PLANNED, Check.State.ASKED, Check.State.MISSED)


class Rule(NamedTuple):
    """How a crew is checked on: minutes to the first check, between checks, and of grace; and the words to ask."""

    first_min: int
    interval_min: int
    grace_min: int
    ask: str


def monitoring_of(change: Change) -> Monitoring | None:
    """The checks that the incident's procedure asks for."""
    incident = change.incident
    if incident.pack_id is None:
        return None
    return loaded(incident.pack_id).type_named(incident.type_code).monitoring


def rule_for(change: Change, deployment: Deployment | None) -> Rule | None:
    """What holds for this crew: its own plan, else the incident's, else the procedure's. None: nobody asked for checks."""
    plans = list(CheckPlan.objects.filter(incident=change.incident).order_by("-pk"))
    own = [plan for plan in plans if deployment is not None and plan.deployment_id == deployment.pk]
    plan = next(iter(own + [plan for plan in plans if plan.deployment_id is None]), None)
    if plan is not None:
        return Rule(plan.interval_min, plan.interval_min, plan.grace_min, plan.question)
    usual = monitoring_of(change)
    return Rule(usual.first_check_min, usual.interval_min, usual.grace_min, usual.ask) if usual else None


def plan_check(change: Change, deployment: Deployment, *, first: bool = False) -> Check | None:
    """Plan the next check on a crew."""
    rule = rule_for(change, deployment)
    states = [] if rule is None else list(Check.objects.filter(deployment=deployment).values_list("state", flat=True))
    if rule is None or set(states) & set(RUNNING):
        return None
    return Check.objects.create(
        deployment=deployment,
        number=len(states) + 1,
        question=rule.ask,
        due_at=change.at + timedelta(minutes=rule.first_min if first else rule.interval_min),
        grace_s=rule.grace_min * 60,
        wants_word=CrewWords.objects.filter(unit_id=deployment.unit_id).exists(),
    )


def end_checks(deployment: Deployment) -> None:
    """The crew has left: nothing more is asked of it."""
    Check.objects.filter(deployment=deployment, state__in=RUNNING).update(state=Check.State.ENDED)
