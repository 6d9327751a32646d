"""Limits come from the first twenty points, and marks from three rules that chance seldom breaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.rules.kpi.charts import BASE, read_points

STEADY = [10.0, 12.0] * 10


def test_fewer_than_twenty_points_have_no_limits():
    assert read_points(STEADY[:-1]).limits is None


def test_the_limits_are_those_of_the_moving_ranges():
    limits = read_points(STEADY).limits
    assert limits is not None
    assert (limits.middle, limits.low, limits.high) == (11.0, pytest.approx(11 - 2.66 * 2), pytest.approx(11 + 2.66 * 2))


def test_later_points_do_not_move_the_limits():
    assert read_points([*STEADY, 500.0]).limits == read_points(STEADY).limits


def test_a_share_stays_between_nought_and_a_hundred():
    limits = read_points([99.0, 90.0] * 10, ceiling=100.0).limits
    assert limits is not None and limits.high == 100.0 and limits.low > 0


def test_a_point_outside_is_marked():
    assert read_points([*STEADY, 40.0, 11.0]).breaks == {20: "outside"}


def test_eight_on_one_side_are_marked_and_seven_are_not():
    assert read_points([*STEADY[:-1], 10.0, *([12.0, 12.5] * 3), 12.0]).breaks == {}
    assert read_points([*STEADY[:-1], 10.0, *([12.0, 12.5] * 4)]).breaks == dict.fromkeys(range(20, 28), "run")


def test_six_rising_are_marked_and_five_are_not():
    rising = [10.0, 10.2, 10.4, 10.6, 11.2]
    assert read_points([*STEADY, *rising]).breaks == {}
    assert read_points([*STEADY, *rising, 11.4]).breaks == dict.fromkeys(range(20, 26), "trend")


@given(st.lists(st.floats(0, 1e5), min_size=BASE, max_size=60))
def test_marks_are_points_and_the_middle_lies_between_the_limits(values):
    reading = read_points(values)
    assert reading.limits is not None and reading.limits.low <= reading.limits.middle <= reading.limits.high
    assert set(reading.breaks) <= set(range(len(values)))
    outside = {place for place, value in enumerate(values) if not reading.limits.low <= value <= reading.limits.high}
    assert {place for place, word in reading.breaks.items() if word == "outside"} == outside
