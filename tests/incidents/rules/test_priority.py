"""The order of priorities, their targets in seconds, and who may change one."""

from __future__ import annotations

import pytest

from incidents.rules.priority import (
    ORDER,
    Targets,
    is_more_urgent,
    lowers,
    most_urgent,
    needs_supervisor,
    objection_to_change,
    raises,
    rank,
    targets,
)
from tests.incidents.rules.shipped import shipped


def test_p1_is_the_most_urgent() -> None:
    assert [rank(priority) for priority in ORDER] == [1, 2, 3, 4, 5]
    assert most_urgent(["P3", "P1", "P5"]) == "P1"
    assert most_urgent([]) is None


@pytest.mark.parametrize(("old", "new", "up", "down"), [("P3", "P1", True, False), ("P1", "P3", False, True), ("P2", "P2", False, False)])
def test_up_is_towards_p1(old: str, new: str, up: bool, down: bool) -> None:
    assert (raises(old, new), lowers(old, new), needs_supervisor(old, new)) == (up, down, down)


def test_an_unknown_word_is_less_urgent_than_anything() -> None:
    assert is_more_urgent("P5", "") and not is_more_urgent("", "P5")


@pytest.mark.parametrize("word", ["", "p1", "P0", "P6", "1"])
def test_a_word_that_is_no_priority_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="one of P1"):
        rank(word)


def test_targets_are_in_seconds() -> None:
    core = shipped().core
    assert core
    assert targets(core, "P1") == Targets(dispatch_s=90, ack_s=60, attend_s=3600, caller_update_s=900)
    assert targets(core, "P5") == Targets(None, None, None, None)
    with pytest.raises(ValueError, match="one of P1"):
        targets(core, "P9")


def test_raising_takes_one_person_and_a_reason() -> None:
    assert objection_to_change("P3", "P1", reason="Child inside", supervisor_approves=False) is None
    assert objection_to_change("P3", "P1", reason="  ", supervisor_approves=True) == "Give a reason for changing the priority."


def test_lowering_takes_a_supervisor_too() -> None:
    alone = objection_to_change("P1", "P3", reason="Fire is out", supervisor_approves=False)
    assert alone == "Lowering a priority needs a supervisor's approval."
    assert objection_to_change("P1", "P3", reason="Fire is out", supervisor_approves=True) is None


def test_no_change_and_no_priority_are_refused() -> None:
    assert objection_to_change("P1", "P1", reason="Same", supervisor_approves=True) == "The priority is P1 already."
    assert objection_to_change("P1", "red", reason="Odd", supervisor_approves=True) == "A priority is one of P1, P2, P3, P4 or P5."
