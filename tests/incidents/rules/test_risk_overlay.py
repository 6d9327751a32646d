"""The risk overlay calls for a priority, or for nothing; heavier weights never call for less."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.rules.priority import ORDER
from incidents.rules.risk_overlay import LEVELS, RAISING, objection, weigh
from tests.incidents.rules.shipped import shipped

CALM = dict.fromkeys(RAISING, "none")
STEPS = list(LEVELS)


def place(priority: str) -> int:
    return ORDER.index(priority) if priority else len(ORDER)


@pytest.mark.parametrize(
    ("levels", "calls_for"),
    [
        ({}, ""),
        ({"threat": "some"}, ""),
        ({"threat": "some", "vulnerability": "some"}, "P3"),
        ({"vulnerability": "high"}, "P2"),
        ({"harm": "high", "risk": "high"}, "P1"),
    ],
)
def test_what_the_weights_call_for(levels: dict[str, str], calls_for: str) -> None:
    assert weigh(CALM | levels).calls_for == calls_for


@given(levels=st.fixed_dictionaries({part: st.sampled_from(STEPS) for part in RAISING}), part=st.sampled_from(RAISING))
def test_a_heavier_weight_never_calls_for_less(levels: dict[str, str], part: str) -> None:
    heavier = levels | {part: STEPS[min(STEPS.index(levels[part]) + 1, len(STEPS) - 1)]}
    assert place(weigh(heavier).calls_for) <= place(weigh(levels).calls_for)


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [
        ({"threat": "none"}, "Still to be weighed"),
        (CALM | {"mood": "some"}, "no part called mood"),
        (CALM | {"risk": "huge"}, "Say of risk"),
    ],
)
def test_weights_that_cannot_be_taken(levels: dict[str, str], sentence: str) -> None:
    assert sentence in (objection(shipped().core, levels) or "")


def test_all_four_are_enough() -> None:
    assert objection(shipped().core, CALM) is None
