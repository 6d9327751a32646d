"""What commands make of words about where it is: a reading, with its method, how exact it is, and degrees where it gives any."""

from typing import Any

from incidents.commands._change import Change
from incidents.models import Contact, LocationReading
from incidents.rules.whereabouts import read_place
from resources.models import Place
from resources.queries.places import marker_post, middle_of, place_of


def understood(facts: dict[str, Any], centre_id: int) -> dict[str, Any]:
    """The facts with what a place in them says: its method, how exact it is and degrees, where it gives any and nobody else did."""
    place = place_of(centre_id, facts["gazetteer"]) if facts.get("gazetteer") else None
    if place is not None:
        return _from_gazetteer(place) | {name: value for name, value in facts.items() if value not in (None, "")} | {"place": place}
    if not facts.get("place_text") or facts.get("lat") is not None:
        return facts
    read = read_place(facts["place_text"], near=lambda: middle_of(centre_id))
    if read.method == "marker":
        post = marker_post(centre_id, read.text)
        read = read._replace(lat=post.lat, lon=post.lon, accuracy_m=post.accuracy_m) if post else read
    known = {
        "method": read.method if read.method != "said" else facts.get("method") or "said",
        "meaning": read.meaning,
        "accuracy_m": facts.get("accuracy_m") or read.accuracy_m,
    }
    return facts | known | ({} if read.lat is None else {"lat": read.lat, "lon": read.lon})


def _from_gazetteer(place: Place) -> dict[str, Any]:
    return {"place_text": place.address, "lat": place.lat, "lon": place.lon, "accuracy_m": place.accuracy_m, "method": place.kind}


def keep_reading(change: Change, facts: dict[str, Any], *, use: bool = True) -> LocationReading | None:
    """Keep what these facts say of the place, beside every other reading.

    Args:
        use: it becomes the one in use, in place of the one that is.
    """
    if not (facts.get("place_text") or facts.get("lat") is not None):
        return None
    if use and change.incident.revision:
        LocationReading.objects.filter(incident=change.incident, in_use=True).update(in_use=False)
    return LocationReading.objects.create(
        incident=change.incident,
        text=facts.get("place_text") or "",
        lat=facts.get("lat"),
        lon=facts.get("lon"),
        method=facts.get("method") or "said",
        accuracy_m=facts.get("accuracy_m"),
        meaning=facts.get("meaning") or "",
        place=facts.get("place"),
        source=facts.get("source") or change.by.label,
        read_at=change.at,
        read_back="place_text" in facts.get("read_back", ()),
        in_use=use,
    )


def hear_caller(change: Change, contact: Contact, told: dict[str, Any]) -> None:
    """Keep where a further caller says it is, or where their contact came from. It is in use only where nothing was known."""
    incident = change.incident
    given = told if told.get("place_text") or told.get("lat") is not None or told.get("gazetteer") else vars(contact)
    names = ("place_text", "lat", "lon", "accuracy_m", "method", "gazetteer")
    facts = understood({name: given[name] for name in names if name in given}, incident.centre_id)
    reading = keep_reading(change, {**facts, "source": f"Caller, contact {contact.pk}"}, use=not incident.place_known)
    if reading is not None and reading.in_use:
        incident.place_text, incident.lat, incident.lon = reading.text, reading.lat, reading.lon
