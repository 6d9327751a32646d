"""Where it is: another reading beside the others, and choosing the one to go by."""

from datetime import datetime
from typing import Any

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act
from dispatch.refusal import NotFound, require
from incidents.commands._change import Change, changing
from incidents.commands._place import keep_reading, understood
from incidents.models import LocationReading
from incidents.rules.entries import Entry


def add_reading(*, incident_id: int, by: Actor, at: datetime, **facts: Any) -> LocationReading:
    """Keep another reading of the place beside those there are. The first one of an incident is the one in use.

    Args:
        facts: place_text, lat, lon (degrees), accuracy_m, method, gazetteer (a place's key), source (who or what said so).
    """
    with changing(incident_id, by=by, at=at, act=Act.LOG_INCIDENT) as change:
        require(change.incident.is_open, "This incident is closed.", code="incident-closed")
        known = understood(facts, change.incident.centre_id)
        first = not change.incident.place_known
        reading = keep_reading(change, known, use=first)
        require(reading, "Say where, or give degrees.", code="place-needed")
        assert reading is not None
        change.log(Entry.PLACE_HEARD, said(reading), reading=reading.pk, method=reading.method, lat=reading.lat, lon=reading.lon)
        if first:
            _go_by(change, reading)
    return reading


def use_reading(*, incident_id: int, reading_id: int, by: Actor, at: datetime, why: str = "") -> LocationReading:
    """Choose the reading to go by. Without degrees of its own, the pin stays where it is; nothing is overwritten."""
    with changing(incident_id, by=by, at=at, act=Act.LOG_INCIDENT) as change:
        incident = change.incident
        require(incident.is_open, "This incident is closed.", code="incident-closed")
        reading = LocationReading.objects.filter(incident=incident, pk=reading_id).first()
        if reading is None:
            raise NotFound("This incident has no such reading.", code="not-found")
        require(not reading.in_use, "This reading is in use already.", code="reading-in-use")
        LocationReading.objects.filter(incident=incident, in_use=True).update(in_use=False)
        reading.in_use = True
        reading.save(update_fields=["in_use"])
        was: dict[str, Any] = {"was": incident.place_text, "was_lat": incident.lat, "was_lon": incident.lon}
        _go_by(change, reading)
        words = f"{said(reading)}. {why.strip()}" if why.strip() else said(reading)
        change.log(Entry.PLACE_CHOSEN, words, reading=reading.pk, lat=incident.lat, lon=incident.lon, revision=incident.revision + 1, **was)
    return reading


def _go_by(change: Change, reading: LocationReading) -> None:
    incident = change.incident
    incident.place_text = said(reading)[:300]
    if reading.lat is not None:
        incident.lat, incident.lon = reading.lat, reading.lon
    others = [name for name in incident.read_back if name != "place_text"]
    incident.read_back = sorted([*others, "place_text"]) if reading.read_back else others


def said(reading: LocationReading) -> str:
    """A reading in words: its own, or its degrees."""
    return reading.text or f"{reading.lat:.5f}, {reading.lon:.5f}"
