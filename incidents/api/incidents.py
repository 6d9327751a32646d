"""Incidents over REST: logging, reading, correcting, closing."""

from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.lists import page_of
from dispatch.api.views import StaffView, now, staff
from incidents.api.doors import body_of, reads, the_incident, writes
from incidents.api.fields import Close, CorrectIncident, Escalate, OpenIncident, WriteUpdate, flat
from incidents.commands.close import close_incident
from incidents.commands.escalate import escalate
from incidents.commands.intake import correct_facts, open_incident
from incidents.commands.paper import enter_from_paper
from incidents.commands.respond import write_update
from incidents.models import Escalation, Incident, LogLine, Message
from incidents.queries.cards import alarm_card, incident_cards
from incidents.queries.incident_page import incident_whole
from incidents.queries.timeline import line_shown
from resources.queries.cards import stamp


class IncidentList(StaffView):
    """Incidents."""

    @reads("Incidents, newest first; ?open=true for those not closed", operation_id="incidents_list")
    def get(self, request: Request) -> Response:
        """A page of incidents."""
        person = staff(request)
        insist(person, Act.WATCH, person)
        found = Incident.objects.of(person.centre_id).for_cards()
        if request.query_params.get("open", "").lower() in {"true", "1"}:
            found = found.open()
        return page_of(found, request, incident_cards)

    @writes("Log an incident", OpenIncident)
    def post(self, request: Request) -> Response:
        """Log it; nothing in the body is required."""
        person, body = staff(request), body_of(OpenIncident, request)
        incident = open_incident(
            centre=person.centre,
            by=person,
            at=now(),
            contact_id=body.get("contact"),
            type_code=body.get("type", ""),
            **flat(body),
        )
        return Response(incident_whole(incident, staff(request)), status=201)


class IncidentOne(StaffView):
    """One incident."""

    @reads("One incident, whole")
    def get(self, request: Request, reference: str) -> Response:
        """The incident."""
        insist(staff(request), Act.WATCH, staff(request))
        return Response(incident_whole(the_incident(request, reference), staff(request)))

    @writes(
        "Correct its facts; 409 `stale` gives both texts when somebody else changed the same one",
        CorrectIncident,
        made=200,
        operation_id="incidents_correct",
    )
    def post(self, request: Request, reference: str) -> Response:
        """Correct it."""
        body = body_of(CorrectIncident, request)
        incident = the_incident(request, reference)
        correct_facts(incident_id=incident.pk, revision=body.get("revision"), by=staff(request), at=now(), **flat(body))
        return Response(incident_whole(the_incident(request, reference), staff(request)))


class IncidentLog(StaffView):
    """The log."""

    @reads("The incident's log, newest first")
    def get(self, request: Request, reference: str) -> Response:
        """A page of lines."""
        incident = the_incident(request, reference)
        insist(staff(request), Act.READ_LOG, incident)
        lines = LogLine.objects.filter(incident=incident)
        return page_of(lines, request, lambda rows: [line_shown(row) for row in rows])

    @writes("Write a line; with `paper` and `at`, one typed back from a paper pack", WriteUpdate)
    def post(self, request: Request, reference: str) -> Response:
        """Write it."""
        incident, body, at = the_incident(request, reference), body_of(WriteUpdate, request), now()
        if "paper" in body:
            enter_from_paper(
                incident_id=incident.pk, pack=body["paper"], text=body["text"], happened_at=body["at"], by=staff(request), at=at
            )
        else:
            write_update(incident_id=incident.pk, text=body["text"], by=staff(request), at=at, happened_at=body.get("at"))
        return Response({"incident": reference, "text": body["text"], "recorded_at": stamp(at)}, status=201)


class IncidentEscalations(StaffView):
    """Escalations."""

    @reads("The incident's escalations")
    def get(self, request: Request, reference: str) -> Response:
        """A page of them."""
        incident = the_incident(request, reference)
        insist(staff(request), Act.WATCH, incident)
        found = Escalation.objects.filter(incident=incident).select_related("incident", "taken_by")
        return page_of(found, request, lambda rows: [alarm_card(row) for row in rows])

    @writes("Escalate by hand", Escalate)
    def post(self, request: Request, reference: str) -> Response:
        """Escalate."""
        incident = the_incident(request, reference)
        alarm = escalate(incident_id=incident.pk, by=staff(request), at=now(), **body_of(Escalate, request))
        return Response(alarm_card(alarm), status=201)


class IncidentMessages(StaffView):
    """Messages sent about an incident."""

    @reads("Messages about the incident and where each stands")
    def get(self, request: Request, reference: str) -> Response:
        """A page of them."""
        incident = the_incident(request, reference)
        insist(staff(request), Act.READ_LOG, incident)
        return page_of(Message.objects.filter(incident=incident), request, lambda rows: [_message(row) for row in rows])


def _message(message: Message) -> dict[str, object]:
    return {
        "id": message.pk,
        "to": message.to_name,
        "channel": message.channel,
        "subject": message.subject,
        "state": message.state,
        "queued_at": stamp(message.queued_at),
        "sent_at": stamp(message.sent_at),
        "attempts": message.attempts,
        "trouble": message.trouble,
    }


class IncidentClosure(StaffView):
    """Closing."""

    @writes("Close it; 409 `still-open` lists what stands in the way", Close)
    def post(self, request: Request, reference: str) -> Response:
        """Close."""
        incident = the_incident(request, reference)
        close_incident(incident_id=incident.pk, by=staff(request), at=now(), **body_of(Close, request))
        return Response(incident_whole(the_incident(request, reference), staff(request)), status=201)
