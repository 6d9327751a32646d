"""Places over REST: finding one as somebody types, the readings of an incident, and site notes."""

from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.lists import whole_number
from dispatch.api.parsers import refuse_unstorable_text
from dispatch.api.views import StaffView, now, staff
from dispatch.refusal import NotFound
from incidents.api.doors import body_of, reads, the_incident, writes
from incidents.api.fields import flat
from incidents.api.place_fields import AddReading, RetireSiteNote, UseReading, WriteSiteNote
from incidents.commands.places import add_reading, use_reading
from incidents.queries.where import MOST, places_for, readings_of, readings_shown, where_shown
from resources.commands.site_notes import add_site_note, amend_site_note, retire_site_note
from resources.queries.places import place_of
from resources.queries.site_notes import note_shown, notes_of

LONGEST = 300  # characters of a question
MOST_EVER = 50


class Places(StaffView):
    """Places."""

    @reads("Where a typed text may be: ?q= words in any order, a grid reference, a Plus Code, coordinates…; best first")
    def get(self, request: Request) -> Response:
        """The places, and the reading the text gives by itself."""
        person = staff(request)
        insist(person, Act.LOG_INCIDENT, person)
        text = request.query_params.get("q", "")[:LONGEST]
        refuse_unstorable_text(text)
        most = whole_number(request, "limit", MOST, MOST_EVER) or MOST
        return Response({**places_for(person.centre_id, text, most=most), "next": None})


class IncidentReadings(StaffView):
    """Readings."""

    @reads("Every reading of where the incident is, side by side")
    def get(self, request: Request, reference: str) -> Response:
        """All of them."""
        incident = the_incident(request, reference)
        insist(staff(request), Act.WATCH, incident)
        return Response({"results": readings_shown(incident, readings_of(incident)), "next": None})

    @writes("Add a reading beside the others; none is refused and none is replaced", AddReading)
    def post(self, request: Request, reference: str) -> Response:
        """Add it."""
        incident, body = the_incident(request, reference), body_of(AddReading, request)
        said_by = body.pop("said_by", "")
        add_reading(incident_id=incident.pk, source=said_by, by=staff(request), at=now(), **flat({"place": body}))
        return Response(where_shown(the_incident(request, reference)), status=201)


class ReadingInUse(StaffView):
    """The reading to go by."""

    @writes("Go by this reading", UseReading, made=200)
    def post(self, request: Request, reference: str, reading_id: int) -> Response:
        """Choose it."""
        incident = the_incident(request, reference)
        use_reading(incident_id=incident.pk, reading_id=reading_id, by=staff(request), at=now(), **body_of(UseReading, request))
        return Response(where_shown(the_incident(request, reference)))


class SiteNotes(StaffView):
    """Site notes of a place."""

    @reads("What crews should know at this place, retired notes too")
    def get(self, request: Request, place_id: int) -> Response:
        """The notes."""
        person = staff(request)
        insist(person, Act.LOG_INCIDENT, person)
        if place_of(person.centre_id, place_id) is None:
            raise NotFound("There is no such place.", code="not-found")
        return Response({"results": notes_of(person.centre_id, place_id), "next": None})

    @writes("Write a site note, with the date of its review", WriteSiteNote)
    def post(self, request: Request, place_id: int) -> Response:
        """Write it."""
        note = add_site_note(place_id=place_id, by=staff(request), at=now(), **body_of(WriteSiteNote, request))
        return Response(note_shown(note), status=201)


class SiteNoteRetired(StaffView):
    """Retiring a site note."""

    @writes("Retire a site note that no longer holds", RetireSiteNote, made=200)
    def post(self, request: Request, note_id: int) -> Response:
        """Retire it."""
        return Response(note_shown(retire_site_note(note_id=note_id, by=staff(request), at=now(), **body_of(RetireSiteNote, request))))


class SiteNoteAmended(StaffView):
    """Amending a site note."""

    @writes("Put the next wording in its place, or the same words with a new review date", WriteSiteNote)
    def post(self, request: Request, note_id: int) -> Response:
        """Amend it."""
        return Response(
            note_shown(amend_site_note(note_id=note_id, by=staff(request), at=now(), **body_of(WriteSiteNote, request))), status=201
        )
