"""A major incident, whole: what the REST interface gives and its page shows."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from incidents.models import Attendance, Briefing, CommandPost, Deployment, Incident, JointBriefing, LogLine, MajorIncident, MajorTask
from incidents.queries.family import family_of, part_shown, totals_of
from incidents.queries.methane import methanes_of
from incidents.queries.standing_down import obstacles
from incidents.rules.deployments import STATUS_WORDS
from incidents.rules.entries import Entry
from incidents.rules.jesip import IIMARCH, JDM
from incidents.rules.major import PLACES, STATES, roles_of
from resources.queries.cards import stamp


def major_whole(incident: Incident) -> dict[str, Any]:
    """Everything about it; of an incident that is none yet, METHANE and its parts."""
    family = family_of(incident)
    crews = crews_of(family)
    major = latest_major(incident)
    return {
        "incident": incident.reference,
        "state": incident.major or None,
        "state_word": STATES.get(incident.major, "Not a major incident"),
        "major": major_shown(major) if major else None,
        "methane": methanes_of(incident),
        "totals": dict(totals_of(family)),
        "parts": [part_shown(each, sum(crew["incident"] == each.reference for crew in crews)) for each in family[1:]],
        "crews": crews,
        "posts": posts_of(incident, major.levels if major else "gold"),
        "attendance": attendance_of(incident),
        "tasks": tasks_of(incident),
        "decisions": decisions_of(incident),
        "briefings": briefings_of(incident),
        "in_the_way": obstacles(incident, {}) if incident.is_major else [],
    }


def latest_major(incident: Incident) -> MajorIncident | None:
    """The latest one of an incident, stood down or not."""
    return MajorIncident.objects.filter(incident=incident).order_by("-pk").first()


def major_shown(major: MajorIncident) -> dict[str, Any]:
    """When it was declared, why, by whom, when the next report is due; how it was stood down."""
    return {
        "opened_at": stamp(major.opened_at),
        "opened_by": major.opened_by_name,
        "declared_at": stamp(major.declared_at),
        "declared_by": major.declared_by_name or None,
        "reason": major.reason,
        "levels": major.levels,
        "informed": major.inform,
        "sitrep_every_min": major.sitrep_every_min,
        "sitrep_due_at": stamp(major.sitrep_due_at) if major.stood_down_at is None else None,
        "stood_down_at": stamp(major.stood_down_at),
        "stood_down_by": major.stood_down_by_name or None,
        "stood_down_why": major.stood_down_why or None,
        "handed_over": major.handed_over,
        "debrief_on": major.debrief_on.isoformat() if major.debrief_on else None,
    }


def crews_of(family: list[Incident]) -> list[dict[str, Any]]:
    """The crews that are sent to any of them and have not left."""
    references = {each.pk: each.reference for each in family}
    there = Deployment.objects.active().filter(incident__in=references).select_related("unit").order_by("incident", "pk")
    return [
        {
            "call_sign": each.unit.call_sign,
            "incident": references[each.incident_id],
            "status": each.status,
            "status_word": STATUS_WORDS[each.status],
            "sent_at": stamp(each.sent_at),
            "at_scene_at": stamp(each.at_scene_at),
        }
        for each in there
    ]


def posts_of(incident: Incident, levels: str) -> list[dict[str, Any]]:
    """Every role, with who holds it, who is asked, and who held it before."""
    posts: dict[str, list[CommandPost]] = defaultdict(list)
    for each in CommandPost.objects.filter(incident=incident).order_by("pk"):
        posts[each.role].append(each)
    return [_role(code, words, posts[code]) for code, words in roles_of(levels).items()]


def _role(code: str, words: str, posts: list[CommandPost]) -> dict[str, Any]:
    standing = [each for each in posts if each.ended_at is None]
    return {
        "role": code,
        "words": words,
        "holder": next((post_shown(each) for each in standing if each.accepted_at), None),
        "asked": next((post_shown(each) for each in standing if not each.accepted_at), None),
        "before": [post_shown(each) for each in reversed(posts) if each.ended_at and each.accepted_at],
    }


def post_shown(post: CommandPost) -> dict[str, Any]:
    """One person in one role."""
    return {
        "id": post.pk,
        "role": post.role,
        "person": post.person,
        "organisation": post.organisation,
        "reached_on": post.reached_on,
        "handover": post.handover,
        "offered_at": stamp(post.offered_at),
        "offered_by": post.offered_by_name,
        "accepted_at": stamp(post.accepted_at),
        "accepted_by": post.accepted_by_name or None,
        "ended_at": stamp(post.ended_at),
    }


def attendance_of(incident: Incident) -> list[dict[str, Any]]:
    """Who is there, the first to come first, and then who has left."""
    found = Attendance.objects.filter(incident=incident).order_by("arrived_at", "pk")
    return [attendance_shown(each) for each in sorted(found, key=lambda each: each.left_at is not None)]


def attendance_shown(there: Attendance) -> dict[str, Any]:
    """One stay at one place."""
    return {
        "id": there.pk,
        "who": there.who,
        "organisation": there.organisation,
        "place": there.place,
        "place_word": PLACES[there.place],
        "arrived_at": stamp(there.arrived_at),
        "left_at": stamp(there.left_at),
        "recorded_by": there.recorded_by_name,
    }


def tasks_of(incident: Incident) -> list[dict[str, Any]]:
    """Every task: those to do first, the most pressing at the top."""
    found = MajorTask.objects.filter(incident=incident).order_by("due_at", "pk")
    return [task_shown(each) for each in sorted(found, key=lambda each: each.done_at is not None)]


def task_shown(task: MajorTask) -> dict[str, Any]:
    """One task."""
    return {
        "id": task.pk,
        "number": task.number,
        "what": task.what,
        "owner": task.owner,
        "set_at": stamp(task.set_at),
        "set_by": task.set_by_name,
        "due_at": stamp(task.due_at),
        "done_at": stamp(task.done_at),
        "done_by": task.done_by_name or None,
        "result": task.result or None,
    }


def decisions_of(incident: Incident) -> list[dict[str, Any]]:
    """The joint decision log, the newest first: lines of the incident's sealed log."""
    lines = LogLine.objects.filter(incident=incident, entry=Entry.JOINT_DECISION.value).order_by("-number")
    return [
        {
            "line": line.number,
            "number": line.known["number"],
            "at": stamp(line.at),
            "by": line.by_name,
            "decision": line.known["decision"],
            "decided_by": line.known["decided_by"],
            "reasons": line.known["reasons"],
            "review_at": line.known["review_at"],
            "steps": [{"code": code, "words": words, "text": line.known["steps"].get(code, "")} for code, words in JDM.items()],
            "seal": line.seal,
        }
        for line in lines
    ]


