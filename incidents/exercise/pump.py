"""Playing the exercise call of every working centre, where the timers live: its clock must be settled by the loop that it proves."""

import logging
import time
from datetime import datetime

from django.conf import settings
from django.db import Error
from django.utils import timezone

from dispatch.accounts.actors import Staff
from dispatch.accounts.models import Centre
from dispatch.refusal import Refusal
from incidents.commands.exercise_call import (
    begin_exercise_call,
    clear_exercises,
    end_exercise_call,
    leave_exercise,
    play_exercise_call,
    prepare_exercise,
)
from incidents.models import Escalation, ExerciseCall

log = logging.getLogger(__name__)

RINGS_WITHIN_S = 8.0  # the clock falls due after one second
LOOK_EVERY_S = 0.1
NO_ALARM = "The clock of a crew that did not answer has not rung."


class Failed(Exception):
    """An exercise call that did not come through; says why."""


def pump_exercises() -> None:
    """Play the exercise call of each working centre whose time has come."""
    for centre_id in Centre.objects.working().order_by("pk").values_list("pk", flat=True):
        call = begin_exercise_call(centre_id=centre_id, every_s=settings.EXERCISE_EVERY_S, at=timezone.now())
        if call is not None:
            play(call)


def play(call: ExerciseCall) -> None:
    """Play one and keep what came of it. Whatever goes wrong is the call's trouble, in words, and never this thread's end."""
    trouble, reference = "", ""
    try:
        reference = _play(call)
    except (Failed, Refusal) as failed:
        trouble = str(failed)
    except Exception as error:
        log.exception("The exercise call broke off", extra={"call": call.pk})
        trouble = f"{type(error).__name__} in a step of it: the log of the worker says more."
    try:
        end_exercise_call(call_id=call.pk, at=timezone.now(), trouble=trouble, incident=reference)
    except Error:  # it stays open, and is found to be too old
        log.exception("What came of the exercise call could not be kept", extra={"call": call.pk})
        raise


def _play(call: ExerciseCall) -> str:
    player = prepare_exercise(centre_id=call.centre_id, at=timezone.now())
    leave_exercise(by=player, at=timezone.now())
    incident = play_exercise_call(call_id=call.pk, by=player, at=timezone.now())
    rung = Escalation.objects.filter(incident=incident, cause=Escalation.Cause.NOT_ACKNOWLEDGED)
    deadline = time.monotonic() + RINGS_WITHIN_S
    while not rung.exists():
        if time.monotonic() > deadline:
            raise Failed(NO_ALARM)
        time.sleep(LOOK_EVERY_S)
    _leave(player, timezone.now())
    return incident.reference


def _leave(player: Staff, at: datetime) -> None:
    leave_exercise(by=player, at=at)
    clear_exercises(by=player, at=at)
