"""Duplicates and links over REST: what may be the same, another caller about it, linking and undoing."""

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.parsers import refuse_unstorable
from dispatch.api.views import StaffView, now, staff
from incidents.api.doors import body_of, reads, the_incident, writes
from incidents.api.fields import flat
from incidents.api.place_fields import AnotherCaller, LinkIncident, Similar, UndoLink
from incidents.commands.join import join_incident
from incidents.commands.link import link_incidents, unlink_incidents
from incidents.queries.incident_page import incident_named, incident_whole
from incidents.queries.linked import links_of
from incidents.queries.similar import similar_incidents, title_of
from incidents.rules.duplicates import Pin, Told


class SimilarIncidents(StaffView):
    """What may be the same."""

    @reads(
        "Open incidents that may be what a caller tells of: ?lat= &lon= &text= (the place) &words= &type= &but= (a reference) &exercise=",
        operation_id="incidents_similar",
    )
    def get(self, request: Request) -> Response:
        """The likeliest first, with distance, age and why."""
        person = staff(request)
        insist(person, Act.LOG_INCIDENT, person)
        refuse_unstorable(request.query_params.dict())
        asked = Similar(data=request.query_params)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        if ("lat" in given) != ("lon" in given):
            raise ValidationError({"lat": ["Give both lat and lon, or neither."]})
        code = given.get("type", "")
        pins = (Pin(given["lat"], given["lon"], given.get("accuracy_m")),) if "lat" in given else ()
        places = (given["text"],) if given.get("text") else ()
        told = Told(now(), pins, places, given.get("words", ""), code, title_of(person.centre_id, code) if code else "")
        return Response(
            {"results": similar_incidents(person.centre_id, told, but=given.get("but", ""), exercise=given["exercise"]), "next": None}
        )


class IncidentCallers(StaffView):
    """Further callers."""

    @writes("Another caller about this: their contact, words and place join it, beside what is there", AnotherCaller)
    def post(self, request: Request, reference: str) -> Response:
        """Join."""
        person, body = staff(request), body_of(AnotherCaller, request)
        incident = the_incident(request, reference)
        join_incident(incident_id=incident.pk, contact_id=body.get("contact"), by=person, at=now(), **flat(body))
        return Response(incident_whole(the_incident(request, reference), person), status=201)


class IncidentLinks(StaffView):
    """Links."""

    @reads("The incident's links, and what stands at their other end")
    def get(self, request: Request, reference: str) -> Response:
        """All of them."""
        incident = the_incident(request, reference)
        insist(staff(request), Act.WATCH, incident)
        return Response({"results": links_of(incident), "next": None})

    @writes("Link it: `kind` is what it is to the other one (duplicate, related, parent, child)", LinkIncident)
    def post(self, request: Request, reference: str) -> Response:
        """Link."""
        incident, body = the_incident(request, reference), body_of(LinkIncident, request)
        other = incident_named(staff(request).centre_id, body["other"])
        link_incidents(incident_id=incident.pk, other_id=other.pk, kind=body["kind"], why=body["why"], by=staff(request), at=now())
        return Response(incident_whole(the_incident(request, reference), staff(request)), status=201)


class LinkUndone(StaffView):
    """Undoing."""

    @writes("Undo a link; a duplicate is open again", UndoLink, made=200)
    def post(self, request: Request, link_id: int) -> Response:
        """Undo it."""
        link = unlink_incidents(link_id=link_id, by=staff(request), at=now(), **body_of(UndoLink, request))
        return Response(incident_whole(the_incident(request, link.incident.reference), staff(request)))
