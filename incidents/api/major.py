"""Major incidents over REST: METHANE, declaring, commanding, deciding, briefing, standing down."""

from typing import TypeVar

from django.db.models import Model
from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.views import StaffView, now, staff
from dispatch.refusal import NotFound
from incidents.api.doors import body_of, reads, the_incident, writes
from incidents.api.major_fields import (
    AcceptPost,
    Arrive,
    BriefCrews,
    DecideTogether,
    Declare,
    FinishTask,
    Leave,
    OfferPost,
    ReportMethane,
    SetTask,
    Sitrep,
    StandDown,
)
from incidents.commands.major import declare_major, report_methane, stand_down_major
from incidents.commands.major_brief import brief_crews
from incidents.commands.major_decide import record_decision, write_sitrep
from incidents.commands.major_roles import accept_post, offer_post
from incidents.commands.major_scene import finish_task, record_arrival, record_leaving, set_task
from incidents.models import Attendance, CommandPost, MajorTask
from incidents.queries.major import attendance_shown, briefing_shown, decisions_of, major_whole, post_shown, task_shown
from incidents.queries.methane import methane_ready, methane_shown, methanes_of

Row = TypeVar("Row", bound=Model)


def _mine(request: Request, rows: type[Row], key: int) -> int:
    """The key of a row of an incident of the asker's centre."""
    if not rows._default_manager.filter(pk=key, incident__centre_id=staff(request).centre_id).exists():  # noqa: SLF001  (a documented name)
        raise NotFound("There is nothing of that number.", code="not-found")
    return key


class IncidentMethane(StaffView):
    """METHANE."""

    @reads("Every version of METHANE, the newest first, and `ready`: the words to begin the next one with")
    def get(self, request: Request, reference: str) -> Response:
        """All of them."""
        incident = the_incident(request, reference)
        insist(staff(request), Act.WATCH, incident)
        return Response({"results": methanes_of(incident), "ready": methane_ready(incident, on=now().date()), "next": None})

    @writes("A new version of METHANE (ETHANE below a major incident); `ask` rings a supervisor to decide", ReportMethane)
    def post(self, request: Request, reference: str) -> Response:
        """Report it."""
        incident, body = the_incident(request, reference), body_of(ReportMethane, request)
        return Response(methane_shown(report_methane(incident_id=incident.pk, by=staff(request), at=now(), **body)), status=201)


class IncidentMajor(StaffView):
    """The major incident."""

    @reads("The major incident, whole: METHANE, parts, totals, roles, attendance, tasks, decisions, briefings")
    def get(self, request: Request, reference: str) -> Response:
        """It."""
        incident = the_incident(request, reference)
        insist(staff(request), Act.WATCH, incident)
        return Response(major_whole(incident))

    @writes("Declare a major incident, or put it on standby; 409 `major-already` names who has", Declare)
    def post(self, request: Request, reference: str) -> Response:
        """Declare it."""
        incident, body = the_incident(request, reference), body_of(Declare, request)
        declare_major(incident_id=incident.pk, by=staff(request), at=now(), **body)
        return Response(major_whole(the_incident(request, reference)), status=201)


class MajorStandDown(StaffView):
    """Its end."""

    @writes("Stand it down; 409 `still-open` lists what stands in the way", StandDown, made=200)
    def post(self, request: Request, reference: str) -> Response:
        """Stand it down."""
        incident, body = the_incident(request, reference), body_of(StandDown, request)
        stand_down_major(incident_id=incident.pk, by=staff(request), at=now(), **body)
        return Response(major_whole(the_incident(request, reference)))


class MajorPosts(StaffView):
    """Who commands."""

    @writes("Ask a named person to take a role; whoever holds it keeps it until they have accepted", OfferPost)
    def post(self, request: Request, reference: str) -> Response:
        """Offer it."""
        incident, body = the_incident(request, reference), body_of(OfferPost, request)
        return Response(post_shown(offer_post(incident_id=incident.pk, by=staff(request), at=now(), **body)), status=201)


