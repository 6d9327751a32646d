"""From cases to a figure: nearest rank, open work past its target, what is too little to say, what is out of order."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.rules.kpi.figures import Case, count_figure, interval_figure, most_at_once, share_figure
from incidents.rules.kpi.percentiles import nearest_rank

NOON = datetime(2025, 11, 3, 12, tzinfo=UTC)
lengths = st.lists(st.floats(0, 1e6), min_size=1, max_size=60)


def took(*seconds: float, target: float | None = None) -> list[Case]:
    return [Case(at=NOON, seconds=each, target_s=target) for each in seconds]


@pytest.mark.parametrize(("percent", "value"), [(50, 5), (90, 9), (91, 10), (95, 10), (100, 10), (1, 1), (10, 1), (11, 2)])
def test_a_percentile_is_the_value_of_its_rank(percent, value):
    assert nearest_rank(list(range(1, 11)), percent) == value


@given(lengths, st.integers(1, 100))
def test_a_percentile_is_a_value_with_enough_at_or_below_it(values, percent):
    ordered = sorted(values)
    found = nearest_rank(ordered, percent)
    below = sum(value <= found for value in ordered)
    assert found in ordered and below * 100 >= percent * len(ordered)
    assert sum(value < found for value in ordered) * 100 < percent * len(ordered)


@pytest.mark.parametrize(("values", "percent"), [([], 50), ([1.0], 0), ([1.0], 101)])
def test_a_percentile_of_nothing_is_refused(values, percent):
    with pytest.raises(ValueError, match="percentile"):
        nearest_rank(values, percent)


def test_open_work_past_its_target_is_a_miss_now_and_the_rest_waits():
    rows = [*took(30, 60, target=60), Case(at=NOON, waited_s=61, target_s=60), Case(at=NOON, waited_s=60, target_s=60)]
    found = interval_figure(rows)
    assert (found.hits, found.decided, found.open_past, found.open_waiting, found.n) == (2, 3, 1, 1, 2)


def test_what_ended_without_ever_coming_is_a_miss():
    found = interval_figure([*took(10, target=60), Case(at=NOON, good=False, target_s=60)])
    assert (found.hits, found.decided, found.n) == (1, 2, 1)


def test_an_end_before_its_beginning_is_left_out_and_counted():
    found = interval_figure([*took(10, target=60), Case(at=NOON, seconds=-5, target_s=60)])
    assert (found.odd, found.n, found.decided, found.most) == (1, 1, 1, 10)


def test_fewer_than_ten_have_no_percentage():
    nine = share_figure([Case(at=NOON, good=True)] * 9)
    assert (nine.share, nine.hits, nine.decided) == (None, 9, 9)
    assert share_figure([Case(at=NOON, good=place < 9) for place in range(10)]).share == 90.0


def test_nothing_is_empty_and_not_nought():
    found = interval_figure([])
    assert found.empty and found.mean is None and found.p90 is None and found.share is None


def test_claimed_times_stand_beside_the_recorded_ones():
    rows = [*took(100, 200), Case(at=NOON, seconds=10, recorded_s=300)]
    found = interval_figure(rows)
    assert (found.claimed, found.p50, found.recorded_p50, found.p90, found.recorded_p90) == (1, 100, 200, 200, 300)


def test_a_count_knows_the_longest_wait():
    found = count_figure([Case(at=NOON, waited_s=5), Case(at=NOON, waited_s=50)])
    assert (found.n, found.most) == (2, 50)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 30)), max_size=30))
def test_the_most_at_once_is_the_most_at_any_beginning(spans):
    expected = max((sum(begin <= at < begin + seconds for begin, seconds in spans) for at, _ in spans), default=0)
    assert most_at_once([(float(begin), float(seconds)) for begin, seconds in spans]) >= expected
    longer = [(begin, seconds) for begin, seconds in spans if seconds]
    assert most_at_once([(float(begin), float(seconds)) for begin, seconds in longer]) == max(
        (sum(begin <= at < begin + seconds for begin, seconds in longer) for at, _ in longer), default=0
    )


def test_what_has_no_end_yet_goes_on():
    assert most_at_once([(0.0, None), (5.0, 1.0), (6.0, 1.0)]) == 2


def test_each_case_belongs_to_an_instant():
    assert Case(at=NOON + timedelta(seconds=1)).hit is None
