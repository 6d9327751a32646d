"""What crews should know before they arrive at a place."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q

from resources.models import SiteNote
from resources.models.place import Place, gazetteer_of
from resources.queries.cards import stamp
from resources.queries.places import search_places
from resources.rules.distance import metres_between

AT_THE_PIN_M = 25
DEGREES_PER_M = 1 / 111_320
MOST_LISTED = 200
STATES = (("", "All that stand"), ("overdue", "Out of date"), ("retired", "Retired or amended"))


class Listed(NamedTuple):
    """The notes of the page, whether there are more, and places on which a note could be written."""

    notes: list[SiteNote]
    more: bool
    places: list[Place]


def note_shown(note: SiteNote) -> dict[str, Any]:
    """A note. It holds until somebody retires it, also after its review was due."""
    return {
        "id": note.pk,
        "place": note.place_id,
        "place_text": note.place.address,
        "hazards": note.hazards,
        "text": note.text,
        "written_at": stamp(note.written_at),
        "written_by": note.written_by_name,
        "source": note.source,
        "review_on": note.review_on.isoformat(),
        "replaces": note.replaces_id,
        "retired_at": stamp(note.retired_at),
        "retired_why": note.retired_why,
    }


def notes_by_place(centre_id: int, place_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """The standing notes of these places."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    if place_ids:
        for note in _standing(centre_id).filter(place__in=place_ids):
            found[note.place_id].append(note_shown(note))
    return found


def notes_at(centre_id: int, *, place_ids: Collection[int], lat: float | None, lon: float | None) -> list[dict[str, Any]]:
    """The standing notes of these places, and of those within a few steps of a pin."""
    here = Q(place__in=place_ids)
    if lat is not None and lon is not None:
        reach = AT_THE_PIN_M * DEGREES_PER_M
        here |= Q(place__lat__range=(lat - reach, lat + reach), place__lon__range=(lon - 2 * reach, lon + 2 * reach))
    found = _standing(centre_id).filter(here)
    return [note_shown(note) for note in found if note.place_id in place_ids or _at_the_pin(note, lat, lon)]


def _standing(centre_id: int) -> Any:
    return SiteNote.objects.filter(centre_id=gazetteer_of(centre_id), retired_at=None).select_related("place").order_by("pk")


def _at_the_pin(note: SiteNote, lat: float | None, lon: float | None) -> bool:
    if lat is None or lon is None:
        return False
    return metres_between(lat, lon, note.place.lat, note.place.lon) <= AT_THE_PIN_M


def notes_of(centre_id: int, place_id: int) -> list[dict[str, Any]]:
    """Every note of a place, retired ones too, the newest first."""
    found = SiteNote.objects.filter(centre_id=gazetteer_of(centre_id), place=place_id).select_related("place").order_by("-pk")
    return [note_shown(note) for note in found[:100]]


def notes_listed(centre_id: int, *, words: str, state: str, place_id: int | None, on: date) -> Listed:
    """Notes by words of the note or of its place, those longest out of date first.

    Args:
        state: "" those that stand, "overdue" those of them whose review was due before ``on``, "retired" the others.
    """
    found = SiteNote.objects.filter(centre_id=gazetteer_of(centre_id), retired_at__isnull=state != "retired").select_related("place")
    if state == "overdue":
        found = found.filter(review_on__lte=on)
    places: list[Place] = []
    if place_id is not None:
        places = list(Place.objects.known_to(centre_id).filter(pk=place_id))
        found = found.filter(place=place_id)
    elif words:
        places = list(search_places(centre_id, words).places)
        found = found.filter(Q(text__icontains=words) | Q(hazards__icontains=words) | Q(place__in=[each.pk for each in places]))
    order = ("-retired_at", "-pk") if state == "retired" else ("review_on", "pk")
    notes = list(found.order_by(*order)[: MOST_LISTED + 1])
    return Listed(notes[:MOST_LISTED], len(notes) > MOST_LISTED, places)
