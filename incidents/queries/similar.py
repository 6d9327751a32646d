"""Open incidents that may be what a caller is telling of."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from incidents.models import Contact, Incident, LocationReading
from incidents.queries.procedures import live_packs
from incidents.rules.duplicates import Match, Pin, Told, best, match
from incidents.rules.stages import STAGES
from resources.queries.cards import stamp

OPENED_WITHIN = timedelta(hours=12)
MOST_OPEN = 400  # the newest; more than that many at once is not a room that looks for one duplicate
MOST_READINGS = 60  # of one incident
MOST_WORDS = 2000  # characters of what its callers said


def title_of(centre_id: int, type_code: str) -> str:
    """The title of a type in use, or nothing."""
    return next((kind.title for each in live_packs(centre_id) for kind in each.pack.incident_types if kind.code == type_code), "")


def similar_incidents(centre_id: int, report: Told, *, but: str = "", exercise: bool = False) -> list[dict[str, Any]]:
    """Open incidents that may be the same, the likeliest first, each with how far, how old and why.

    Args:
        but: the reference of the incident that is being told of itself.
        exercise: it is played: only exercises are compared, and otherwise none.
    """
    recent = Q(opened_at__gte=report.at - OPENED_WITHIN) | Q(major__in=("standby", "declared"))
    found = Incident.objects.of(centre_id).open().filter(recent, exercise=exercise).exclude(reference=but)
    incidents = {each.pk: each for each in found.for_cards().order_by("-pk")[:MOST_OPEN]}
    if not incidents:
        return []
    readings, contacts = _readings_of(incidents), _contacts_of(incidents)
    scored = []
    for pk, incident in incidents.items():
        told = _told(incident, readings[pk], contacts[pk])
        scored.append((pk, match(report, told, last_at=_last_told(incident, contacts[pk], report.at))))
    return [_shown(incidents[pk], each, len(contacts[pk])) for pk, each in best(scored)]


def _readings_of(incidents: dict[int, Incident]) -> dict[int, list[LocationReading]]:
    found: dict[int, list[LocationReading]] = defaultdict(list)
    for each in (
        LocationReading.objects.filter(incident__in=incidents).only("incident_id", "text", "lat", "lon", "accuracy_m").order_by("-pk")
    ):
        if len(found[each.incident_id]) < MOST_READINGS:
            found[each.incident_id].append(each)
    return found


def _contacts_of(incidents: dict[int, Incident]) -> dict[int, list[tuple[datetime, str]]]:
    found: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
    for pk, at, words in Contact.objects.filter(incident__in=incidents).order_by("-pk").values_list("incident", "offered_at", "words"):
        found[pk or 0].append((at, words))
    return found


def _told(incident: Incident, readings: list[LocationReading], contacts: list[tuple[datetime, str]]) -> Told:
    said = " ".join([incident.summary, *(words for _, words in contacts)])
    return Told(
        at=incident.opened_at,
        pins=tuple(Pin(each.lat, each.lon, each.accuracy_m) for each in readings if each.lat is not None and each.lon is not None),
        places=tuple(each.text for each in readings),
        words=said[:MOST_WORDS],
        type_code=incident.type_code,
        title=incident.type_title,
    )


def _last_told(incident: Incident, contacts: list[tuple[datetime, str]], at: datetime) -> datetime:
    if incident.is_major:  # it goes on, however long ago somebody last called about it
        return at
    return min(at, max([incident.opened_at, *(offered for offered, _ in contacts)]))


def _shown(incident: Incident, found: Match, contacts: int) -> dict[str, Any]:
    return {
        "reference": incident.reference,
        "type_title": incident.type_title,
        "priority": incident.priority or None,
        "stage": incident.stage,
        "stage_word": STAGES[incident.stage],
        "summary": incident.summary[:160],
        "place": incident.place_text,
        "opened_at": stamp(incident.opened_at),
        "contacts": contacts,
        "away_m": found.away_m,
        "score": found.score,
        "strong": found.strong,
        "major": incident.major or None,
        "why": [*(["a major incident"] if incident.is_major else []), *found.why],
    }
