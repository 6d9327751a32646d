"""The simulator's switch over REST."""

from typing import Any

import pytest

from tests.factories import Rest


def test_anybody_on_the_floor_sees_and_turns_it_in_a_demo(settings: Any, as_amina: Rest, as_sol: Rest) -> None:
    settings.DEMO = True
    assert as_amina.get("simulator/").json() == {"on": True, "speed": 1.0, "slowest": 0.5, "fastest": 10.0, "running": False}
    assert as_sol.post("simulator/", {"on": False, "speed": 2}).status_code == 200
    assert as_amina.get("simulator/").json()["on"] is False


@pytest.mark.parametrize("body", [{"speed": 11}, {"speed": "fast"}, {"on": "perhaps"}])
def test_what_makes_no_sense_is_a_400(settings: Any, as_amina: Rest, body: dict[str, object]) -> None:
    settings.DEMO = True
    assert as_amina.post("simulator/", body).status_code == 400


def test_outside_the_demo_there_is_none(settings: Any, as_amina: Rest) -> None:
    settings.DEMO = False
    assert as_amina.get("simulator/").status_code == 404
    assert as_amina.post("simulator/", {"on": True}).status_code == 404
