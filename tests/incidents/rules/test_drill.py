"""The rules of a drill: its clock, how fast crews are, and what is never told again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.rules.drill import along, drama_number, pace_of, running_s, without_person

NOON = datetime(2025, 11, 3, 12, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("since", "at", "pauses", "runs"),
    [
        (0, 60, [], 60),
        (0, 60, [(10, 30)], 40),
        (0, 60, [(10, None)], 10),
        (20, 60, [(10, 30)], 30),
        (0, 20, [(10, 30)], 10),
        (0, 60, [(-30, -10), (70, 90)], 60),
        (0, 60, [(0, 10), (50, None)], 40),
        (60, 0, [], 0),
    ],
)
def test_its_clock_stands_still_in_a_pause(since, at, pauses, runs):
    spans = [(after(began), None if ended is None else after(ended)) for began, ended in pauses]
    assert running_s(after(since), after(at), spans) == runs


def test_crews_are_as_fast_as_in_the_recorded_shift_and_usual_where_it_has_none():
    pace = pace_of({"acknowledged": [30.0, 10.0, 14.0], "en_route": [0.0, -5.0]})
    assert pace["acknowledged"] == {"s": 14.0, "n": 3}
    assert pace["en_route"] == {"s": 60.0, "n": 0} and pace["on_scene"]["n"] == 0


def test_a_callers_number_is_one_that_ofcom_keeps_free_for_drama():
    assert drama_number(7) == "01632 960007" and drama_number(1007) == "01632 960007"


@pytest.mark.parametrize(
    ("words", "names", "told"),
    [
        ("Smell of gas, ring 07700 900123", (), "Smell of gas, ring (number left out)"),
        ("Ring +44 7700 900123 or (01632) 960 555 please", (), "Ring (number left out) or (number left out) please"),
        ("Write to jo.smith@wexmouth.example.", (), "Write to (address left out)."),
        ("Mrs Joan Price says it fell. price 20", ("Mrs Joan Price",), "Mrs (name left out) says it fell. (name left out) 20"),
        ("The caller is at the door", ("The caller",), "The caller is at the door"),
        ("Flat 12, 14 Harbour Lane at 12:30", ("",), "Flat 12, 14 Harbour Lane at 12:30"),
        ("O'Neill, SY 12345 67890", ("Pat O'Neill",), "O'(name left out), SY 12345 67890"),
    ],
)  # fmt: skip
def test_who_called_is_left_out_of_what_was_said(words, names, told):
    assert without_person(words, names) == told


@given(st.text(), st.lists(st.text()))
def test_nothing_that_was_ever_said_breaks_it(words, names):
    assert isinstance(without_person(words, names), str)


def test_a_crew_drives_straight():
    assert along((50.0, -3.0), (51.0, -2.0), 0.25) == (50.25, -2.75)
