"""Open risks that are not an incident's own: callers who wait, advice withdrawn, roles and desks, warnings at a place, units."""

from datetime import datetime

from dispatch.accounts.models import Centre
from incidents.models import Contact, DeskTurn, Incident, Recall
from incidents.rules.desks import looks_forgotten
from incidents.rules.handover import Risk
from resources.models import SiteNote, Unit
from resources.queries.on_duty import people_on_duty
from resources.queries.site_notes import AT_THE_PIN_M, DEGREES_PER_M
from resources.rules.distance import metres_between
from resources.rules.rota import ROLES


def _contacts(centre: Centre, at: datetime) -> list[Risk]:
    """Not answered, or not called back, in time."""
    found = Contact.objects.of(centre.pk).on_the_board().real().filter(overdue=True)
    return [
        Risk(
            "contact",
            f"contact-{each.pk}",
            f"{each.get_channel_display()}: {_waits(each)}",
            each.callback_at or each.answer_by,
            each.incident_id,
        )
        for each in found
    ]


def _waits(contact: Contact) -> str:
    return f"to be called back, {contact.callback_why}" if contact.callback_at else "not answered in time"


def _recalls(centre: Centre, at: datetime) -> list[Risk]:
    return [
        Risk("recall", f"recall-{each.pk}", f"{each.line}: everybody who heard it is told by then", each.due_at)
        for each in Recall.objects.of(centre.pk).running()
    ]


def _rota(centre: Centre, at: datetime) -> list[Risk]:
    empty = [(role, words) for role, words in ROLES.items() if people_on_duty(centre, role, at).is_gap]
    return [Risk("rota", f"rota-{role}", f"No {words.lower()} is on duty") for role, words in empty]


def _desks(centre: Centre, at: datetime) -> list[Risk]:
    running = DeskTurn.objects.running().filter(centre=centre).select_related("person", "desk")
    return [
        Risk("desk", f"desk-{each.pk}", f"{each.person.name} at {each.desk.code}", each.began_at)
        for each in running
        if looks_forgotten(each.began_at, at)
    ]


def _sites(centre: Centre, at: datetime) -> list[Risk]:
    """Standing warnings at the pins of open P1 and P2 incidents."""
    notes = list(SiteNote.objects.filter(centre=centre, retired_at=None).select_related("place"))
    there = Incident.objects.of(centre.pk).open().real().filter(priority__in=("P1", "P2"), lat__isnull=False) if notes else []
    return [
        Risk(
            "site",
            f"site-{note.pk}-{each.pk}",
            f"{each.reference}, {note.place.address}: {note.text}",
            note.written_at,
            each.pk,
            each.reference,
        )
        for each in there
        for note in notes
        if _is_at(note, each)
    ]


def _is_at(note: SiteNote, incident: Incident) -> bool:
    lat, lon = incident.lat, incident.lon
    if lat is None or lon is None or abs(note.place.lat - lat) > AT_THE_PIN_M * DEGREES_PER_M:
        return False
    return metres_between(lat, lon, note.place.lat, note.place.lon) <= AT_THE_PIN_M


def _units(centre: Centre, at: datetime) -> list[Risk]:
    off = Unit.objects.of(centre.pk).filter(status="out_of_service", exercise=False)
    return [Risk("unit", f"unit-{each.pk}", f"{each.call_sign}, {each.name}", each.status_at) for each in off]


AROUND = (_contacts, _recalls, _rota, _desks, _sites, _units)
