"""The console's own exercise call: contact, outcome, dispatch, acknowledgement, escalation, each by the command that real work uses.

It is played in a centre of its own beside the working centre, so that it burns no number and stands on no board
(docs/decisions/0011-the-exercise-call.md). One is played at a time.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from dispatch.accounts.actors import Crew, Staff, staff_of
from dispatch.accounts.models import Centre, Membership, User
from dispatch.accounts.models.person import Role
from dispatch.clock.models import Timer
from dispatch.live.binding import forget_board
from incidents.commands.advise import read_advice
from incidents.commands.assess import answer_question
from incidents.commands.close import close_incident
from incidents.commands.contacts import answer_contact, offer_contact
from incidents.commands.deploy import deploy_units, stand_down
from incidents.commands.escalate import take_alarm
from incidents.commands.intake import open_incident
from incidents.commands.procedures import load_packs
from incidents.commands.respond import report_status
from incidents.models import (
    AdviceRead,
    Briefing,
    DecisionPath,
    Deployment,
    Escalation,
    ExerciseCall,
    Incident,
    LocationReading,
    Message,
    PathAnswer,
)
from incidents.queries.paths import question_now
from incidents.queries.recall import lines_now
from resources.models import Capability, StatusChange, Unit

PACKS = Path(settings.BASE_DIR) / "incidents" / "exercise" / "packs"
TYPE = "EXERCISE"
CREWS = ("EX1", "EX2")  # the first answers, the second is silent until it is alarmed
LONGEST = timedelta(seconds=30)  # who plays it has died
KEPT = timedelta(days=1)
PLAYED_FOR = timedelta(hours=1)  # what was played stays to be looked at for so long; its log stays for good
PLAYED = (  # what hangs on a played incident besides its log, in the order in which it can go
    (Message, "incident"),
    (AdviceRead, "incident"),
    (PathAnswer, "path__incident"),
    (DecisionPath, "incident"),
    (LocationReading, "incident"),
    (Escalation, "incident"),
    (Briefing, "deployment__incident"),
    (Deployment, "incident"),
)
BROKE_OFF = "It broke off."


def begin_exercise_call(*, centre_id: int, every_s: int, at: datetime) -> ExerciseCall | None:
    """The centre's next exercise call, when its time has come and nobody else plays one; otherwise None."""
    newest = ExerciseCall.objects.filter(centre_id=centre_id).order_by("-began_at").first()
    if newest is not None:
        since = at - newest.began_at
        if timedelta() <= since < (LONGEST if newest.ended_at is None else timedelta(seconds=every_s)):
            return None
        if newest.ended_at is None:
            end_exercise_call(call_id=newest.pk, at=at, trouble=BROKE_OFF)
    try:
        with transaction.atomic():
            return ExerciseCall.objects.create(centre_id=centre_id, began_at=at)
    except IntegrityError:
        return None


def end_exercise_call(*, call_id: int, at: datetime, trouble: str = "", incident: str = "") -> None:
    """Keep how far an exercise call came; those of the day before are forgotten."""
    ExerciseCall.objects.filter(pk=call_id, ended_at=None).update(ended_at=at, trouble=trouble[:200], incident=incident)
    ExerciseCall.objects.filter(began_at__lt=at - KEPT).delete()


def prepare_exercise(*, centre_id: int, at: datetime) -> Staff:
    """Who plays the exercise calls of this working centre. The place where they are played is made the first time."""
    found = Membership.objects.select_related("user", "centre").filter(centre__exercise_of_id=centre_id).first()
    return staff_of(found or _make_place(centre_id, at))


