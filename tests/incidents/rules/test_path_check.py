"""The outcome is worked out again from the record, and every departure has a name and a weight."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.rules.decision_path import Given, paths, walk
from incidents.rules.packs import IncidentType
from incidents.rules.path_check import check_record
from tests.incidents.rules.shipped import all_types, the_type

HOME_OFF = [Given("q_shock", "deny"), Given("q_kind", "wires_in_home"), Given("q_isolate", "affirm")]


def named(answers: list[Given], outcome: str | None, code: str = "POWER-DANGER") -> list[tuple[str, str, str]]:
    return [(each.kind, each.question, each.severity) for each in check_record(the_type(code), answers, outcome)]


@pytest.mark.parametrize("kind", all_types(), ids=lambda kind: kind.code)
def test_a_record_that_follows_the_tree_has_no_deviation(kind: IncidentType) -> None:
    for path in paths(kind):
        end = walk(kind, path)
        recorded = end.outcome.id if end.outcome else end.transfer
        assert check_record(kind, path, recorded) == []


def test_a_calmer_outcome_than_the_answers_give_is_critical() -> None:
    assert named([Given("q_shock", "affirm")], "o_cut") == [("wrong_outcome", "", "critical")]


def test_a_more_urgent_outcome_than_the_answers_give_is_major() -> None:
    assert named(HOME_OFF, "o_999") == [("wrong_outcome", "", "major")]


def test_a_skipped_critical_question_is_critical() -> None:
    assert named(HOME_OFF[1:], "o_home_off") == [
        ("not_needed", "q_kind", "minor"),
        ("not_needed", "q_isolate", "minor"),
        ("skipped", "q_shock", "critical"),
        ("wrong_outcome", "", "critical"),
    ]


def test_sending_early_on_the_fallback_is_minor_beside_the_skipped_question() -> None:
    assert named(HOME_OFF[:2], "o_line") == [("skipped", "q_isolate", "major"), ("sent_early", "", "minor")]


def test_an_answer_that_was_not_needed_is_minor() -> None:
    assert named([Given("q_shock", "affirm"), Given("q_kind", "no_power")], "o_999") == [("not_needed", "q_kind", "minor")]


def test_two_answers_to_one_question_are_noticed_and_the_last_counts() -> None:
    assert named([Given("q_shock", "affirm"), *HOME_OFF], "o_home_off") == [("contradicted", "q_shock", "moderate")]


def test_questions_out_of_turn_are_noticed() -> None:
    assert named([HOME_OFF[1], HOME_OFF[0], HOME_OFF[2]], "o_home_off") == [("out_of_order", "q_kind", "moderate")]


def test_an_answer_that_its_question_does_not_have_is_noticed() -> None:
    assert named([Given("q_shock", "perhaps")], None) == [("not_an_answer", "q_shock", "critical")]


def test_an_end_without_a_recorded_outcome_is_noticed() -> None:
    assert named(HOME_OFF, None) == [("wrong_outcome", "", "critical")]


CODES = st.sampled_from(["affirm", "deny", "unknown", "inside", "no_power", "zzz"])


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(all_types()), st.lists(st.tuples(st.integers(0, 9), CODES), max_size=8), st.sampled_from(["o_999", "t_gas", "", "x"])
)
def test_any_record_can_be_checked(kind: IncidentType, picks: list[tuple[int, str]], outcome: str) -> None:
    ids = [node.id for node in kind.tree.nodes] + ["q_none"]
    for deviation in check_record(kind, [Given(ids[place % len(ids)], code) for place, code in picks], outcome):
        assert deviation.message.endswith(".")
