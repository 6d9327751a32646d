"""The conversation over REST: entry questions, control aids, and who was asked onto the line."""

from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.api.views import StaffView, now, staff
from incidents.api.assessment import whole
from incidents.api.doors import body_of, the_incident, writes
from incidents.api.fields_assessing import AnswerEntry, SayWhetherSafe, SettleAid, UseAid
from incidents.commands.converse import answer_entry, say_whether_safe, settle_aid, use_aid
from incidents.queries.assessment import talk_shown


class IncidentEntry(StaffView):
    """Entry questions."""

    @writes("Record the answer to a closed entry question", AnswerEntry)
    def post(self, request: Request, reference: str) -> Response:
        """Record it."""
        incident = the_incident(request, reference)
        answer_entry(incident_id=incident.pk, by=staff(request), at=now(), **body_of(AnswerEntry, request))
        return whole(request, reference, 201)


class IncidentAids(StaffView):
    """Control aids in the conversation about an incident."""

    @writes("Record that a control aid was used; an interpreter's clock starts", UseAid)
    def post(self, request: Request, reference: str) -> Response:
        """Record it."""
        incident = the_incident(request, reference)
        use_aid(incident_id=incident.pk, by=staff(request), at=now(), **body_of(UseAid, request))
        return whole(request, reference, 201)


class ContactAids(StaffView):
    """Control aids in a conversation that is no incident yet."""

    @writes("Record that a control aid was used", UseAid)
    def post(self, request: Request, contact_id: int) -> Response:
        """Record it."""
        made = use_aid(contact_id=contact_id, by=staff(request), at=now(), **body_of(UseAid, request))
        return Response(talk_shown(made), status=201)


class IncidentSafe(StaffView):
    """Whether the caller of an incident can talk."""

    @writes("Record whether it is safe to talk, and how it goes on when it is not", SayWhetherSafe)
    def post(self, request: Request, reference: str) -> Response:
        """Record it."""
        incident = the_incident(request, reference)
        say_whether_safe(incident_id=incident.pk, by=staff(request), at=now(), **body_of(SayWhetherSafe, request))
        return whole(request, reference, 201)


class ContactSafe(StaffView):
    """Whether a caller can talk whose contact is no incident yet."""

    @writes("Record whether it is safe to talk, and how it goes on when it is not", SayWhetherSafe)
    def post(self, request: Request, contact_id: int) -> Response:
        """Record it."""
        made = say_whether_safe(contact_id=contact_id, by=staff(request), at=now(), **body_of(SayWhetherSafe, request))
        return Response(talk_shown(made), status=201)


class TalkSettled(StaffView):
    """Somebody who was asked onto the line."""

    @writes("They are on the line, or they are not and why", SettleAid, made=200)
    def post(self, request: Request, step_id: int) -> Response:
        """Stop their clock."""
        return Response(talk_shown(settle_aid(step_id=step_id, by=staff(request), at=now(), **body_of(SettleAid, request))))