def briefings_of(incident: Incident) -> list[dict[str, Any]]:
    """Every IIMARCH briefing, the newest first, with who has read and who has accepted it."""
    found = JointBriefing.objects.filter(incident=incident).order_by("-version")
    return [briefing_shown(each) for each in found.prefetch_related("briefings__deployment__unit")]


def briefing_shown(joint: JointBriefing) -> dict[str, Any]:
    """One IIMARCH briefing."""
    crews = [_reader(each) for each in sorted(joint.briefings.all(), key=lambda each: each.pk)]
    return {
        "version": joint.version,
        "sent_at": stamp(joint.sent_at),
        "sent_by": joint.sent_by_name,
        "parts": [{"code": code, "words": words, "text": getattr(joint, code)} for code, words in IIMARCH.items()],
        "crews": crews,
        "accepted": sum(each["accepted_at"] is not None for each in crews),
        "of": len(crews),
    }


def _reader(briefing: Briefing) -> dict[str, Any]:
    crew = briefing.deployment
    return {
        "call_sign": crew.unit.call_sign,
        "read_at": stamp(briefing.read_at),
        "accepted_at": stamp(briefing.accepted_at),
        "left_at": stamp(crew.ended_at),
    }


def as_instant(text: str | None) -> datetime | None:
    """A stamp as an instant again, for a page that counts from it."""
    return datetime.fromisoformat(text) if text else None
