"""METHANE as it is known: prefilled from the incident, and its versions with what changed."""

from datetime import date
from typing import Any

from incidents.models import Deployment, Incident, Methane, Notice
from incidents.queries.briefs import coordinates, suggested_brief
from incidents.rules.deployments import STATUS_WORDS
from incidents.rules.major import LETTERS, acronym, people_known
from resources.queries.cards import stamp


def methane_ready(incident: Incident, *, on: date) -> dict[str, str]:
    """The letters to begin with: the newest version's, or what is known of the incident on this day."""
    last = Methane.objects.filter(incident=incident).order_by("-version").first()
    if last is not None:
        return last.letters()
    degrees = coordinates(incident)
    return {
        "exact_location": " ".join(filter(None, (incident.place_text, f"({degrees})" if degrees else ""))),
        "type_of_incident": ". ".join(filter(None, (incident.type_title, incident.summary))),
        "hazards": suggested_brief(incident, on=on)["hazards"],
        "access": incident.access,
        "casualties": people_known(incident.flags),
        "services": _services(incident),
    }


def _services(incident: Incident) -> str:
    """Who is there or on the way, who has been told, and who is still to be."""
    sent = Deployment.objects.active().filter(incident=incident).select_related("unit").order_by("pk")
    crews = [f"{each.unit.call_sign} ({STATUS_WORDS[each.status].lower()})" for each in sent]
    notices = list(Notice.objects.named().filter(incident=incident).order_by("pk"))
    told = [each.label for each in notices if each.confirmed_at]
    untold = [each.label for each in notices if not each.confirmed_at]
    parts = {"Sent": crews, "Told": told, "To be told": untold}
    return "\n".join(f"{words}: {', '.join(named)}." for words, named in parts.items() if named) or "None yet."


def methane_shown(methane: Methane) -> dict[str, Any]:
    """One version: its letters in order, each with whether this version changed it."""
    return {
        "version": methane.version,
        "acronym": acronym(methane.major),
        "major": methane.major or None,
        "at": stamp(methane.at),
        "by": methane.by_name,
        "sitrep": methane.sitrep or None,
        "casualty_count": methane.casualty_count,
        "letters": [
            {"code": letter.code, "words": letter.words, "text": getattr(methane, letter.code), "changed": letter.code in methane.changed}
            for letter in LETTERS
        ],
    }


def methanes_of(incident: Incident) -> list[dict[str, Any]]:
    """Every version, the newest first."""
    return [methane_shown(each) for each in Methane.objects.filter(incident=incident).order_by("-version")]