class PostAccepted(StaffView):
    """A role taken."""

    @writes("The person has accepted; `at` is when, if that is not now", AcceptPost, made=200)
    def post(self, request: Request, post_id: int) -> Response:
        """Accept it."""
        body = body_of(AcceptPost, request)
        taken = accept_post(post_id=_mine(request, CommandPost, post_id), by=staff(request), at=now(), happened_at=body.get("at"))
        return Response(post_shown(taken))


class MajorAttendance(StaffView):
    """Who is there."""

    @writes("Somebody or something has arrived: at the meeting point, the scene or the command post", Arrive)
    def post(self, request: Request, reference: str) -> Response:
        """Arrive."""
        incident, body = the_incident(request, reference), body_of(Arrive, request)
        happened_at = body.pop("at", None)
        made = record_arrival(incident_id=incident.pk, by=staff(request), at=now(), happened_at=happened_at, **body)
        return Response(attendance_shown(made), status=201)


class AttendanceLeft(StaffView):
    """Who has left."""

    @writes("They have left", Leave, made=200)
    def post(self, request: Request, attendance_id: int) -> Response:
        """Leave."""
        key, body = _mine(request, Attendance, attendance_id), body_of(Leave, request)
        return Response(attendance_shown(record_leaving(attendance_id=key, by=staff(request), at=now(), happened_at=body.get("at"))))


class MajorTasks(StaffView):
    """What is to be done."""

    @writes("Give somebody something to do by a time; not done by then, it rings", SetTask)
    def post(self, request: Request, reference: str) -> Response:
        """Set it."""
        incident, body = the_incident(request, reference), body_of(SetTask, request)
        return Response(task_shown(set_task(incident_id=incident.pk, by=staff(request), at=now(), **body)), status=201)


class MajorTaskDone(StaffView):
    """A task done."""

    @writes("It is done, or given up: what came of it", FinishTask, made=200)
    def post(self, request: Request, major_task_id: int) -> Response:
        """Finish it."""
        key, body = _mine(request, MajorTask, major_task_id), body_of(FinishTask, request)
        return Response(task_shown(finish_task(task_id=key, by=staff(request), at=now(), **body)))


class MajorDecisions(StaffView):
    """The joint decision log."""

    @reads("The joint decision log, the newest first; each is a line of the sealed log")
    def get(self, request: Request, reference: str) -> Response:
        """All of them."""
        incident = the_incident(request, reference)
        insist(staff(request), Act.WATCH, incident)
        return Response({"results": decisions_of(incident), "next": None})

    @writes("Record a joint decision with the steps that were weighed; it is never changed", DecideTogether)
    def post(self, request: Request, reference: str) -> Response:
        """Record it."""
        incident, body = the_incident(request, reference), body_of(DecideTogether, request)
        record_decision(incident_id=incident.pk, by=staff(request), at=now(), **body)
        return Response(decisions_of(incident)[0], status=201)


class MajorSitreps(StaffView):
    """Situation reports."""

    @writes("Give a situation report: what has happened, and what changed in METHANE; the next is due an interval later", Sitrep)
    def post(self, request: Request, reference: str) -> Response:
        """Give it."""
        incident, body = the_incident(request, reference), body_of(Sitrep, request)
        return Response(methane_shown(write_sitrep(incident_id=incident.pk, by=staff(request), at=now(), **body)), status=201)


class MajorBriefings(StaffView):
    """IIMARCH."""

    @writes("Brief every crew of the major incident at once; each accepts its changed brief anew", BriefCrews)
    def post(self, request: Request, reference: str) -> Response:
        """Brief them."""
        incident, body = the_incident(request, reference), body_of(BriefCrews, request)
        joint = brief_crews(incident_id=incident.pk, by=staff(request), at=now(), **body)
        return Response(briefing_shown(joint), status=201)
