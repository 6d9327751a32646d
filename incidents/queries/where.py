"""Where it is: what a typed text may mean, and the readings of an incident beside each other."""

from collections.abc import Sequence
from typing import Any

from incidents.models import Incident, LocationReading
from incidents.rules.whereabouts import METHODS, SEEN, Reading, read_place, wants_another
from resources.models import Place
from resources.queries.cards import stamp
from resources.queries.places import marker_post, middle_of, search_places
from resources.queries.site_notes import notes_at, notes_by_place
from resources.rules.distance import metres_between

MOST = 8
HOW = {"exact": "", "meant": "Other spelling", "street": "This number is not listed", "part": "Only some of the words"}


def places_for(centre_id: int, text: str, *, most: int = MOST) -> dict[str, Any]:
    """What a typed text may mean: ``{how, how_word, reading, results}``.

    ``reading`` is the text read by itself (a grid reference, coordinates…), None where it is plain words; ``results`` are places of
    the gazetteer, best first, each with its site notes.
    """
    read = read_place(text, near=lambda: middle_of(centre_id))
    if read.method != "said":
        return {"how": "exact", "how_word": "", "reading": reading_of_text(centre_id, read), "results": []}
    found = search_places(centre_id, text, most=most)
    notes = notes_by_place(centre_id, [place.pk for place in found.places])
    results = [{**place_shown(place), "site_notes": notes.get(place.pk, [])} for place in found.places]
    return {"how": found.how, "how_word": HOW[found.how], "reading": None, "results": results}


def reading_of_text(centre_id: int, read: Reading) -> dict[str, Any]:
    """A text that says by itself where it is; a marker post's degrees come from the gazetteer, where it lists any."""
    post = marker_post(centre_id, read.text) if read.method == "marker" else None
    if post is not None:
        read = read._replace(lat=post.lat, lon=post.lon, accuracy_m=post.accuracy_m)
    return {**read._asdict(), "method_word": METHODS[read.method]}


def place_shown(place: Place) -> dict[str, Any]:
    """A place of the gazetteer."""
    return {
        "id": place.pk,
        "kind": place.kind,
        "kind_word": place.get_kind_display(),
        "text": place.address,
        "line": place.line,
        "locality": place.locality,
        "postcode": place.postcode,
        "uprn": place.uprn,
        "lat": place.lat,
        "lon": place.lon,
        "accuracy_m": place.accuracy_m,
    }


def readings_of(incident: Incident) -> list[LocationReading]:
    """Every reading, in the order they were made."""
    return list(incident.readings.order_by("pk"))


def readings_shown(incident: Incident, readings: Sequence[LocationReading]) -> list[dict[str, Any]]:
    """Each reading with how far it is from the pin in use."""
    return [
        {
            "id": each.pk,
            "text": each.text,
            "lat": each.lat,
            "lon": each.lon,
            "method": each.method,
            "method_word": each.method_word,
            "accuracy_m": each.accuracy_m,
            "meaning": each.meaning,
            "source": each.source,
            "read_at": stamp(each.read_at),
            "read_back": each.read_back,
            "in_use": each.in_use,
            "is_pin": is_pin(incident, each),
            "away_m": away_m(incident, each),
        }
        for each in readings
    ]


def is_pin(incident: Incident, reading: LocationReading) -> bool:
    """Whether the incident's degrees are this reading's."""
    return reading.lat is not None and (reading.lat, reading.lon) == (incident.lat, incident.lon)


def away_m(incident: Incident, reading: LocationReading) -> int | None:
    """Metres between a reading and the pin in use; None where either has no degrees."""
    if incident.lat is None or incident.lon is None or reading.lat is None or reading.lon is None:
        return None
    return round(metres_between(incident.lat, incident.lon, reading.lat, reading.lon))


def asks_for_another(readings: Sequence[LocationReading]) -> bool:
    """Whether a second kind of reading should be asked for."""
    return wants_another([(each.method, each.accuracy_m) for each in readings])


def where_shown(incident: Incident) -> dict[str, Any]:
    """``{text, lat, lon, access, readings, ask_another, can_see, site_notes}``."""
    readings = readings_of(incident) if incident.place_known else []
    return {
        "text": incident.place_text,
        "lat": incident.lat,
        "lon": incident.lon,
        "access": incident.access,
        "readings": readings_shown(incident, readings),
        "ask_another": incident.is_open and asks_for_another(readings),
        "can_see": list(SEEN),
        "site_notes": site_notes_of(incident, readings),
    }


def site_notes_of(incident: Incident, readings: Sequence[LocationReading]) -> list[dict[str, Any]]:
    """What is known about the place: notes of every place that a reading names, and of those at the pin."""
    if not readings:
        return []
    named = {each.place_id for each in readings if each.place_id}
    return notes_at(incident.centre_id, place_ids=named, lat=incident.lat, lon=incident.lon)
