"""Walking the trees: every shipped path ends, and an answer that does not fit is refused with a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.rules.decision_path import (
    Given,
    PathError,
    fallback_outcome,
    paths,
    walk,
)
from incidents.rules.packs import IncidentType
from tests.incidents.rules.shipped import all_types, the_type

TRAPPED = [Given("q_harm", "deny"), Given("q_where", "inside"), Given("q_out", "deny")]


@pytest.mark.parametrize("kind", all_types(), ids=lambda kind: kind.code)
def test_every_path_ends_in_an_outcome_or_a_transfer(kind: IncidentType) -> None:
    for path in paths(kind):
        end = walk(kind, path)
        assert end.ended
        assert (end.outcome is None) != (end.transfer is None)
        assert len(end.asked) == len(path)


def test_there_are_202_paths() -> None:
    assert sum(1 for kind in all_types() for _ in paths(kind)) == 202


def test_the_first_question_comes_without_an_answer() -> None:
    start = walk(the_type("GAS-SMELL"), [])
    assert start.question and start.question.id == "q_harm"
    assert start.asked == () and not start.ended


def test_a_trapped_person_in_gas_is_p1_with_both_flags() -> None:
    end = walk(the_type("GAS-SMELL"), TRAPPED)
    assert end.outcome and (end.outcome.id, end.outcome.priority) == ("o_trapped", "P1")
    assert end.flags == {"gas", "trapped", "life_risk"}
    assert [step.danger for step in end.asked] == [False, True, True]
    assert [step.label for step in end.asked] == ["No", "Inside", "No"]


def test_not_known_on_a_danger_branch_counts_as_danger() -> None:
    assert walk(the_type("FLOOD"), [Given("q_life", "unknown")]).asked[0].danger


def test_not_known_on_a_calm_branch_with_a_reason_does_not() -> None:
    assert not walk(the_type("GAS-SMELL"), [Given("q_harm", "unknown")]).asked[0].danger


def test_a_smell_of_gas_hands_no_heating_over_to_the_gas_procedure() -> None:
    end = walk(the_type("HEAT-LOSS"), [Given("q_ill", "deny"), Given("q_gas", "smell")])
    assert (end.transfer, end.outcome, end.question) == ("GAS-SMELL", None, None)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ([Given("q_harm", "maybe")], "Choose one of: Yes, No, Not known."),
        ([Given("q_out", "deny")], "The question to answer now is 'Is anyone unwell"),
        ([*TRAPPED, Given("q_valve", "deny")], "The questions are finished"),
        ([Given("", "")], "The question to answer now"),
        ([Given("q_harm", "deny")] * 2_001, "more answers than any procedure"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_a_sentence(answers: list[Given], sentence: str) -> None:
    with pytest.raises(PathError, match=sentence.replace("(", r"\(").replace("?", r"\?")):
        walk(the_type("GAS-SMELL"), answers)


def circling() -> IncidentType:
    kind = the_type("FLOOD")
    plain = kind.model_dump(mode="json")
    plain["tree"]["nodes"][3]["answers"][0]["go"] = "q_life"
    return IncidentType.model_validate(plain)


def test_paths_of_a_tree_that_circles_are_refused_and_do_not_hang() -> None:
    with pytest.raises(PathError, match="for ever"):
        list(paths(circling()))


def test_a_target_that_does_not_exist_is_refused() -> None:
    plain = the_type("FLOOD").model_dump(mode="json")
    plain["tree"]["nodes"][0]["answers"][0]["go"] = "nowhere"
    with pytest.raises(PathError, match="is broken"):
        walk(IncidentType.model_validate(plain), [Given("q_life", "affirm")])


@pytest.mark.parametrize("kind", all_types(), ids=lambda kind: kind.code)
def test_the_fallback_is_urgent(kind: IncidentType) -> None:
    assert fallback_outcome(kind).priority in ("P1", "P2")


def test_a_missing_fallback_is_refused() -> None:
    with pytest.raises(PathError, match="fall back"):
        fallback_outcome(the_type("FLOOD").model_copy(update={"fallback": "o_none"}))


ANSWERS = st.builds(
    Given,
    st.sampled_from(sorted({node.id for kind in all_types() for node in kind.tree.nodes}) + ["", "q\0"]),
    st.sampled_from(["affirm", "deny", "unknown", "inside", "gas", "safe_word", "nonsense", ""]),
)


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(all_types()), st.lists(ANSWERS, max_size=8))
def test_a_random_walk_ends_asks_on_or_is_refused(kind: IncidentType, answers: list[Given]) -> None:
    try:
        here = walk(kind, answers)
    except PathError as refused:
        assert str(refused).endswith((".", "'."))
        return
    assert [here.question, here.outcome, here.transfer].count(None) == 2
    assert len(here.asked) == len(answers)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(all_types()), st.data())
def test_answering_what_is_asked_always_ends_within_six_questions(kind: IncidentType, data: st.DataObject) -> None:
    answers: list[Given] = []
    while question := walk(kind, answers).question:
        answers.append(Given(question.id, data.draw(st.sampled_from([answer.code for answer in question.answers]))))
        assert len(answers) <= 6
    assert tuple(answers) in set(paths(kind))


def test_a_fallback_that_hands_over_is_refused() -> None:
    with pytest.raises(PathError, match="fall back"):
        fallback_outcome(the_type("HEAT-LOSS").model_copy(update={"fallback": "t_gas"}))
