"""The briefing that a procedure and the known facts suggest."""

from datetime import date
from typing import Any

from dispatch.accounts.zones import clock_time
from incidents.models import Incident, Notice
from incidents.queries.paths import last_path, standing_answers
from incidents.queries.procedures import of_incident
from incidents.queries.where import readings_of, site_notes_of
from incidents.rules.decision_path import walk
from incidents.rules.wording import path_facts, six_parts


def suggested_brief(incident: Incident, *, on: date) -> dict[str, str]:
    """The six parts, filled from what is known on this day; every one may be reworded before it is sent."""
    notes = [warning(note, on) for note in site_notes_of(incident, readings_of(incident))]
    if incident.pack_id is None:
        plain = _plain_brief(incident)
        return plain | {"hazards": " ".join([*notes, plain["hazards"]])} if notes else plain
    _, kind = of_incident(incident)
    parts = six_parts(kind, _facts(incident))
    if incident.summary:
        parts["what_happened"] = f"{parts['what_happened']} Caller: {incident.summary}"
    if incident.hazards:
        parts["hazards"] = f"{incident.hazards}. {parts['hazards']}"
    if notes:
        parts["hazards"] = " ".join([*notes, parts["hazards"]])
    return {"place_and_access": parts.pop("exact_location_and_access"), **parts}


def warning(note: dict[str, Any], on: date) -> str:
    """A site note as a brief says it: "Site (dog): Large dog, friendly but strong."; one that is out of date says so."""
    hazards = f" ({note['hazards']})" if note["hazards"] else ""
    due = date.fromisoformat(note["review_on"])
    old = f" Out of date: its review was due on {due.day} {due:%B %Y}, ask before you rely on it." if due <= on else ""
    return f"Site{hazards}: {note['text'].rstrip('.')}.{old}"


def _plain_brief(incident: Incident) -> dict[str, str]:
    return {
        "what_happened": incident.summary or "Not known yet: the caller is still on the line.",
        "place_and_access": ". Access: ".join(each for each in (incident.place_text, incident.access) if each),
        "hazards": incident.hazards or "None recorded. Look before you go in.",
        "task": "Go to the place, make sure you are safe, and tell us what you find.",
        "limits": "Do not put yourself at risk. Wait for more details.",
        "report_back": "On arrival.",
    }


def _facts(incident: Incident) -> dict[str, str]:
    _, kind = of_incident(incident)
    facts = {
        "location.readback": incident.place_text or coordinates(incident),
        "location.access": incident.access,
        "incident.number": incident.reference,
        "incident.summary": incident.summary,
        "summary": incident.summary,
        "flags.people_summary": ", ".join(flag.replace("_", " ") for flag in incident.flags),
        "monitoring.interval": str(kind.monitoring.interval_min),
        "callback.number": incident.callback_number,
    }
    for notice in Notice.objects.filter(incident=incident).select_related("incident__centre"):
        at = notice.confirmed_at
        facts[f"notify.{notice.code}.at"] = clock_time(at, notice.incident.centre) if at else "not confirmed yet"
        facts[f"notify.{notice.code}.ref"] = notice.their_reference
    path = last_path(incident)
    if path is not None and path.type_code == incident.type_code:
        facts |= path_facts(walk(kind, [each.given for each in standing_answers(path)]))
    return facts


def coordinates(incident: Incident) -> str:
    """Degrees to five places (about a metre), or nothing."""
    return f"{incident.lat:.5f}, {incident.lon:.5f}" if incident.lat is not None else ""