def _make_place(centre_id: int, at: datetime) -> Membership:
    with transaction.atomic():
        of = Centre.objects.select_for_update().get(pk=centre_id)
        code = f"exercise-{of.pk}"
        centre = Centre.objects.create(code=code, name=f"Exercise calls of {of.name}"[:120], time_zone=of.time_zone, exercise_of=of)
        load_packs(centre=centre, folder=PACKS, live=True, at=at)
        able = Capability.objects.create(centre=centre, code="exercise_crew", label="Exercise crew")
        for call_sign in CREWS:
            unit = Unit.objects.create(centre=centre, call_sign=call_sign, exercise=True, status="available", status_at=at)
            unit.capabilities.set([able])
        player = User.objects.create_user(code, None, name="Exercise call")  # nobody can sign in as it
        User.objects.filter(pk=player.pk).update(is_active=False)
        Membership.objects.create(user=player, centre=centre, role=Role.SUPERVISOR)
        return Membership.objects.select_related("user", "centre").get(centre=centre)


def play_exercise_call(*, call_id: int, by: Staff, at: datetime) -> Incident:
    """From the call to a crew that acknowledges; another stays silent, and its clock runs."""
    told = {"channel": "telephone", "line": "Exercise", "words": "Exercise call", "exercise": True}
    contact = offer_contact(centre=by.centre, by=by, at=at, source_reference=f"exercise-{call_id}", **told)
    answer_contact(contact_id=contact.pk, by=by, at=at)
    place: dict[str, Any] = {"summary": "Exercise call", "place_text": "Nowhere", "lat": 0.0, "lon": 0.0}
    incident = open_incident(centre=by.centre, by=by, at=at, contact_id=contact.pk, type_code=TYPE, **place)
    _assess(incident.pk, by=by, at=at)
    first = deploy_units(incident_id=incident.pk, units=CREWS, by=by, at=at)[0]
    crew = Crew(call_sign=CREWS[0], centre_id=by.centre_id, deployment_id=first.pk)
    report_status(deployment_id=first.pk, status="acknowledged", by=crew, at=at)
    return incident


def _assess(incident_id: int, *, by: Staff, at: datetime) -> None:
    while (question := question_now(Incident.objects.get(pk=incident_id))) is not None:
        answer_question(incident_id=incident_id, question=question["id"], answer=question["answers"][0]["code"], by=by, at=at)
    for line in lines_now(Incident.objects.get(pk=incident_id)):
        read_advice(incident_id=incident_id, line=line["id"], by=by, at=at)


def leave_exercise(*, by: Staff, at: datetime) -> None:
    """Take the alarms, send the crews home and close whatever exercise stands open, also one that broke off."""
    for incident in Incident.objects.of(by.centre_id).open().order_by("pk"):
        if incident.first_sent_at is None:  # it broke off before anybody was sent
            _assess(incident.pk, by=by, at=at)
            deploy_units(incident_id=incident.pk, units=CREWS, by=by, at=at)
        for alarm_id in Escalation.objects.untaken().filter(incident=incident).values_list("pk", flat=True):
            take_alarm(alarm_id=alarm_id, by=by, at=at)
        for deployment_id in Deployment.objects.active().filter(incident=incident).values_list("pk", flat=True):
            stand_down(deployment_id=deployment_id, why="The exercise is over", by=by, at=at)
        close_incident(
            incident_id=incident.pk,
            code="stood_down",
            outcome="Exercise",
            facts={"played_to_its_end": "yes"},
            by=by,
            at=at,
        )


def clear_exercises(*, by: Staff, at: datetime) -> None:
    """Let go of what was played more than an hour ago, except the logs and what they hang on."""
    before = at - PLAYED_FOR
    played = Incident.objects.of(by.centre_id).filter(closed_at__lt=before)
    with transaction.atomic():
        for model, path in PLAYED:
            QuerySet(model).filter(**{f"{path}__in": played}).delete()
        StatusChange.objects.filter(unit__centre_id=by.centre_id, recorded_at__lt=before).delete()
        Timer.objects.filter(centre_id=by.centre_id, settled_at__lt=before).delete()
        forget_board(by.centre_id, before=before)
