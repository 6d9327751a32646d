"""Every path of every shipped procedure, and of a tree of 358 nodes made elsewhere: it ends, "not known" never lowers, and the outcome
worked out again from the record is the one recorded."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.rules.decision_path import Given, Walk, fallback_outcome, paths, walk
from incidents.rules.packs import IncidentType, Node, TreeMap, find_question
from incidents.rules.path_check import check_record
from incidents.rules.priority import rank
from tests.incidents.rules.foreign import TREE, document, foreign_pack, foreign_type, graph, judged, needs_tree
from tests.incidents.rules.shipped import all_types, faulty, raw_outcome, raw_question

KINDS = {kind.code: kind for kind in all_types()}
EVERY = [*KINDS, pytest.param("FOREIGN", marks=needs_tree)]


def kind_of(code: str) -> IncidentType:
    return foreign_type() if code == "FOREIGN" else KINDS[code]


def urgency(end: Walk) -> int:
    """1 is the most urgent; going over to another type counts as that."""
    return rank(end.outcome.priority) if end.outcome else 1


@cache
def every_end(code: str) -> dict[tuple[Given, ...], Walk]:
    return {path: walk(kind_of(code), path) for path in paths(kind_of(code))}


@pytest.mark.parametrize("code", EVERY)
def test_every_path_ends_in_an_outcome_or_at_a_type_that_exists(code: str) -> None:
    for end in every_end(code).values():
        assert end.ended and (end.outcome is None) == (end.transfer is not None)
        assert end.transfer is None or end.transfer in KINDS


@pytest.mark.parametrize("code", EVERY)
def test_on_every_path_the_outcome_worked_out_again_is_the_one_recorded(code: str) -> None:
    kind = kind_of(code)
    for path, end in every_end(code).items():
        assert check_record(kind, path, end.outcome.id if end.outcome else end.transfer) == []


def lowered_by_not_known(kind: IncidentType, ends: dict[tuple[Given, ...], Walk]) -> list[tuple[Given, ...]]:
    """Questions, by the answers that led there, at which "not known" may end calmer than every answer that means danger."""
    worst: dict[tuple[Given, ...], int] = {}
    for path, end in ends.items():
        for length in range(len(path) + 1):
            worst[path[:length]] = min(worst.get(path[:length], 9), urgency(end))
    found = []
    for so_far in {path[:length] for path in ends for length in range(len(path))}:
        node = walk(kind, so_far).question
        assert node
        if calmer(node, {answer.code: worst[*so_far, Given(node.id, answer.code)] for answer in node.answers}):
            found.append(so_far)
    return found


def calmer(node: Node, worst: dict[str, int]) -> bool:
    danger = [worst[answer.code] for answer in node.answers if answer.danger]
    reason = next(answer.unknown_ok for answer in node.answers if answer.code == "unknown")
    return not reason and worst["unknown"] > max(danger)


@pytest.mark.parametrize("code", EVERY)
def test_wherever_a_path_stands_not_known_never_lowers(code: str) -> None:
    assert lowered_by_not_known(kind_of(code), every_end(code)) == []


def test_the_test_above_can_fail(tmp_path) -> None:
    def calm(d: dict[str, object]) -> None:
        raw_question(d, "LIFT-TRAP", "q_med")["answers"][2].update(go="o_standard")
        raw_outcome(d, "LIFT-TRAP", "o_standard").update(priority="P4", determinant="LFT-4-C")

    kind = next(kind for pack in faulty(tmp_path, calm).packs for kind in pack.incident_types if kind.code == "LIFT-TRAP")
    assert lowered_by_not_known(kind, {path: walk(kind, path) for path in paths(kind)})


@pytest.mark.parametrize("code", EVERY)
def test_help_can_be_sent_before_the_questions_end(code: str) -> None:
    kind = kind_of(code)
    assert rank(fallback_outcome(kind).priority) <= 2
    if code == "FOREIGN":
        assert all(rank(each.priority) >= 2 for each in kind.tree.outcomes)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(list(KINDS)), st.data())
def test_a_wrong_outcome_is_noticed_on_any_path(code: str, data: st.DataObject) -> None:
    kind, ends = KINDS[code], every_end(code)
    path = data.draw(st.sampled_from(list(ends)))
    end = ends[path]
    right = end.outcome.id if end.outcome else next(each.id for each in kind.tree.outcomes if each.transfer == end.transfer)
    wrong = data.draw(st.sampled_from([each.id for each in kind.tree.outcomes if each.id != right]))
    assert [each.kind for each in check_record(kind, path, wrong)] == ["wrong_outcome"]


@needs_tree
def test_the_foreign_tree_keeps_its_358_nodes_and_2750_paths() -> None:
    tree = foreign_type().tree
    own = [outcome for outcome in tree.outcomes if outcome.id != "o_not_known"]
    assert (len(graph()["nodes"]), len(tree.nodes) + len(own)) == (358, 358)
    known = [path for path in paths(foreign_type()) if all(given.answer != "unknown" for given in path)]
    assert len(known) == 2750
    assert max(map(len, known)) == TreeMap(foreign_type().tree).depth == 11
    edges = {(node.id, answer.go) for node in tree.nodes for answer in node.answers if answer.code != "unknown"}
    assert edges == {tuple(edge) for edge in graph()["edges"]}


@needs_tree
def test_the_foreign_tree_has_warnings_of_form_and_no_errors() -> None:
    assert judged().errors == ()
    assert {each.rule for each in judged().findings} == {"V08", "V14", "V25"}
    house = foreign_pack().model_copy(update={"profile": "house"})
    assert house.profile == "house" and document()["profile"] == "foreign"


@needs_tree
def test_not_known_is_an_answer_everywhere_and_asks_a_supervisor_at_once() -> None:
    kind = foreign_type()
    assert TREE.exists()
    for node in kind.tree.nodes:
        unknown = next(answer for answer in find_question(kind, node.id).answers if answer.code == "unknown")  # type: ignore[union-attr]
        assert unknown.danger and unknown.go == "o_not_known"
    assert fallback_outcome(kind).escalate_now == 1
