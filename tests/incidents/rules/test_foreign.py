"""Turning a tree made elsewhere into a pack: what cannot be one is refused with a sentence, and relaxed rules are relaxed for it alone."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from incidents.rules.packs import read_folder, validate
from incidents.rules.packs.foreign import ForeignRefused, pack_of
from incidents.rules.packs.validator import RELAXED
from tests.incidents.rules.foreign import ROOT, about
from tests.incidents.rules.shipped import faulty, shipped
from tests.incidents.rules.test_validator import deep

SMALL = {
    "start": "a",
    "nodes": [
        {"id": "a", "body": "Root"},
        {"id": "b", "body": "Debt", "order": "2", "help": "Money owed"},
        {"id": "c", "body": "Home", "order": "1"},
        {"id": "d", "body": "INSCOPE"},
        {"id": "e", "body": "OUTOFSCOPE"},
    ],
    "edges": [["a", "b"], ["a", "c"], ["b", "d"], ["b", "e"], ["c", "d"]],
}


def turned(graph: dict[str, Any]) -> dict[str, Any]:
    return pack_of(graph, about(), core_version="1.0.0", on="2026-11-22", review_by="2027-11-22")


def test_nodes_become_questions_in_their_order_and_last_nodes_outcomes() -> None:
    tree = turned(SMALL)["incident_types"][0]["tree"]
    assert [(answer["code"], answer["go"]) for answer in tree["nodes"][0]["answers"]] == [
        ("c", "c"),
        ("b", "b"),
        ("unknown", "o_not_known"),
    ]
    assert [node["ask"] for node in tree["nodes"]] == ["Which kind of problem is it?", "Debt: which of these is it?", "Is this so? Home"]
    assert tree["nodes"][1]["help"] == "Money owed"
    assert [(end["id"], end["priority"], end["determinant"]) for end in tree["outcomes"]] == [
        ("d", "P3", "CLAA-3-A"),
        ("e", "P5", "CLAA-5-B"),
        ("o_not_known", "P2", "CLAA-2-C"),
    ]


BROKEN: dict[str, dict[str, Any]] = {
    "no nodes": {"start": "a"},
    "no such start": {**SMALL, "start": "z"},
    "an id twice": {**SMALL, "nodes": [*SMALL["nodes"], {"id": "a", "body": "Again"}]},
    "an id that is no text": {**SMALL, "nodes": [{"id": 1, "body": "One"}]},
    "an edge to nowhere": {**SMALL, "edges": [["a", "z"]]},
    "an edge of three": {**SMALL, "edges": [["a", "b", "c"]]},
    "an ending without a meaning": {**SMALL, "nodes": [*SMALL["nodes"], {"id": "f", "body": "MAYBE"}]},
    "too many": {**SMALL, "nodes": [{"id": str(n), "body": "x"} for n in range(2_001)]},
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_tree_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(ForeignRefused) as no:
        turned(BROKEN[name])
    assert str(no.value).endswith(".")


def test_depth_is_a_warning_in_a_foreign_pack_and_an_error_in_ours(tmp_path: Path) -> None:
    def foreign(d: dict[str, Any]) -> None:
        deep(d)
        d["council_utility_ooh.yaml"]["profile"] = "foreign"

    assert [each.level for each in faulty(tmp_path, foreign).findings if each.rule == "V08"] == ["warning"]
    assert [each.level for each in faulty(tmp_path, deep).findings if each.rule == "V08"] == ["error"]


def test_no_rule_of_safety_is_ever_relaxed(tmp_path: Path) -> None:
    def calm(d: dict[str, Any]) -> None:
        d["council_utility_ooh.yaml"]["profile"] = "foreign"
        d["council_utility_ooh.yaml"]["incident_types"][0]["tree"]["nodes"][0].pop("why")
        d["council_utility_ooh.yaml"]["incident_types"][0]["tree"]["nodes"][0]["answers"].pop(2)

    assert {each.rule for each in faulty(tmp_path, calm).errors} == {"V07"}
    assert {"V08", "V25"} == RELAXED


def test_the_command_writes_a_pack_that_the_validator_reads(tmp_path: Path) -> None:
    tree, out, said = tmp_path / "tree.json", tmp_path / "packs" / "legal.yaml", StringIO()
    tree.write_text(json.dumps(SMALL))
    out.parent.mkdir()
    call_command("import_tree", str(tree), str(ROOT / "docs" / "examples" / "legal_advice.yaml"), str(out), stdout=said)
    assert said.getvalue().endswith("legal.yaml: 0 errors, 1 warning\n"), said.getvalue()
    (out.parent / "core.yaml").write_text((ROOT / "incidents" / "packs" / "core.yaml").read_text())
    assert len(read_folder(out.parent).packs) == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", "[" * 100_000, "x" * 1_000_001])
def test_the_command_refuses_what_is_no_tree(tmp_path: Path, text: str) -> None:
    tree = tmp_path / "tree.json"
    tree.write_text(text)
    with pytest.raises(CommandError):
        call_command("import_tree", str(tree), str(ROOT / "docs" / "examples" / "legal_advice.yaml"), str(tmp_path / "out.yaml"))


def test_findings_about_one_document_leave_the_others_out() -> None:
    found = shipped()
    assert found.core
    broken = [pack.model_copy(update={"version": "one"}) for pack in found.packs]
    assert {each.file for each in validate(found.core, broken, only=broken[1].id)} == {broken[1].id}
