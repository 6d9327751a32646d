"""Hostile files are refused with a sentence and a line, within a second and 100 MB; what is wrong in great numbers is said in few."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from incidents.rules.packs.document import out_of_bounds
from incidents.rules.packs.finding import MOST_FINDINGS
from tests.incidents.rules.hostile import HOSTILE, ROOT

MOST_S, MOST_MB = 1.0, 100.0


@cache
def judged() -> dict[str, dict[str, Any]]:
    done = subprocess.run([sys.executable, "-m", "tests.incidents.rules.hostile"], cwd=ROOT, capture_output=True, text=True, check=True)
    return {each["name"]: each for each in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_time_and_in_bounds(name: str) -> None:
    found = judged()[name]
    assert found["errors"] >= 1 and found["findings"] <= MOST_FINDINGS + 1
    assert found["said"].startswith("hostile.yaml:") and found["said"].endswith(".")
    assert found["s"] < MOST_S and found["mb"] < MOST_MB, found


SAID = {
    "billion laughs": "Anchors and aliases",
    "merge by alias": "Anchors and aliases",
    "merge key": "written twice",
    "deep lists": "nested more than 20 deep",
    "one byte too much": "larger than 1 MB",
    "too many parts": "more than 20,000 parts",
    "duplicate after quotes": "written twice",
    "NUL": "NUL character",
    "escaped surrogate": "not valid YAML",
    "lone surrogate": "not UTF-8",
    "python tag": "Tags",
    "yes and no": "without quotes is not text",
    "a time of day": "without quotes is not text",
    "wrong everywhere": "does not exist",
    "a long chain of questions": "asks 1001 questions",
    "questions in a ring": "already asked",
    "types in a ring": "can hand back again",
    "no shape anywhere": "must be text",
}


@pytest.mark.parametrize("name", SAID)
def test_what_is_said_names_what_is_wrong(name: str) -> None:
    found = judged()[name]
    assert SAID[name] in found["said"] or SAID[name] in found["all"], found["said"]


def test_a_document_from_a_form_has_the_same_bounds() -> None:
    deep: Any = "x"
    for _ in range(5_000):
        deep = [deep]
    assert "nested" in out_of_bounds(deep)
    assert "parts" in out_of_bounds(list(range(20_001)))
    assert "1 MB" in out_of_bounds({"a": "x" * 1_000_001})
    for text in ("a\0b", "a\ud800b", "a\x07b"):
        assert "control character" in out_of_bounds({"a": [{"b": text}]})
        assert "control character" in out_of_bounds({text: 1})
    assert "nothing else" in out_of_bounds({"a": object()})
    assert out_of_bounds({"a": ["b", 1, 1.5, None, True]}) == ""
