"""Units sent to an incident, as its page shows them: their times, briefs, checks and requests."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from incidents.models import Briefing, Check, Deployment, Incident, SupportRequest, Visit
from incidents.queries.links import token_for
from incidents.rules.deployments import STATUS_WORDS, may_report

PARTS = {
    "what_happened": "What happened",
    "place_and_access": "Where, and how to get in",
    "hazards": "Hazards",
    "task": "Your task",
    "limits": "Limits",
    "report_back": "Report back",
}
RUNNING = (Check.State.PLANNED, Check.State.ASKED, Check.State.MISSED)


@dataclass(frozen=True)
class Sent:
    """A unit sent, with everything about it. ``times`` are (word, instant or None) in the order of the work."""

    deployment: Deployment
    status_word: str
    active: bool
    times: list[tuple[str, datetime | None]]
    briefing: Briefing | None
    parts: list[tuple[str, str]]
    wording: dict[str, str]
    wording_id: str
    check: Check | None
    answer_by: datetime | None
    past_checks: list[Check]
    visit: Visit | None
    visited: list[Visit]
    support: list[SupportRequest]
    link: str
    next_statuses: dict[str, list[dict[str, str]]]
    next_id: str


def units_sent(incident: Incident) -> list[Sent]:
    """Every unit sent: those still at work first, then in the order they were sent."""
    found = Deployment.objects.filter(incident=incident).select_related("unit").order_by("pk")
    sent = [_sent(each) for each in found.prefetch_related("briefings", "checks__visits", "support_requests")]
    return sorted(sent, key=lambda each: not each.active)


def _sent(deployment: Deployment) -> Sent:
    briefings = sorted(deployment.briefings.all(), key=lambda each: each.version)
    checks = sorted(deployment.checks.all(), key=lambda each: each.number)
    briefing = briefings[-1] if briefings else None
    running = next((each for each in checks if each.state in RUNNING), None)
    visits = sorted((visit for each in checks for visit in each.visits.all()), key=lambda each: each.pk)
    asked_at = running.asked_at if running else None
    return Sent(
        deployment=deployment,
        status_word=STATUS_WORDS[deployment.status],
        active=deployment.ended_at is None,
        times=_times(deployment),
        briefing=briefing,
        parts=[(label, getattr(briefing, name)) for name, label in PARTS.items()] if briefing else [],
        wording={name: getattr(briefing, name) for name in PARTS} if briefing else {},
        wording_id=f"wording-{deployment.pk}",
        check=running,
        answer_by=asked_at + timedelta(seconds=running.grace_s) if running and asked_at else None,
        visit=next((each for each in visits if each.done_at is None), None),
        visited=[each for each in visits if each.done_at is not None],
        past_checks=[each for each in checks if each.state == Check.State.ANSWERED],
        support=sorted(deployment.support_requests.all(), key=lambda each: each.pk),
        link=f"/r/{token_for(deployment.pk)}",
        next_statuses={"status": _next_statuses(deployment)},
        next_id=f"next-{deployment.pk}",
    )


def _next_statuses(deployment: Deployment) -> list[dict[str, str]]:
    """What a crew may report from here; standing down is the control room's own act."""
    return [
        {"value": code, "label": word}
        for code, word in STATUS_WORDS.items()
        if code != "stood_down" and may_report(deployment.status, code)
    ]


def _times(deployment: Deployment) -> list[tuple[str, datetime | None]]:
    ended = STATUS_WORDS[deployment.status] if deployment.ended_at else "Finished"
    return [
        ("Sent", deployment.sent_at),
        ("Read", deployment.read_at),
        ("Got it", deployment.acknowledged_at),
        ("On the way", deployment.en_route_at),
        ("At scene", deployment.at_scene_at),
        (ended, deployment.ended_at),
    ]
