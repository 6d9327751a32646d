"""In the shipped trees "not known" never ends calmer than the danger branch, unless the author wrote why."""

from __future__ import annotations

from pathlib import Path

import pytest

from incidents.rules.decision_path import walk
from incidents.rules.packs import IncidentType, Node, TreeMap
from incidents.rules.priority import rank
from tests.incidents.rules.shipped import (
    all_types,
    faulty,
    raw_outcome,
    raw_question,
    the_type,
)


def worst_from(kind: IncidentType, id: str) -> int:
    """The most urgent rank that can follow; a transfer counts as P1."""
    tree = TreeMap(kind.tree)
    outcome = tree.outcomes.get(id)
    if outcome:
        return 1 if outcome.transfer else rank(outcome.priority)
    return min(worst_from(kind, target) for target in tree.next_of(id))


def calmer_than_danger(kind: IncidentType, node: Node) -> bool:
    unknown = next(answer for answer in node.answers if answer.code == "unknown")
    least = max(worst_from(kind, answer.go) for answer in node.answers if answer.danger)
    return not unknown.unknown_ok and worst_from(kind, unknown.go) > least


@pytest.mark.parametrize("kind", all_types(), ids=lambda kind: kind.code)
def test_not_known_is_never_calmer_than_danger(kind: IncidentType) -> None:
    assert [node.id for node in kind.tree.nodes if calmer_than_danger(kind, node)] == []


def test_the_check_above_can_fail(tmp_path: Path) -> None:
    def calm(d: dict[str, object]) -> None:
        raw_question(d, "LIFT-TRAP", "q_med")["answers"][2].update(go="o_standard")
        raw_outcome(d, "LIFT-TRAP", "o_standard").update(priority="P4", determinant="LFT-4-C")

    packs = faulty(tmp_path, calm).packs
    kind = next(kind for pack in packs for kind in pack.incident_types if kind.code == "LIFT-TRAP")
    assert [node.id for node in kind.tree.nodes if calmer_than_danger(kind, node)] == ["q_med"]


def test_not_known_counts_as_danger_in_the_record() -> None:
    from_the_start = walk(the_type("FLOOD"), [])
    assert from_the_start.question and from_the_start.question.id == "q_life"
