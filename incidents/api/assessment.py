"""Assessing over REST: type, answers, priority, advice, organisations told."""

from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.views import StaffView, now, staff
from incidents.api.doors import body_of, reads, the_incident, writes
from incidents.api.fields import (
    ChangeAnswer,
    ChooseType,
    ConfirmNotice,
    DecideLowering,
    GiveAnswer,
    LeavePath,
    ReadAdvice,
    RequestLowering,
    SetPriority,
    WithdrawAnswer,
)
from incidents.commands import assess, prioritise, rewalk
from incidents.commands.advise import read_advice
from incidents.commands.inform import confirm_notice
from incidents.queries.incident_page import incident_whole, notices_shown


def whole(request: Request, reference: str, status: int = 200) -> Response:
    """The incident as it stands after the change."""
    return Response(incident_whole(the_incident(request, reference), staff(request)), status=status)


class IncidentType(StaffView):
    """The type."""

    @writes("Choose the type, or another one with a reason", ChooseType, made=200)
    def post(self, request: Request, reference: str) -> Response:
        """Choose it; the first question is in the answer."""
        body, incident = body_of(ChooseType, request), the_incident(request, reference)
        assess.choose_type(incident_id=incident.pk, type_code=body["type"], reason=body.get("reason", ""), by=staff(request), at=now())
        return whole(request, reference)


class IncidentAnswers(StaffView):
    """Answers along the path."""

    @writes("Answer the question the path stands at: the next question or the outcome is in the answer", GiveAnswer)
    def post(self, request: Request, reference: str) -> Response:
        """Answer."""
        incident = the_incident(request, reference)
        assess.answer_question(incident_id=incident.pk, by=staff(request), at=now(), **body_of(GiveAnswer, request))
        return whole(request, reference, 201)


class IncidentAnswersBack(StaffView):
    """Going back."""

    @writes("Withdraw an answer and those after it, with a reason", WithdrawAnswer, made=200)
    def post(self, request: Request, reference: str) -> Response:
        """Go back."""
        incident = the_incident(request, reference)
        rewalk.withdraw_answer(incident_id=incident.pk, by=staff(request), at=now(), **body_of(WithdrawAnswer, request))
        return whole(request, reference)


class IncidentAnswersChanged(StaffView):
    """Changing one answer."""

    @writes("Change one answer, with a reason; later ones that are still asked for stay", ChangeAnswer, made=200)
    def post(self, request: Request, reference: str) -> Response:
        """Change it."""
        incident = the_incident(request, reference)
        rewalk.change_answer(incident_id=incident.pk, by=staff(request), at=now(), **body_of(ChangeAnswer, request))
        return whole(request, reference)


class IncidentEarlyExit(StaffView):
    """Leaving the path."""

    @writes("Leave the path early, with a reason", LeavePath, made=200)
    def post(self, request: Request, reference: str) -> Response:
        """Leave it; the fallback outcome is taken unless one is named."""
        body, incident = body_of(LeavePath, request), the_incident(request, reference)
        assess.leave_path_early(
            incident_id=incident.pk, reason=body["reason"], outcome_id=body.get("outcome", ""), by=staff(request), at=now()
        )
        return whole(request, reference)


class IncidentPathResumed(StaffView):
    """Going on with questions that were left early."""

    @writes("Go on with the questions; the outcome that was taken stays in force until they are finished", None, made=200)
    def post(self, request: Request, reference: str) -> Response:
        """Open them again."""
        rewalk.resume_path(incident_id=the_incident(request, reference).pk, by=staff(request), at=now())
        return whole(request, reference)


class IncidentPriority(StaffView):
    """The priority."""

    @writes("Raise it (one person, a reason) or lower it (a supervisor)", SetPriority, made=200)
    def post(self, request: Request, reference: str) -> Response:
        """Set it."""
        incident = the_incident(request, reference)
        prioritise.set_priority(incident_id=incident.pk, by=staff(request), at=now(), **body_of(SetPriority, request))
        return whole(request, reference)


class IncidentLowering(StaffView):
    """A lowering that waits for a supervisor."""

    @writes("Ask a supervisor to lower the priority; until it is decided the higher one stays", RequestLowering)
    def post(self, request: Request, reference: str) -> Response:
        """Ask."""
        incident = the_incident(request, reference)
        prioritise.request_lowering(incident_id=incident.pk, by=staff(request), at=now(), **body_of(RequestLowering, request))
        return whole(request, reference, 201)


class IncidentLoweringDecision(StaffView):
    """What a supervisor decides about it."""

    @writes("Approve or refuse the lowering that waits; never the person who asked", DecideLowering, made=200)
    def post(self, request: Request, reference: str) -> Response:
        """Decide."""
        incident = the_incident(request, reference)
        prioritise.decide_lowering(incident_id=incident.pk, by=staff(request), at=now(), **body_of(DecideLowering, request))
        return whole(request, reference)


class IncidentAdvice(StaffView):
    """Advice read."""

    @writes("Record a line of advice as read", ReadAdvice)
    def post(self, request: Request, reference: str) -> Response:
        """Record it."""
        body, incident = body_of(ReadAdvice, request), the_incident(request, reference)
        contact = body.pop("contact", None)
        read = read_advice(incident_id=incident.pk, contact_id=contact, by=staff(request), at=now(), **body)
        return Response({"line": read.line, "text": read.text, "contact": read.contact_id, "to_whom": read.to_whom}, status=201)


class IncidentNotices(StaffView):
    """Organisations told."""

    @reads("Which organisations are to be told, and which have been")
    def get(self, request: Request, reference: str) -> Response:
        """All of them."""
        incident = the_incident(request, reference)
        insist(staff(request), Act.WATCH, incident)
        return Response({"results": notices_shown(incident), "next": None})

    @writes("Record that an organisation was told, with a name or a reference", ConfirmNotice)
    def post(self, request: Request, reference: str) -> Response:
        """Record it."""
        body, incident = body_of(ConfirmNotice, request), the_incident(request, reference)
        code = body.pop("organisation")
        confirm_notice(incident_id=incident.pk, code=code, by=staff(request), at=now(), **body)
        return Response({"results": notices_shown(incident), "next": None}, status=201)
