"""Erlang C against worked figures, against the textbook's sum where that can be computed, and far beyond where it cannot."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.rules.kpi.erlang import agents_needed, load_of, service


def test_the_worked_example():
    found = service(load=load_of(calls=360, interval_s=1800, handling_s=240), agents=55, handling_s=240, target_s=15)
    assert found.load == 48
    assert round(found.occupancy, 3) == 0.873
    assert round(found.waits, 4) == 0.2387
    assert round(100 * found.within, 1) == 84.6
    assert found.answer_s is not None and round(found.answer_s, 2) == 8.18


def by_the_textbook(load: float, agents: int) -> float:
    top = load**agents / math.factorial(agents) * agents / (agents - load)
    return top / (sum(load**k / math.factorial(k) for k in range(agents)) + top)


@given(st.floats(0.05, 60), st.integers(1, 40))
@settings(max_examples=60)
def test_it_is_the_textbooks_sum(load, spare):
    agents = math.floor(load) + spare
    assert service(load=load, agents=agents, handling_s=180, target_s=20).waits == pytest.approx(by_the_textbook(load, agents), rel=1e-9)


@given(st.floats(0.01, 3000), st.floats(1, 3600), st.floats(0, 600), st.floats(0, 0.99))
@settings(max_examples=60, deadline=None)
def test_the_agents_needed_are_enough_and_one_fewer_is_not(load, handling_s, target_s, share):
    agents = agents_needed(load=load, handling_s=handling_s, target_s=target_s, share=share)
    assert service(load=load, agents=agents, handling_s=handling_s, target_s=target_s).within >= share
    fewer = service(load=load, agents=agents - 1, handling_s=handling_s, target_s=target_s)
    assert fewer.saturated or fewer.within < share


def test_loads_that_no_factorial_holds_stay_finite():
    found = service(load=40_000, agents=40_200, handling_s=240, target_s=15)
    assert 0 < found.waits < 1 and 0 < found.within < 1 and math.isfinite(found.answer_s or math.inf)


@pytest.mark.parametrize("agents", [0, 47, 48])
def test_too_few_agents_are_saturated_and_have_no_average_wait(agents):
    found = service(load=48, agents=agents, handling_s=240, target_s=15)
    assert found.saturated and found.answer_s is None and (found.waits, found.within) == (1.0, 0.0)


def test_no_calls_need_nobody():
    assert agents_needed(load=0, handling_s=240, target_s=15, share=0.8) == 0
    assert service(load=0, agents=0, handling_s=240, target_s=15).within == 1.0


@pytest.mark.parametrize(
    ("load", "handling_s", "share"),
    [(-1, 240, 0.8), (math.inf, 240, 0.8), (math.nan, 240, 0.8), (1, 0, 0.8), (1, 240, 1.0), (2e5, 240, 0.8)],
)
def test_what_makes_no_sense_is_refused(load, handling_s, share):
    with pytest.raises(ValueError):
        agents_needed(load=load, handling_s=handling_s, target_s=15, share=share)
