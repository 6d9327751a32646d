"""What needs a person in charge: the order, the lines of a storm, and that none is lost. The vectors are shared with the browser's twin."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.rules.exceptions import KINDS, MOST_LINES, Need, lines, needs, rank, table

VECTORS = json.loads((Path(__file__).resolve().parents[2] / "vectors" / "exceptions.json").read_text())
CASES = VECTORS["cases"]


def grown(cards: dict[str, list[dict[str, Any]]], times: int) -> dict[str, list[dict[str, Any]]]:
    """The card "storm" stands for many."""
    more = lambda card: [{**card, "id": str(9000 + n), "incident": f"S{n}"} for n in range(times)] if card["id"] == "storm" else [card]  # noqa: E731
    return {kind: [each for card in all_of_it for each in more(card)] for kind, all_of_it in cards.items()}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_rule_meets_every_vector(case):
    found = needs(grown(case["cards"], case.get("times", 1)), datetime.fromisoformat(case["at"]))
    made = lines(found, case.get("most", MOST_LINES))
    expected = case["expect"]
    assert [[line["id"], line["kind"]] for line in made] == [each[:2] for each in expected]
    for line, (_, _, members) in zip(made, expected, strict=True):
        assert len(line["members"]) == members if isinstance(members, int) else [need["id"] for need in line["members"]] == members


def test_the_browser_is_given_these_kinds():
    assert VECTORS["kinds"] == table()
    assert len(KINDS) <= MOST_LINES, "with every kind folded the lines would not fit"


def need(number: int, kind: str, grave: int, urgency: int, owner: str | None, subject: int, exercise: bool) -> Need:
    return Need(
        id=f"x:{number}",
        kind=kind,
        subject=f"incident:{subject}",
        where=str(subject),
        url="/",
        priority=None,
        urgency=urgency,
        grave=grave,
        exercise=exercise,
        since="2026-11-22T10:00:00Z",
        owner=owner,
        words="w",
        next_step="n",
        take_url=None,
        take_act=None,
    )


anything = st.tuples(
    st.sampled_from([kind.code for kind in KINDS]),
    st.integers(0, 2),
    st.integers(1, 5),
    st.sampled_from([None, "Sol"]),
    st.integers(1, 60),
    st.booleans(),
)


@given(st.lists(anything, max_size=150))
def test_whatever_comes_it_fits_none_is_lost_and_the_worst_is_on_top(drawn):
    found = sorted((need(number, *each) for number, each in enumerate(drawn)), key=rank)
    made = lines(found)
    assert len(made) <= MOST_LINES
    assert sorted(each["id"] for line in made for each in line["members"]) == sorted(each["id"] for each in found)
    assert [line["head"] for line in made[:1]] == found[:1]
    assert [rank(line["head"]) for line in made] == sorted(rank(line["head"]) for line in made)
    assert all(line["head"] == min(line["members"], key=rank) for line in made)
