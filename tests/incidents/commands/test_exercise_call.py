"""The console's own exercise call: played in a place of its own, by the commands of real work, and nowhere to be seen in it."""

from datetime import timedelta

import pytest

from dispatch.clock.models import Timer
from dispatch.live.models import BoardEvent
from incidents.commands.exercise_call import (
    begin_exercise_call,
    clear_exercises,
    end_exercise_call,
    leave_exercise,
    play_exercise_call,
    prepare_exercise,
)
from incidents.commands.intake import open_incident
from incidents.models import DecisionPath, Deployment, Escalation, ExerciseCall, Incident, Message
from incidents.queries.board import board
from incidents.queries.proof import prove
from tests.factories import answer_all, entries, fresh, let_time_pass


@pytest.fixture
def player(wexmouth, noon):
    return prepare_exercise(centre_id=wexmouth.pk, at=noon)


def test_a_call_goes_from_the_contact_to_the_escalation_and_leaves_nothing_open(wexmouth, sol, player, noon):
    before = board(wexmouth.pk, noon)
    call = begin_exercise_call(centre_id=wexmouth.pk, every_s=60, at=noon)
    incident = play_exercise_call(call_id=call.pk, by=player, at=noon)
    assert incident.exercise and fresh(incident).priority == "P1"
    let_time_pass(noon + timedelta(seconds=1))
    assert Escalation.objects.get(incident=incident).cause == "not_acknowledged"
    leave_exercise(by=player, at=noon + timedelta(seconds=2))
    end_exercise_call(call_id=call.pk, at=noon + timedelta(seconds=2), incident=incident.reference)
    assert ExerciseCall.objects.through().get() == call
    assert not Incident.objects.of(player.centre_id).open().exists()
    assert {"incident.logged", "path.outcome", "unit.deployed", "unit.status", "escalation.raised", "incident.closed"} <= set(
        entries(incident)
    )
    assert board(wexmouth.pk, noon) == before and fresh(wexmouth).last_incident_number == wexmouth.last_incident_number
    assert not Message.objects.exists()
    assert in_figures(wexmouth, noon) == 0


def in_figures(centre, at) -> int:
    return Incident.objects.counted().filter(centre__in=[centre, centre.exercise_centre]).count()


def test_one_is_played_at_a_time_and_the_next_when_its_time_has_come(wexmouth, noon):
    def begun(seconds: float) -> bool:
        return begin_exercise_call(centre_id=wexmouth.pk, every_s=60, at=noon + timedelta(seconds=seconds)) is not None

    assert begun(0) and not begun(1)
    end_exercise_call(call_id=ExerciseCall.objects.get().pk, at=noon + timedelta(seconds=3))
    assert not begun(59) and begun(60)
    assert begun(95), "whoever played it has died"
    assert ExerciseCall.objects.exclude(trouble="").get().trouble == "It broke off."


@pytest.mark.parametrize("answered", [True, False])
def test_one_that_broke_off_is_brought_to_its_end_by_the_next(wexmouth, player, noon, answered):
    facts = {"type_code": "EXERCISE", "exercise": True, "place_text": "Nowhere", "lat": 0.0, "lon": 0.0}
    broken = open_incident(centre=player.centre, by=player, at=noon, **facts)
    if answered:
        answer_all(broken, ("affirm",), by=player)
    leave_exercise(by=player, at=noon)
    assert not fresh(broken).is_open
    play_exercise_call(call_id=1, by=player, at=noon)


def test_calls_of_the_day_before_are_forgotten_but_never_a_line_of_a_log(wexmouth, player, noon):
    call = begin_exercise_call(centre_id=wexmouth.pk, every_s=60, at=noon)
    incident = play_exercise_call(call_id=call.pk, by=player, at=noon)
    leave_exercise(by=player, at=noon)
    end_exercise_call(call_id=call.pk, at=noon)
    later = noon + timedelta(days=2)
    clear_exercises(by=player, at=later)
    end_exercise_call(call_id=begin_exercise_call(centre_id=wexmouth.pk, every_s=60, at=later).pk, at=later)
    assert ExerciseCall.objects.get().began_at == later
    assert not Timer.objects.filter(centre=player.centre).exists() and not BoardEvent.objects.filter(board_id=player.centre_id).exists()
    assert not Deployment.objects.filter(incident=incident).exists() and not DecisionPath.objects.filter(incident=incident).exists()
    assert len(entries(incident)) == fresh(incident).log_count > 5 and prove().fault is None
    play_exercise_call(call_id=2, by=player, at=later)
