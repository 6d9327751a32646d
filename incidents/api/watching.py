"""Watching over crews over REST: emergencies, checks, visits, accountability rounds, agreed words."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.fields import Text
from dispatch.api.views import StaffView, now, staff
from dispatch.refusal import NotFound
from incidents.api.deployments import of_my_centre
from incidents.api.doors import body_of, reads, the_incident, writes
from incidents.commands.accountability import answer_round, start_round
from incidents.commands.check_plans import set_checks
from incidents.commands.emergency import end_emergency, own_emergency, raise_emergency, record_step
from incidents.commands.silence import order_visit, record_visit
from incidents.commands.words import agree_words
from incidents.models import Check, Emergency, Visit
from incidents.queries.emergencies import emergencies_of, emergency_cards, emergency_shown
from incidents.queries.watching import plan_shown, rounds_of, visit_shown
from incidents.rules.emergencies import STEPS
from incidents.rules.welfare import FOUND, ON_BEHALF
from resources.models import Unit


class RaiseEmergency(serializers.Serializer[Any]):
    """What kind of danger, and what was heard or seen."""

    kind = serializers.ChoiceField(choices=list(STEPS))
    how = Text()


class TickStep(serializers.Serializer[Any]):
    """A step of the checklist."""

    step = Text(max_length=20)


class EndEmergency(serializers.Serializer[Any]):
    """How it ended."""

    result = Text()


class SetChecks(serializers.Serializer[Any]):
    """How often a crew is asked; without a deployment every crew of the incident."""

    deployment = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**53)
    interval_min = serializers.IntegerField(min_value=0, max_value=10_000)
    grace_min = serializers.IntegerField(min_value=0, max_value=10_000)
    question = Text(required=False, allow_blank=True)
    reason = Text()


class OrderVisit(serializers.Serializer[Any]):
    """Who goes to look, and by when."""

    visitor = Text(max_length=120)
    within_min = serializers.IntegerField(min_value=0, max_value=10_000, default=20)


class RecordVisit(serializers.Serializer[Any]):
    """What the visitor found."""

    found = serializers.ChoiceField(choices=list(FOUND))
    result = Text(max_length=1000)


class StartRound(serializers.Serializer[Any]):
    """By when every crew is to be heard."""

    within_min = serializers.IntegerField(min_value=0, max_value=10_000, default=5)
    reason = Text(required=False, allow_blank=True)


class AnswerRound(serializers.Serializer[Any]):
    """What a crew said, and how it was heard."""

    all_here = serializers.BooleanField()
    words = Text(max_length=1000)
    via = serializers.ChoiceField(choices=list(ON_BEHALF), default="radio")
    said_by = Text(required=False, allow_blank=True, max_length=120)


class AgreeWords(serializers.Serializer[Any]):
    """The two words of a lone worker. They are never given back."""

    holder = Text(max_length=120)
    safe = Text(max_length=60, write_only=True)
    duress = Text(max_length=60, write_only=True)
    button = Text(required=False, allow_blank=True, max_length=40)


class EmergencyList(StaffView):
    """Crews in danger."""

    @reads("Every emergency that has not ended", operation_id="emergencies_list")
    def get(self, request: Request) -> Response:
        """All of them."""
        insist(staff(request), Act.WATCH, staff(request))
        return Response({"results": emergency_cards(staff(request).centre_id), "next": None})


class IncidentEmergencies(StaffView):
    """Crews in danger at one incident."""

    @reads("Every emergency of the incident with its checklist")
    def get(self, request: Request, reference: str) -> Response:
        """All of them."""
        incident = the_incident(request, reference)
        insist(staff(request), Act.WATCH, incident)
        return Response({"results": emergencies_of(incident.pk), "next": None})


class DeploymentEmergencies(StaffView):
    """A crew in danger, on its behalf."""

    @writes("Call a Mayday for a crew, or say that it may be under duress", RaiseEmergency)
    def post(self, request: Request, deployment_id: int) -> Response:
        """Raise it."""
        of_my_centre(request, deployment_id)
        raised = raise_emergency(deployment_id=deployment_id, by=staff(request), at=now(), **body_of(RaiseEmergency, request))
        return Response(emergency_shown(raised), status=201)


def _mine(request: Request, emergency_id: int) -> int:
    if not Emergency.objects.filter(pk=emergency_id, centre_id=staff(request).centre_id).exists():
        raise NotFound("There is no such emergency.", code="not-found")
    return emergency_id


class EmergencyOwner(StaffView):
    """Who has it."""

    @writes("Take an emergency in one's own name; 409 `emergency-owned` names who has it", None, made=200)
    def post(self, request: Request, emergency_id: int) -> Response:
        """Take it."""
        owned = own_emergency(emergency_id=_mine(request, emergency_id), by=staff(request), at=now())
        return Response(emergency_shown(owned))


class EmergencySteps(StaffView):
    """Its checklist."""

    @writes("Tick a step of the checklist", TickStep, made=200)
    def post(self, request: Request, emergency_id: int) -> Response:
        """Tick it."""
        body = body_of(TickStep, request)
        return Response(emergency_shown(record_step(emergency_id=_mine(request, emergency_id), by=staff(request), at=now(), **body)))


class EmergencyEnd(StaffView):
    """How it ended."""

    @writes("End an emergency with a result; duress is ended by a supervisor", EndEmergency, made=200)
    def post(self, request: Request, emergency_id: int) -> Response:
        """End it."""
        body = body_of(EndEmergency, request)
        return Response(emergency_shown(end_emergency(emergency_id=_mine(request, emergency_id), by=staff(request), at=now(), **body)))


class IncidentCheckPlan(StaffView):
    """How often crews are asked."""

    @writes("Set the checks of one crew, or of every crew of the incident; rarer than now needs a supervisor", SetChecks)
    def post(self, request: Request, reference: str) -> Response:
        """Set them."""
        body = body_of(SetChecks, request)
        deployment_id = body.pop("deployment", None)
        incident = the_incident(request, reference)
        plan = set_checks(incident_id=incident.pk, deployment_id=deployment_id, by=staff(request), at=now(), **body)
        return Response(plan_shown(plan), status=201)


class CheckVisits(StaffView):
    """Somebody goes to look."""

    @writes("Send a named person to a crew that does not answer", OrderVisit)
    def post(self, request: Request, check_id: int) -> Response:
        """Send them."""
        if not Check.objects.filter(pk=check_id, deployment__incident__centre_id=staff(request).centre_id).exists():
            raise NotFound("There is no such check.", code="not-found")
        visit = order_visit(check_id=check_id, by=staff(request), at=now(), **body_of(OrderVisit, request))
        return Response(visit_shown(visit), status=201)


class VisitResult(StaffView):
    """What a visitor found."""

    @writes("Say what a visitor found", RecordVisit, made=200)
    def post(self, request: Request, visit_id: int) -> Response:
        """Record it."""
        if not Visit.objects.filter(pk=visit_id, missed__deployment__incident__centre_id=staff(request).centre_id).exists():
            raise NotFound("There is no such visit.", code="not-found")
        return Response(visit_shown(record_visit(visit_id=visit_id, by=staff(request), at=now(), **body_of(RecordVisit, request))))


class IncidentRounds(StaffView):
    """Accountability rounds."""

    @reads("Every accountability round of the incident")
    def get(self, request: Request, reference: str) -> Response:
        """All of them."""
        incident = the_incident(request, reference)
        insist(staff(request), Act.WATCH, incident)
        return Response({"results": rounds_of(incident.pk), "next": None})

    @writes("Ask every crew at the incident whether all are accounted for", StartRound)
    def post(self, request: Request, reference: str) -> Response:
        """Start one."""
        incident = the_incident(request, reference)
        start_round(incident_id=incident.pk, by=staff(request), at=now(), **body_of(StartRound, request))
        return Response(rounds_of(incident.pk)[0], status=201)


class DeploymentRoundAnswer(StaffView):
    """A crew accounted for."""

    @writes("Account for a crew by what it said", AnswerRound, made=200)
    def post(self, request: Request, deployment_id: int) -> Response:
        """Account for it."""
        deployment = of_my_centre(request, deployment_id)
        answer_round(deployment_id=deployment_id, by=staff(request), at=now(), **body_of(AnswerRound, request))
        return Response(rounds_of(deployment.incident_id)[0])


class UnitWords(StaffView):
    """A lone worker's words."""

    @writes("Agree the safe word and the duress word of a unit; they are kept as hashes and never given back", AgreeWords)
    def post(self, request: Request, call_sign: str) -> Response:
        """Agree them."""
        unit = Unit.objects.of(staff(request).centre_id).filter(call_sign=call_sign).first()
        if unit is None:
            raise NotFound("There is no such unit.", code="not-found")
        agreed = agree_words(unit_id=unit.pk, by=staff(request), at=now(), **body_of(AgreeWords, request))
        return Response({"call_sign": unit.call_sign, "holder": agreed.holder, "button": agreed.button}, status=201)
