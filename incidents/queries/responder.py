"""A crew's own page: one deployment, and nothing else of the centre."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypedDict

from dispatch.accounts.actors import Crew
from incidents.models import Briefing, Check, CrewWords, Deployment, Emergency, LogLine, RoundAnswer, SupportRequest
from incidents.queries.links import deployment_behind
from incidents.queries.sent_record import PARTS, RUNNING
from incidents.rules.deployments import STATUS_WORDS, may_report
from incidents.rules.entries import ENTRIES
from resources.queries.cards import stamp
from resources.rules.status import CREW_STEPS

LINK_OUTLIVES_BY = timedelta(hours=24)  # an ended deployment's link says so for a day, then opens nothing
MOST_REPORTS = 40
SHOWN = ("brief.", "check.", "round.", "support.", "unit.", "update")
ACTS = {
    "acknowledged": "Got it",
    "en_route": "On the way",
    "delayed": "Delayed",
    "at_rvp": "At the meeting point",
    "on_scene": "At scene",
    "on_scene_free": "At scene, can be moved",
    "committed": "At scene, cannot leave",
    "clear": "Finished",
}


@dataclass(frozen=True)
class Part:
    """One of the six parts of a brief; ``changed`` since the version that the crew accepted."""

    label: str
    words: str
    changed: bool


@dataclass(frozen=True)
class Report:
    """Something that was reported by this crew, or for it."""

    number: int
    at: datetime
    word: str
    text: str
    by: str


class Step(TypedDict):
    """A status that the crew may report next."""

    code: str
    label: str


class CrewPage(TypedDict):
    """What the phone shows."""

    deployment: Deployment
    status_word: str
    ended: bool
    briefing: Briefing | None
    parts: list[Part]
    to_accept: bool
    next: Step | None
    others: list[Step]
    can_decline: bool
    check: Check | None
    answer_by: datetime | None
    support: list[SupportRequest]
    round: RoundAnswer | None
    mayday: Emergency | None
    button: str
    reports: list[Report]
    geo: str
    coordinates: str
    mark: int


def crew_behind(token: str, at: datetime) -> tuple[Deployment, Crew] | None:
    """The deployment that a link opens and the crew that holds it; None for a link that opens nothing, or does so no longer."""
    deployment_id = deployment_behind(token)
    if deployment_id is None:
        return None
    found = Deployment.objects.filter(pk=deployment_id).select_related("unit", "incident__centre").first()
    if found is None or (found.ended_at is not None and found.ended_at + LINK_OUTLIVES_BY < at):
        return None
    return found, Crew(call_sign=found.unit.call_sign, centre_id=found.incident.centre_id, deployment_id=found.pk)


def crew_page(deployment: Deployment) -> CrewPage:
    """Everything on the page. After the end it holds no word of the brief: where people live is no longer this crew's business."""
    ended = deployment.ended_at is not None
    briefings = [] if ended else list(Briefing.objects.filter(deployment=deployment).order_by("version"))
    briefing = briefings[-1] if briefings else None
    steps = [] if ended else [Step(code=code, label=ACTS[code]) for code in CREW_STEPS.get(deployment.status, ())]
    check = running_check(deployment)
    incident = deployment.incident
    there = incident.lat is not None and not ended
    coordinates = f"{incident.lat:.5f}, {incident.lon:.5f}" if there else ""
    return {
        "deployment": deployment,
        "status_word": STATUS_WORDS[deployment.status],
        "ended": ended,
        "briefing": briefing,
        "parts": _parts(briefings),
        "to_accept": briefing is not None and briefing.accepted_at is None and deployment.status != "alerted",
        "next": steps[0] if steps else None,
        "others": steps[1:],
        "can_decline": may_report(deployment.status, "declined"),
        "check": check,
        "answer_by": check.asked_at + timedelta(seconds=check.grace_s) if check and check.asked_at else None,
        "support": list(SupportRequest.objects.filter(deployment=deployment).order_by("pk")),
        "round": RoundAnswer.objects.filter(deployment=deployment, round__ended_at=None).select_related("round").first(),
        "mayday": _mayday(deployment),
        "button": CrewWords.objects.filter(unit=deployment.unit_id).values_list("button", flat=True).first() or "",
        "reports": _reports(deployment),
        "geo": f"geo:{coordinates.replace(' ', '')}?q={coordinates.replace(' ', '')}" if there else "",
        "coordinates": coordinates,
        "mark": incident.revision,
    }


def running_check(deployment: Deployment) -> Check | None:
    """The check that is planned, asked or missed."""
    return Check.objects.filter(deployment=deployment, state__in=RUNNING).first()


def _mayday(deployment: Deployment) -> Emergency | None:
    """The Mayday that stands. Duress is never asked for here: nothing of it may reach the phone."""
    maydays = Emergency.objects.open().filter(deployment=deployment, kind=Emergency.Kind.MAYDAY)
    return maydays.select_related("owned_by").first()


def _parts(briefings: list[Briefing]) -> list[Part]:
    if not briefings:
        return []
    newest, older = briefings[-1], briefings[:-1]
    accepted = [each for each in older if each.accepted_at is not None]
    known = accepted[-1] if accepted else older[-1] if older else newest
    return [Part(label, getattr(newest, name), changed=getattr(newest, name) != getattr(known, name)) for name, label in PARTS.items()]


def _reports(deployment: Deployment) -> list[Report]:
    """What this crew reported or was recorded for it, newest first. Lines about anyone else stay out."""
    lines = LogLine.objects.filter(incident_id=deployment.incident_id, recorded_at__gte=deployment.sent_at).order_by("-number")
    label = f"{deployment.unit.call_sign} crew"
    found = [line for line in lines if line.entry.startswith(SHOWN) and _is_about(line, deployment.unit.call_sign, label)]
    return [Report(line.number, line.at, ENTRIES.get(line.entry, line.entry), line.text, line.by_name) for line in found[:MOST_REPORTS]]


def _is_about(line: LogLine, call_sign: str, label: str) -> bool:
    return line.by_name == label or line.known.get("unit") == call_sign


def crew_state(deployment: Deployment, at: datetime) -> dict[str, Any]:
    """What a phone asks for every few seconds: ``{at, revision, version, status, ended, check}``."""
    check = running_check(deployment)
    version: int | None = Briefing.objects.filter(deployment=deployment).order_by("-version").values_list("version", flat=True).first()
    return {
        "at": stamp(at),
        "revision": deployment.incident.revision,
        "version": version,
        "status": deployment.status,
        "ended": deployment.ended_at is not None,
        "check": {"state": check.state, "due_at": stamp(check.due_at)} if check else None,
    }
