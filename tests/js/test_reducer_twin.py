"""The rules of the browser's picture, told a second time in Python and held to the same vectors.

Tests of the live log use ``follow`` to show that an old board plus its events equals the fresh one.
"""

import itertools
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CASES = json.loads((ROOT / "tests/vectors/reducer.json").read_text())["cases"]
LISTS = {"incidents": "incident", "units": "unit", "contacts": "contact", "alarms": "alarm", "recalls": "recall"}
Picture = dict[str, Any]


def snapshot(board: dict[str, Any]) -> Picture:
    """The picture a board's JSON gives."""
    cards = {(kind, str(card["id"])): card for name, kind in LISTS.items() for card in board.get(name, [])}
    sequence = board["sequence"]
    return {
        "epoch": board["epoch"],
        "sequence": sequence,
        "ahead": [],
        "head": sequence,
        "timers": board.get("timers"),
        "needs_snapshot": False,
        "cards": cards,
    }


def follow(picture: Picture, message: dict[str, Any]) -> Picture:
    """The picture after one message."""
    if message["op"] == "snapshot" or (not picture["needs_snapshot"] and message.get("epoch") != picture["epoch"]):
        return {**picture, "needs_snapshot": True}
    if picture["needs_snapshot"]:
        return picture
    if message["op"] == "beat":
        return {**picture, "head": max(picture["head"], message["sequence"]), "timers": message.get("timers")}
    return _with_event(picture, message) if message["op"] == "event" else picture


def _with_event(picture: Picture, event: dict[str, Any]) -> Picture:
    number, reached = event["sequence"], picture["sequence"]
    if number <= reached or number in picture["ahead"]:
        return picture
    cards = dict(picture["cards"])
    for card in event["cards"]:
        key = (card["kind"], str(card["id"]))
        if key not in cards or cards[key]["revision"] < card["revision"]:
            cards[key] = card
    ahead = {*picture["ahead"], number}
    while reached + 1 in ahead:
        reached += 1
        ahead.remove(reached)
    return {**picture, "cards": cards, "sequence": reached, "ahead": sorted(ahead), "head": max(picture["head"], number)}


def names(picture: Picture, kind: str, *, gone: bool) -> list[str]:
    """The cards of a kind as ``id@revision``, those that are there or those that are gone."""
    cards = picture["cards"].items()
    return sorted(f"{key[1]}@{card['revision']}" for key, card in cards if key[0] == kind and bool(card.get("gone")) is gone)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_twin_meets_every_vector(case: dict[str, Any]) -> None:
    messages = case["messages"]
    orders = list(itertools.permutations(messages * 2)) if case.get("shuffle") else [messages]
    for order in orders:
        picture = snapshot(case["board"])
        for message in order:
            picture = follow(picture, message)
        expect = dict(case["expect"])
        present, gone = expect.pop("present"), expect.pop("gone", {})
        assert {name: picture[name] for name in expect} == expect
        assert {kind: names(picture, kind, gone=False) for kind in present} == present
        assert {kind: names(picture, kind, gone=True) for kind in gone} == gone


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed here")
def test_the_browser_modules_pass_their_own_tests() -> None:
    done = subprocess.run(["node", "--test", "tests/js/"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
