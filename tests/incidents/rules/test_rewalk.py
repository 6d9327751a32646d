"""Changing one's mind: whatever is changed, in any order, what stands can be walked again from the first question."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.rules.decision_path import Given, PathError, Walk, advance, walk
from incidents.rules.packs import IncidentType
from incidents.rules.packs.lookup import find_question
from incidents.rules.path_check import check_record
from incidents.rules.rewalk import is_lower, rewalk
from tests.incidents.rules.shipped import all_types, the_type

MIND_CHANGES = 8


def given_on(kind: IncidentType, here: Walk) -> list[Given]:
    return [Given(step.question, step.answer) for step in here.asked]


def answers_to(kind: IncidentType, question: str) -> list[str]:
    node = find_question(kind, question)
    assert node
    return [answer.code for answer in node.answers]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_random_walk_with_changes_of_mind_is_always_a_path_that_can_be_replayed(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(all_types()))
    standing: list[Given] = []
    for _ in range(data.draw(st.integers(1, MIND_CHANGES))):
        here = walk(kind, standing)
        if here.question is not None and data.draw(st.booleans()):
            here = advance(kind, here, Given(here.question.id, data.draw(st.sampled_from(answers_to(kind, here.question.id)))))
        elif standing:
            changed = data.draw(st.sampled_from(standing))
            found = rewalk(kind, standing, Given(changed.question, data.draw(st.sampled_from(answers_to(kind, changed.question)))))
            carried = [standing[place] for place in found.carried]
            assert given_on(kind, found.walk)[found.kept + 1 :] == carried
            here = found.walk
        standing = given_on(kind, here)
        again = walk(kind, standing)
        assert (again.outcome, again.transfer, again.flags) == (here.outcome, here.transfer, here.flags)
        if again.outcome is not None:
            assert check_record(kind, standing, again.outcome.id) == []


def test_later_answers_that_are_still_asked_stay_and_the_others_fall_away() -> None:
    kind = the_type("FLOOD")
    standing = [Given("q_life", "deny"), Given("q_source", "pipe_or_flat_above"), Given("q_elec", "deny"), Given("q_stopped", "affirm")]
    found = rewalk(kind, standing, Given("q_source", "unknown"))
    assert (found.kept, found.carried) == (1, (2, 3))
    assert found.walk.outcome and found.walk.outcome.id == "o_leak_contained"
    gone = rewalk(kind, standing, Given("q_source", "sewer"))
    assert (gone.carried, gone.walk.outcome and gone.walk.outcome.id) == ((), "o_sewer")


@pytest.mark.parametrize("changed", [Given("q_ours", "deny"), Given("q_life", "perhaps")])
def test_a_question_not_answered_and_an_answer_it_does_not_have_are_refused(changed: Given) -> None:
    with pytest.raises(PathError):
        rewalk(the_type("FLOOD"), [Given("q_life", "deny")], changed)


@pytest.mark.parametrize(
    ("new", "old", "lower"),
    [(("P2", True), ("P1", True), True), (("P1", False), ("P1", True), True), (("P1", True), ("P2", False), False)],
)
def test_lower_is_less_urgent_or_sending_nobody_where_somebody_was_to_be_sent(new, old, lower) -> None:
    assert is_lower(priority=new[0], deploys=new[1], than=old[0], that_deploys=old[1]) is lower
