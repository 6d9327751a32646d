"""Logging an incident and keeping its facts right."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from dispatch.accounts.actors import Actor
from dispatch.accounts.models import Centre
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import require
from incidents.commands._change import Change, changing
from incidents.commands._contact import become_part_of
from incidents.commands._exercise import is_exercise
from incidents.commands._path import begin_path
from incidents.commands._place import hear_caller, keep_reading, understood
from incidents.commands.reassess import ask_reassessment
from incidents.models import Incident, LogLine
from incidents.queries.procedures import type_in_use
from incidents.rules.entries import Entry
from incidents.rules.numbers import normalised

NEXT_NUMBER = "UPDATE accounts_centre SET last_incident_number = last_incident_number + 1 WHERE id = %s RETURNING last_incident_number"
# What an agent may correct, and the words for it in the log.
FACTS = {
    "summary": "What happened",
    "place_text": "Place",
    "access": "How to get in",
    "hazards": "Hazards",
    "caller_name": "Caller",
    "callback_number": "Callback number",
}


def open_incident(
    *, centre: Centre, by: Actor, at: datetime, contact_id: int | None = None, type_code: str = "", exercise: bool = False, **facts: Any
) -> Incident:
    """Log an incident (CC38 1.3). Nothing is required: what is missing can follow.

    Args:
        contact_id: the contact it came from, which becomes part of it.
        type_code: the incident type, when it is known; its first question is then ready.
        exercise: it is played, not real: marked everywhere, in no figure, and nothing about it leaves the house.
        facts: any of FACTS, and lat, lon (degrees), accuracy_m, method, gazetteer (a place's key), read_back (names of facts read back).
    """
    with transaction.atomic():
        insist(by, Act.LOG_INCIDENT, by)
        played = centre.is_training_room or is_exercise(contact_id, claimed=exercise, by=by)
        facts = understood(facts, centre.pk)
        incident = _new_incident(centre, by=by, at=at, facts=facts, exercise=played)
        change = Change(incident, by=by, at=at)
        change.log(Entry.INCIDENT_LOGGED, incident.summary, place=incident.place_text, lat=incident.lat, lon=incident.lon)
        keep_reading(change, facts)
        if contact_id:
            become_part_of(change, contact_id)
        if type_code:
            begin_path(change, *type_in_use(centre.pk, type_code))
        change.finish()
    return incident


def _new_incident(centre: Centre, *, by: Actor, at: datetime, facts: dict[str, Any], exercise: bool) -> Incident:
    with connection.cursor() as cursor:
        cursor.execute(NEXT_NUMBER, [centre.pk])
        number = cursor.fetchone()[0]
    return Incident.objects.create(
        centre=centre,
        number=number,
        reference=str(number),
        exercise=exercise,
        opened_at=at,
        stage_at=at,
        opened_by_name=by.label,
        handled_by_id=by.user_id,
        lat=facts.get("lat"),
        lon=facts.get("lon"),
        read_back=sorted(facts.get("read_back", ())),
        callback_e164=normalised(facts.get("callback_number") or "", settings.PHONE_REGION),
        **{name: facts[name].strip() for name in FACTS if facts.get(name)},
    )


def link_contact(*, incident_id: int, contact_id: int, by: Actor, at: datetime) -> None:
    """Add another contact to an incident: several people may report one thing. Somebody is asked to assess it again."""
    with changing(incident_id, by=by, at=at, act=Act.LOG_INCIDENT) as change:
        require(change.incident.is_open, "This incident is closed.", code="incident-closed")
        contact = become_part_of(change, contact_id)
        hear_caller(change, contact, {})
        ask_reassessment(change, contact)


def correct_facts(*, incident_id: int, revision: int | None, by: Actor, at: datetime, **facts: Any) -> Incident:
    """Correct what is known. The log keeps the old words beside the new; a new place is a further reading.

    Args:
        revision: the revision the person saw; if the same fact has changed since, nothing is overwritten.
        facts: as for ``open_incident``.
    """
    with changing(incident_id, by=by, at=at, act=Act.LOG_INCIDENT) as change:
        incident = change.incident
        require(incident.is_open, "This incident is closed.", code="incident-closed")
        facts = understood(facts, incident.centre_id)
        changed = {name: facts[name].strip() for name in FACTS if facts.get(name) is not None}
        changed = {name: new for name, new in changed.items() if getattr(incident, name) != new}
        moved = facts.get("lat") is not None and (facts["lat"], facts["lon"]) != (incident.lat, incident.lon)
        _refuse_to_overwrite(incident, revision, changed | ({"lat": facts["lat"], "lon": facts["lon"]} if moved else {}))
        for name, new in changed.items():
            was = getattr(incident, name)
            change.log(Entry.FACT_CORRECTED, f"{FACTS[name]}: {new}", fact=name, was=was, now=new, revision=incident.revision + 1)
            setattr(incident, name, new)
        incident.callback_e164 = normalised(incident.callback_number, settings.PHONE_REGION)
        # What was read back was the old words.
        incident.read_back = [name for name in incident.read_back if name not in changed]
        if moved:
            _move(change, facts)
        if moved or "place_text" in changed:
            keep_reading(change, facts)
        _tick(change, facts.get("read_back", ()))
        change.abandoned = not change.lines
    return incident


def _refuse_to_overwrite(incident: Incident, revision: int | None, changed: dict[str, Any]) -> None:
    if revision is None or revision == incident.revision:
        return
    since = _corrected_since(incident, revision)
    clash = {name: getattr(incident, name) for name in changed if name in since}
    yours = {name: changed[name] for name in clash}
    require(not clash, "Somebody changed this while you were typing. Both texts are kept here.", code="stale", now=clash, yours=yours)


def _corrected_since(incident: Incident, revision: int) -> set[str]:
    """The facts that were corrected after a revision. Other changes, such as a unit on its way, do not count."""
    lines = LogLine.objects.filter(incident=incident, entry__in=(Entry.FACT_CORRECTED, Entry.PLACE_READ, Entry.PLACE_CHOSEN))
    newer = [line for line in lines if line.known.get("revision", 0) > revision]
    return {name for line in newer for name in _touched_by(line)}


def _touched_by(line: LogLine) -> tuple[str, ...]:
    if line.entry == Entry.PLACE_CHOSEN:
        return ("place_text", "lat", "lon")
    return (line.known["fact"],) if line.entry == Entry.FACT_CORRECTED else ("lat", "lon")


def _move(change: Change, facts: dict[str, Any]) -> None:
    incident = change.incident
    incident.lat, incident.lon = facts["lat"], facts["lon"]
    change.log(Entry.PLACE_READ, incident.place_text, lat=incident.lat, lon=incident.lon, revision=incident.revision + 1)


def _tick(change: Change, names: Any) -> None:
    incident = change.incident
    fresh = sorted(set(names) - set(incident.read_back))
    if fresh:
        incident.read_back = sorted({*incident.read_back, *fresh})
        change.log(Entry.READ_BACK, ", ".join(FACTS.get(name, name) for name in fresh), facts=fresh)
