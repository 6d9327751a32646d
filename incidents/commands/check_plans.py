"""How often crews are asked: set for one unit or for every unit at an incident, never made rarer at a desk (BS 7499 practice)."""

from datetime import datetime, timedelta

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import require
from incidents.commands._change import Change, changing
from incidents.commands._checks import RUNNING, plan_check, rule_for
from incidents.commands.deploy import locked_deployment
from incidents.models import Check, CheckPlan, Deployment
from incidents.rules.entries import Entry
from incidents.rules.stages import AT_SCENE
from incidents.rules.welfare import LONGEST_GRACE_MIN, LONGEST_INTERVAL_MIN, is_stretched


def set_checks(
    *,
    incident_id: int,
    interval_min: int,
    grace_min: int,
    reason: str,
    by: Actor,
    at: datetime,
    question: str = "",
    deployment_id: int | None = None,
) -> CheckPlan:
    """Set how often the crews of an incident are asked, or one of them, with the reason of the risk.

    Oftener is anybody's; less often than now, or with more grace, needs a supervisor.

    Raises:
        Refusal: "interval-out-of-bounds" (minutes), "reason-needed", "words-needed" where nothing says what to ask.
    """
    within = 1 <= interval_min <= LONGEST_INTERVAL_MIN and 1 <= grace_min <= LONGEST_GRACE_MIN
    bounds = f"A check comes every 1 to {LONGEST_INTERVAL_MIN} minutes, with 1 to {LONGEST_GRACE_MIN} minutes to answer."
    require(within, bounds, code="interval-out-of-bounds")
    require(reason.strip(), "Say what the risk is.", code="reason-needed")
    with changing(incident_id, by=by, at=at, act=Act.DISPATCH) as change:
        require(change.incident.is_open, "This incident is closed.", code="incident-closed")
        one = locked_deployment(change, deployment_id) if deployment_id else None
        require(one is None or one.ended_at is None, "This deployment has ended.", code="deployment-ended")
        now = rule_for(change, one)
        ask = question.strip()[:300] or (now.ask if now else "")
        require(ask, "Say what the crew is to be asked.", code="words-needed")
        if now and is_stretched(interval_min, grace_min, usual_interval_min=now.interval_min, usual_grace_min=now.grace_min):
            insist(by, Act.STRETCH_CHECKS, change.incident)
        plan = CheckPlan.objects.create(
            incident=change.incident,
            deployment=one,
            interval_min=interval_min,
            grace_min=grace_min,
            question=ask,
            reason=reason.strip()[:300],
            set_at=at,
            set_by_name=by.label,
        )
        who = one.unit.call_sign if one else "Every crew"
        text = f"{who}: every {interval_min} min, {grace_min} min to answer, “{ask}”. {plan.reason}"
        change.log(Entry.CHECK_PLANNED, text, unit=one.unit.call_sign if one else "", interval_min=interval_min, grace_min=grace_min)
        _plan_anew(change, plan, one)
    return plan


def _plan_anew(change: Change, plan: CheckPlan, one: Deployment | None) -> None:
    """What was planned and not yet asked moves to the new interval; a crew at work without a check gets one."""
    crews = [one] if one else list(Deployment.objects.active().filter(incident=change.incident, status__in=AT_SCENE).order_by("pk"))
    for crew in crews:
        check = Check.objects.filter(deployment=crew, state__in=RUNNING).first()
        if check is None:
            plan_check(change, crew, first=True)
        elif check.state == Check.State.PLANNED and rule_for(change, crew) == rule_for(change, one):
            check.due_at, check.grace_s = change.at + timedelta(minutes=plan.interval_min), plan.grace_min * 60
            check.question = plan.question
            check.save(update_fields=["due_at", "grace_s", "question"])
