"""Recommending, sending and following units over REST."""

from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.views import StaffView, now, staff
from dispatch.refusal import NotFound
from incidents.api.doors import body_of, reads, the_incident, writes
from incidents.api.fields import AnswerCheck, AskSupport, Brief, Deploy, GiveSupport, RefuseSupport, ReportStatus
from incidents.commands.deploy import change_brief, deploy_units, stand_down
from incidents.commands.escalate import take_alarm
from incidents.commands.monitor import answer_check
from incidents.commands.respond import report_status
from incidents.commands.support import ask_support, give_support, refuse_support
from incidents.models import Check, Deployment, Escalation, SupportRequest
from incidents.queries.briefs import suggested_brief
from incidents.queries.cards import alarm_card
from incidents.queries.incident_page import brief_shown, check_shown, deployment_shown, deployments_shown, support_shown
from incidents.queries.recommendation import recommendation


def of_my_centre(request: Request, deployment_id: int) -> Deployment:
    """The deployment, if it is the asker's centre's."""
    found = Deployment.objects.filter(pk=deployment_id, incident__centre_id=staff(request).centre_id).select_related("unit").first()
    if found is None:
        raise NotFound("There is no such deployment.", code="not-found")
    return found


class Recommendation(StaffView):
    """Which units to send."""

    @reads("Ranked units with their reasons, named shortfalls, and the brief the procedure suggests")
    def get(self, request: Request, reference: str) -> Response:
        """The recommendation as of now."""
        incident = the_incident(request, reference)
        insist(staff(request), Act.DISPATCH, incident)
        return Response({**recommendation(incident), "brief": suggested_brief(incident, on=now().date())})


class IncidentDeployments(StaffView):
    """Units sent to an incident."""

    @reads("Every unit sent, with brief, checks and requests")
    def get(self, request: Request, reference: str) -> Response:
        """All of them."""
        incident = the_incident(request, reference)
        insist(staff(request), Act.WATCH, incident)
        return Response({"results": deployments_shown(incident, staff(request)), "next": None})

    @writes("Send units with a brief; 409 `unit-unavailable` names who holds one", Deploy)
    def post(self, request: Request, reference: str) -> Response:
        """Send them: all, or none."""
        incident = the_incident(request, reference)
        sent = deploy_units(incident_id=incident.pk, by=staff(request), at=now(), **body_of(Deploy, request))
        return Response({"results": [deployment_shown(each, staff(request)) for each in sent], "next": None}, status=201)


class DeploymentStatus(StaffView):
    """A crew's status."""

    @writes("Report a crew's status, or stand it down with a reason; `at` is when it happened, if that is not now", ReportStatus, made=200)
    def post(self, request: Request, deployment_id: int) -> Response:
        """Report it."""
        of_my_centre(request, deployment_id)
        body = body_of(ReportStatus, request)
        happened_at = body.pop("at", None)
        if body["status"] == "stood_down":
            why = body.get("why", "")
            done = stand_down(deployment_id=deployment_id, why=why, by=staff(request), at=now(), happened_at=happened_at)
            return Response(deployment_shown(done, staff(request)))
        deployment = report_status(deployment_id=deployment_id, by=staff(request), at=now(), happened_at=happened_at, **body)
        return Response(deployment_shown(deployment, staff(request)))


class DeploymentBrief(StaffView):
    """A changed brief."""

    @writes("Tell a crew something new: a new version, to be accepted anew", Brief)
    def post(self, request: Request, deployment_id: int) -> Response:
        """Change the brief."""
        of_my_centre(request, deployment_id)
        briefing = change_brief(deployment_id=deployment_id, by=staff(request), at=now(), **body_of(Brief, request))
        return Response(brief_shown(briefing), status=201)


class DeploymentSupport(StaffView):
    """Support asked for."""

    @writes("A crew asks for support", AskSupport)
    def post(self, request: Request, deployment_id: int) -> Response:
        """Ask."""
        of_my_centre(request, deployment_id)
        asked = ask_support(deployment_id=deployment_id, by=staff(request), at=now(), **body_of(AskSupport, request))
        return Response(support_shown(asked), status=201)


class SupportGiven(StaffView):
    """Support given."""

    @writes("Say how a request was met", GiveSupport, made=200)
    def post(self, request: Request, request_id: int) -> Response:
        """Meet it."""
        if not SupportRequest.objects.filter(pk=request_id, deployment__incident__centre_id=staff(request).centre_id).exists():
            raise NotFound("There is no such request.", code="not-found")
        asked = give_support(request_id=request_id, by=staff(request), at=now(), **body_of(GiveSupport, request))
        return Response(support_shown(asked))


class SupportRefused(StaffView):
    """Support refused."""

    @writes("Say why a request will not be met", RefuseSupport, made=200)
    def post(self, request: Request, request_id: int) -> Response:
        """Refuse it."""
        if not SupportRequest.objects.filter(pk=request_id, deployment__incident__centre_id=staff(request).centre_id).exists():
            raise NotFound("There is no such request.", code="not-found")
        asked = refuse_support(request_id=request_id, by=staff(request), at=now(), **body_of(RefuseSupport, request))
        return Response(support_shown(asked))


class IncidentChecks(StaffView):
    """Checks on the crews."""

    @reads("Every check on the incident's crews")
    def get(self, request: Request, reference: str) -> Response:
        """All of them."""
        incident = the_incident(request, reference)
        insist(staff(request), Act.WATCH, incident)
        checks = Check.objects.filter(deployment__incident=incident).order_by("pk")
        return Response({"results": [check_shown(check) for check in checks], "next": None})


class CheckAnswer(StaffView):
    """The answer to a check."""

    @writes("Answer a check for its crew", AnswerCheck, made=200)
    def post(self, request: Request, check_id: int) -> Response:
        """Answer it."""
        if not Check.objects.filter(pk=check_id, deployment__incident__centre_id=staff(request).centre_id).exists():
            raise NotFound("There is no such check.", code="not-found")
        check = answer_check(check_id=check_id, by=staff(request), at=now(), **body_of(AnswerCheck, request))
        return Response(check_shown(check))


class AlarmTaken(StaffView):
    """Taking an alarm."""

    @writes("Take an alarm in one's own name; 409 `alarm-taken` names who has it", None, made=200)
    def post(self, request: Request, alarm_id: int) -> Response:
        """Take it."""
        if not Escalation.objects.filter(pk=alarm_id, centre_id=staff(request).centre_id).exists():
            raise NotFound("There is no such alarm.", code="not-found")
        return Response(alarm_card(take_alarm(alarm_id=alarm_id, by=staff(request), at=now())))
