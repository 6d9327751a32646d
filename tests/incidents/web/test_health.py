"""The page Health and /healthz: an exercise call that does not come through is said."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from dispatch import health
from incidents.commands.exercise_call import begin_exercise_call, end_exercise_call
from incidents.exercise import pump
from incidents.models import ExerciseCall
from incidents.queries.exercise_calls import exercises
from tests.factories import let_time_pass


@pytest.fixture(autouse=True)
def every_minute(settings):
    settings.EXERCISE_EVERY_S = 60


def played(centre, at, trouble: str = "") -> None:
    call = begin_exercise_call(centre_id=centre.pk, every_s=60, at=at)
    end_exercise_call(call_id=call.pk, at=at, trouble=trouble)


def trouble(at, running_for_s: float = 1000) -> str:
    return exercises(at, running_for_s=running_for_s)["trouble"]


def test_a_call_that_is_overdue_or_failed_is_alarmed_and_the_next_good_one_ends_it(wexmouth, noon):
    assert trouble(noon, running_for_s=74) == ""
    assert trouble(noon, running_for_s=76) == "No exercise call has come through for 76 s."
    played(wexmouth, noon)
    assert trouble(noon + timedelta(seconds=75)) == ""
    assert trouble(noon + timedelta(seconds=76)) == "No exercise call has come through for 76 s."
    played(wexmouth, noon + timedelta(seconds=80), trouble="B41 is on fire.")
    assert trouble(noon + timedelta(seconds=80)) == "The exercise call failed. B41 is on fire."
    played(wexmouth, noon + timedelta(seconds=140))
    assert trouble(noon + timedelta(seconds=140)) == ""


def test_where_none_are_played_none_are_missed(wexmouth, noon, settings):
    settings.EXERCISE_EVERY_S = 0
    assert exercises(noon, running_for_s=1000) == {"every_s": 0, "age_s": None, "trouble": ""}


def test_healthz_fails_with_the_exercise_call_and_names_nobody(wexmouth, monkeypatch):
    monkeypatch.setattr(health, "clock_health", lambda: {"age_s": 0.1})
    played(wexmouth, timezone.now())
    good = Client().get("/healthz")
    assert good.status_code == 200 and good.json()["exercise"]["trouble"] == "" and good.json()["lateness"]["count"] == 0
    ExerciseCall.objects.all().delete()
    played(wexmouth, timezone.now(), trouble="It broke off.")
    bad = Client().get("/healthz")
    assert bad.status_code == 503 and bad.json()["exercise_ok"] is False
    assert health.concern() == "The exercise call failed. It broke off."


def test_the_pump_plays_it_through_and_says_where_it_fails(wexmouth, monkeypatch):
    # What the timers' loop does in another thread happens here while the pump waits.
    monkeypatch.setattr(pump.time, "sleep", lambda _: let_time_pass(timezone.now() + timedelta(seconds=2)))
    pump.pump_exercises()
    pump.pump_exercises()
    assert ExerciseCall.objects.get().trouble == ""
    ExerciseCall.objects.update(began_at=timezone.now() - timedelta(minutes=2))
    monkeypatch.setattr(pump.time, "sleep", lambda _: None)
    monkeypatch.setattr(pump, "RINGS_WITHIN_S", 0.0)
    pump.pump_exercises()
    assert ExerciseCall.objects.order_by("-pk").first().trouble == pump.NO_ALARM
    ExerciseCall.objects.update(began_at=timezone.now() - timedelta(minutes=2))
    monkeypatch.setattr(pump, "play_exercise_call", lambda **_: 1 / 0)
    pump.pump_exercises()
    assert "ZeroDivisionError" in ExerciseCall.objects.order_by("-pk").first().trouble


def test_a_supervisor_reads_what_failed_and_an_agent_has_no_such_page(wexmouth, sol, amina):
    played(wexmouth, timezone.now(), trouble="The clock has not rung.")
    page = signed_in("supervisor").get("/health").content.decode()
    assert "The clock has not rung." in page and "How late timers were" in page
    assert signed_in("agent").get("/health").status_code == 403


def signed_in(name: str) -> Client:
    http = Client()
    http.force_login(get_user_model().objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return http
