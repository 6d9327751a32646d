"""Judging over REST: validity, risk, what speaks against an answer, the review of a path, advice left unread."""

from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.views import StaffView, now, staff
from incidents.api.assessment import whole
from incidents.api.doors import body_of, reads, the_incident, writes
from incidents.api.fields_assessing import JudgeValidity, LeaveUnread, MarkContradiction, ReviewPath, UpholdAnswer, WeighRisk
from incidents.commands import comply, judge
from incidents.commands.advise import leave_unread
from incidents.queries.site_history import false_alarms_at


class IncidentValidity(StaffView):
    """Is the report genuine, and is it ours?"""

    @writes("Judge the report, with grounds; `not_ours` names the organisation that takes it", JudgeValidity)
    def post(self, request: Request, reference: str) -> Response:
        """Judge it."""
        incident = the_incident(request, reference)
        judge.judge_validity(incident_id=incident.pk, by=staff(request), at=now(), **body_of(JudgeValidity, request))
        return whole(request, reference, 201)


class IncidentFalseAlarms(StaffView):
    """Earlier false alarms at the site."""

    @reads("Earlier reports from the same site in twelve months that were held to be false; they lower nothing")
    def get(self, request: Request, reference: str) -> Response:
        """Those, the latest first."""
        incident = the_incident(request, reference)
        insist(staff(request), Act.WATCH, incident)
        return Response({"results": false_alarms_at(incident), "next": None})


class IncidentRisk(StaffView):
    """The risk overlay."""

    @writes("Weigh the risk; it can raise the priority and never lowers it", WeighRisk)
    def post(self, request: Request, reference: str) -> Response:
        """Weigh it."""
        incident = the_incident(request, reference)
        judge.weigh_risk(incident_id=incident.pk, by=staff(request), at=now(), **body_of(WeighRisk, request))
        return whole(request, reference, 201)


class IncidentContradictions(StaffView):
    """Later facts against answers."""

    @writes("Mark an answer that something known now speaks against", MarkContradiction)
    def post(self, request: Request, reference: str) -> Response:
        """Mark it."""
        incident = the_incident(request, reference)
        comply.mark_contradiction(incident_id=incident.pk, by=staff(request), at=now(), **body_of(MarkContradiction, request))
        return whole(request, reference, 201)


class IncidentAnswersUpheld(StaffView):
    """Answers that stand."""

    @writes("Let an answer stand against a later fact, with a reason", UpholdAnswer, made=200)
    def post(self, request: Request, reference: str) -> Response:
        """Uphold it."""
        incident = the_incident(request, reference)
        comply.uphold_answer(incident_id=incident.pk, by=staff(request), at=now(), **body_of(UpholdAnswer, request))
        return whole(request, reference)


class IncidentPathReview(StaffView):
    """The review of a path."""

    @writes("Review a path check that fails, so that an urgent incident may be closed", ReviewPath)
    def post(self, request: Request, reference: str) -> Response:
        """Review it."""
        incident = the_incident(request, reference)
        comply.review_path(incident_id=incident.pk, by=staff(request), at=now(), **body_of(ReviewPath, request))
        return whole(request, reference, 201)


class IncidentAdviceUnread(StaffView):
    """Advice left unread."""

    @writes("Say why a mandatory line of advice was not read", LeaveUnread)
    def post(self, request: Request, reference: str) -> Response:
        """Say it."""
        incident = the_incident(request, reference)
        leave_unread(incident_id=incident.pk, by=staff(request), at=now(), **body_of(LeaveUnread, request))
        return whole(request, reference, 201)
