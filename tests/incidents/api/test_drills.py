"""Drills over REST: what they say, what they refuse, and the one way in for a browser and for a program."""

import pytest

from dispatch.accounts.actors import staff_of
from dispatch.accounts.models import Membership, User
from incidents.models import Drill
from tests.factories import Rest
from tests.incidents.drills import opened, past_shift

GOOD = {"from_at": "2025-11-03T12:00", "until_at": "2025-11-03T13:00", "speed": 5}


@pytest.fixture
def shift(telephony, amina):
    return past_shift(telephony, amina)


def test_a_drill_is_opened_paused_resumed_ended_and_read(shift, as_sol, sol, amina):
    made = as_sol.post("drills/", {**GOOD, "people": ["supervisor", "agent"]}, key="k-1")
    assert made.status_code == 201
    drill = made.json()
    assert (drill["state"], drill["contacts"], drill["played"], drill["mine"], drill["speed"]) == ("running", 3, 0, True, 5)
    assert as_sol.post("drills/", {**GOOD, "people": ["supervisor", "agent"]}, key="k-1").json() == drill
    one = f"drills/{drill['id']}/"
    assert as_sol.post(one + "paused/").json()["state"] == "paused"
    assert as_sol.post(one + "resumed/").json()["state"] == "running"
    assert as_sol.get("drills/").json()["results"][0]["id"] == drill["id"]
    debrief = as_sol.get(one + "debrief/").json()
    assert len(debrief["rows"]) == 3 and debrief["summary"]["to_come"] == 3
    assert debrief["summary"]["answer"] == [{"s": None, "n": 0}, {"s": None, "n": 0}]
    assert as_sol.post(one + "ended/").json()["state"] == "ended"
    assert as_sol.get(one).json()["ended_by"] == "Sol Reyes"


@pytest.mark.parametrize(
    "wrong",
    [
        {"from_at": "\x00"}, {"from_at": "\ud800"}, {"from_at": "x" * 9999}, {"from_at": None}, {"from_at": 12}, {"until_at": ["a"]},
        {"speed": 3}, {"speed": "fast"}, {"speed": None}, {"people": "all"}, {"people": ["\x00"]}, {"people": ["x" * 99]},
        {"people": [None]},
        {"people": {}}, {"people": ["supervisor"] * 99}, {"from_at": "9999-12-31T23:59", "until_at": "0001-01-01T00:00"},
    ],
)  # fmt: skip
def test_bad_input_is_refused_and_never_breaks(shift, as_sol, sol, wrong):
    assert as_sol.post("drills/", {**GOOD, "people": ["supervisor"], **wrong}).status_code in (400, 409, 422)
    assert not Drill.objects.exists()


def test_a_browser_goes_in_and_out_by_rest_too(shift, sol, client):
    drill = opened(sol)
    client.force_login(User.objects.get(pk=sol.user_id), backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"/api/v1/drills/{drill.pk}/entered/").json()["room_id"] == drill.room_id
    assert client.get("/api/v1/units/").json()["results"][0]["exercise"]
    assert client.post(f"/api/v1/drills/{drill.pk}/left/").json() == {"centre": "wexmouth"}
    assert not client.get("/api/v1/units/").json()["results"][0]["exercise"]


def test_a_program_asks_for_a_token_of_the_training_room(shift, sol, as_sol, as_nobody):
    drill = opened(sol)
    assert as_sol.post(f"drills/{drill.pk}/entered/").json()["code"] == "token-bound"
    asked = {"username": "supervisor", "password": "demo"}
    inside = Rest(staff_of(Membership.objects.select_related("user", "centre").get(centre=drill.room)))
    inside.headers["Authorization"] = f"Bearer {as_nobody.post('token/', {**asked, 'centre': drill.room.code}).json()['token']}"
    assert inside.get("units/").json()["results"][0]["exercise"]
    assert inside.get(f"drills/{drill.pk}/").json()["here"]
    assert as_nobody.post("token/", {**asked, "centre": "elsewhere"}).status_code == 401
    assert inside.post(f"drills/{drill.pk}/ended/").status_code == 200
    assert inside.get("units/").status_code == 401, "its token ended with the drill"
