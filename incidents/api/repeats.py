"""Around contacts over REST: those of an incident, the answer to a repeat contact, answer targets, colleagues to hand over to."""

from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.views import StaffView, now, staff
from incidents.api.contact_fields import SetAnswerTarget, SettleReassessment
from incidents.api.doors import body_of, reads, the_incident, writes
from incidents.commands.answer_targets import set_answer_target
from incidents.commands.reassess import settle_reassessment
from incidents.models import Contact
from incidents.queries.answering import targets_of
from incidents.queries.contacts import contact_whole
from incidents.queries.floor import colleagues_of
from incidents.queries.incident_page import incident_whole


class IncidentContacts(StaffView):
    """The contacts of an incident."""

    @reads("Every contact that belongs to the incident, the first first")
    def get(self, request: Request, reference: str) -> Response:
        """The contacts."""
        incident = the_incident(request, reference)
        insist(staff(request), Act.TAKE_CONTACT, incident)
        found = Contact.objects.filter(incident=incident).for_cards().select_related("incident").order_by("pk")
        return Response({"results": [contact_whole(each) for each in found]})


class IncidentReassessment(StaffView):
    """The answer to a repeat contact."""

    @writes("Answer “Repeat contact: assess again”: reassessed, or no change with a reason", SettleReassessment)
    def post(self, request: Request, reference: str) -> Response:
        """Answer it."""
        incident = the_incident(request, reference)
        settle_reassessment(incident_id=incident.pk, by=staff(request), at=now(), **body_of(SettleReassessment, request))
        return Response(incident_whole(the_incident(request, reference), staff(request)), status=201)


class AnswerTargets(StaffView):
    """How soon each line is to be answered."""

    @reads("The answer targets that hold, by channel and line, in seconds, with their source")
    def get(self, request: Request) -> Response:
        """The targets."""
        person = staff(request)
        insist(person, Act.WATCH, person)
        return Response({"results": targets_of(person.centre_id)})

    @writes("Set the target of a channel, or of one of its lines", SetAnswerTarget)
    def post(self, request: Request) -> Response:
        """Set it."""
        person = staff(request)
        set_answer_target(by=person, at=now(), **body_of(SetAnswerTarget, request))
        return Response({"results": targets_of(person.centre_id)}, status=201)


class Colleagues(StaffView):
    """Who works here."""

    @reads("The people on the floor to whom a contact can be handed, the lines, and the outside organisations")
    def get(self, request: Request) -> Response:
        """The people, the lines, the organisations."""
        person = staff(request)
        insist(person, Act.TAKE_CONTACT, person)
        return Response(colleagues_of(person))
