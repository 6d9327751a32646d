"""The shipped packs are sound, and every deliberate fault is caught by its rule, in its file, on its line."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from incidents.rules.packs import Tree, TreeMap, validate
from tests.incidents.rules.shipped import (
    Documents,
    all_types,
    faulty,
    raw_outcome,
    raw_question,
    raw_type,
    shipped,
)

COUNCIL, FIRST, LONE = "council_utility_ooh.yaml", "first_contact_999.yaml", "lone_worker_security.yaml"


def test_the_shipped_packs_have_no_findings() -> None:
    assert shipped().findings == ()
    assert shipped().usable


def test_the_shipped_packs_have_seventeen_types_and_202_paths() -> None:
    assert len(all_types()) == 17
    assert sum(TreeMap(kind.tree).path_count for kind in all_types()) == 202


def test_every_shipped_pack_is_a_draft() -> None:
    assert {pack.status for pack in shipped().packs} == {"draft"}


def lost_outcome(d: Documents) -> None:
    lost = copy.deepcopy(raw_outcome(d, "FLOOD", "o_river")) | dict(id="o_lost", determinant="FLD-2-Z")
    raw_type(d, "FLOOD")["tree"]["outcomes"].append(lost)


def only_unknown(d: Documents) -> None:
    raw_question(d, "FLOOD", "q_life").update(answers=[{"code": "unknown", "go": "o_999", "danger": True}])


# Rule, file, text that must stand on the named line, and the fault.
FAULTS: dict[str, tuple[str, str, str, Callable[[Documents], object]]] = {
    "missing target": ("V03", COUNCIL, "go: nowhere", lambda d: raw_question(d, "FLOOD", "q_life")["answers"][0].update(go="nowhere")),
    "unreachable": ("V04", COUNCIL, "- id: o_lost", lost_outcome),
    "circle": ("V05", COUNCIL, "- id: q_stopped", lambda d: raw_question(d, "FLOOD", "q_stopped")["answers"][0].update(go="q_life")),
    "transfer circle": (
        "V05", COUNCIL, "transfer: HEAT-LOSS", lambda d: raw_outcome(d, "GAS-SMELL", "o_street").update(transfer="HEAT-LOSS"),
    ),
    "dead end": ("V06", COUNCIL, "answers:", only_unknown),
    "unknown is calm": (
        "V07", FIRST, "- code: unknown", lambda d: raw_question(d, "MEDICAL", "q_breathing")["answers"][2].update(go="o_unresponsive"),
    ),
    "no unknown": ("V07", FIRST, "answers:", lambda d: raw_question(d, "MEDICAL", "q_breathing")["answers"].pop(2)),
    "no partner": ("V09", FIRST, "- id: o_arrest", lambda d: raw_outcome(d, "MEDICAL", "o_arrest").update(notify=["NHS_111"])),
    "unknown advice": ("V10", FIRST, "- NOPE", lambda d: raw_outcome(d, "MEDICAL", "o_arrest")["advice"].append("NOPE")),
    "no plan": ("V11", COUNCIL, "plan: null", lambda d: raw_outcome(d, "FLOOD", "o_river").update(plan=None)),
    "code against priority": (
        "V11", COUNCIL, "determinant: FLD-2-B", lambda d: raw_outcome(d, "FLOOD", "o_river").update(priority="P3"),
    ),
    "escalation falls": ("V12", COUNCIL, "after_min: 1", lambda d: raw_type(d, "FLOOD")["escalation"][1].update(after_min=1)),
    "rare checks": ("V13", LONE, "interval_min: 90", lambda d: raw_type(d, "LW-SOS")["monitoring"].update(interval_min=90)),
    "law on no step": ("V15", COUNCIL, "q_nowhere", lambda d: raw_type(d, "FLOOD")["legal"][0].update(steps=["q_nowhere"])),
    "no law": ("V15", COUNCIL, "legal: []", lambda d: raw_type(d, "FLOOD").update(legal=[])),
    "live too soon": ("V16", COUNCIL, "local_must_set:", lambda d: d[COUNCIL].update(status="live")),
    "calm fallback": ("V17", COUNCIL, "fallback: o_summer", lambda d: raw_type(d, "HEAT-LOSS").update(fallback="o_summer")),
    "code is true": ("V19", COUNCIL, "code: true", lambda d: raw_question(d, "FLOOD", "q_life")["answers"][0].update(code=True)),
    "no safety net": ("V20", COUNCIL, "advice:", lambda d: raw_outcome(d, "HEAT-LOSS", "o_summer").update(advice=["HT-CHECK"])),
    "critical is missing": ("V21", COUNCIL, "- q_zzz", lambda d: raw_type(d, "FLOOD")["qa_critical"].append("q_zzz")),
    "one search word": ("V23", COUNCIL, "everyday_words:", lambda d: raw_type(d, "FLOOD").update(everyday_words=["flood"])),
    "start is nowhere": ("V02", COUNCIL, "start: q_none", lambda d: raw_type(d, "FLOOD")["tree"].update(start="q_none")),
    "same question twice": (
        "V01", COUNCIL, "id: q_life", lambda d: raw_type(d, "FLOOD")["tree"]["nodes"][1].update(id="q_life"),
    ),
    "same answer twice": (
        "V01", COUNCIL, "code: affirm", lambda d: raw_question(d, "FLOOD", "q_life")["answers"][1].update(code="affirm"),
    ),
    "same determinant": (
        "V01", COUNCIL, "determinant: FLD-2-B", lambda d: raw_outcome(d, "FLOOD", "o_surface").update(determinant="FLD-2-B"),
    ),
    "same type twice": ("V01", LONE, "code: FLOOD", lambda d: raw_type(d, "THREAT").update(code="FLOOD")),
    "same pack twice": ("V01", LONE, "id: first-contact-999", lambda d: d[LONE].update(id="first-contact-999")),
    "transfer to nowhere": ("V03", COUNCIL, "transfer: NO-TYPE", lambda d: raw_outcome(d, "HEAT-LOSS", "t_gas").update(transfer="NO-TYPE")),
    "no reason": ("V07", COUNCIL, "- id: q_life", lambda d: raw_question(d, "FLOOD", "q_life").pop("why")),
    "no danger": ("V07", COUNCIL, "answers:", lambda d: raw_question(d, "FLOOD", "q_life")["answers"][0].pop("danger")),
    "unknown flag": ("V10", COUNCIL, "set:", lambda d: raw_question(d, "FLOOD", "q_life")["answers"][0].update(set=["wet"])),
    "unknown organisation": ("V10", COUNCIL, "- NOBODY", lambda d: raw_outcome(d, "FLOOD", "o_river")["notify"].append("NOBODY")),
    "unknown capability": (
        "V10", COUNCIL, "capability: diver", lambda d: raw_type(d, "FLOOD")["response_plans"]["leak"][0].update(capability="diver"),
    ),
    "unknown source": ("V10", FIRST, "src:", lambda d: d[FIRST]["advice_library"]["FI-OUT"].update(src=["XX9"])),
    "unknown priority": ("V10", COUNCIL, "priority: P9", lambda d: raw_outcome(d, "FLOOD", "o_river").update(priority="P9")),
    "nothing required": (
        "V11", COUNCIL, "leak:", lambda d: raw_type(d, "FLOOD")["response_plans"]["leak"][0].update(required=False),
    ),
    "handover to nobody": ("V11", COUNCIL, "notify: []", lambda d: raw_outcome(d, "FLOOD", "o_sewer").update(notify=[])),
    "no template": ("V11", COUNCIL, "briefing:", lambda d: raw_type(d, "FLOOD")["briefing"].pop("template")),
    "unknown role": ("V12", COUNCIL, "to: nobody", lambda d: raw_type(d, "FLOOD")["escalation"][0].update(to="nobody")),
    "level for no priority": ("V12", COUNCIL, "priorities:", lambda d: raw_type(d, "FLOOD")["escalation"][0].update(priorities=["P9"])),
    "no advice": ("V14", COUNCIL, "advice: []", lambda d: raw_outcome(d, "FLOOD", "o_river").update(advice=[])),
    "no say-instead": (
        "V14", COUNCIL, "- text:", lambda d: raw_type(d, "FLOOD")["advice_not_allowed"][0].pop("say_instead"),
    ),
    "no shared say-instead": ("V14", "core.yaml", "- text:", lambda d: d["core.yaml"]["forbidden_everywhere"][0].pop("say_instead")),
    "long shared advice id": (
        "V26", "core.yaml", "G-LONG-", lambda d: d["core.yaml"]["advice_library"].update({"G-LONG-" + "x" * 40: {"text": "Stay put."}}),
    ),
    "no contact": ("V16", "core.yaml", "WATER_CO:", lambda d: d["core.yaml"]["organisations"]["WATER_CO"].pop("local")),
    "bad version": ("V18", COUNCIL, "version: 1.0", lambda d: d[COUNCIL].update(version="1.0b")),
    "core too old": ("V18", COUNCIL, "requires_core: 1.2.0", lambda d: d[COUNCIL].update(requires_core="1.2.0")),
    "closes on nothing": ("V22", COUNCIL, "close_requires: []", lambda d: raw_type(d, "FLOOD").update(close_requires=[])),
    "broken placeholder": ("V24", COUNCIL, "template:", lambda d: raw_type(d, "FLOOD")["briefing"].update(template="At {{place")),
    "placeholder for nothing": (
        "V24", COUNCIL, "template:", lambda d: raw_type(d, "FLOOD")["briefing"].update(template="At {{answers.q_none}}"),
    ),
    "source of the core": ("V10", "core.yaml", "src:", lambda d: d["core.yaml"]["organisations"]["EMS_999"].update(src=["XX9"])),
    "core version": ("V18", "core.yaml", "version: one", lambda d: d["core.yaml"].update(version="one")),
    "late escalation": ("V09", COUNCIL, "- id: o_leak_danger", lambda d: raw_type(d, "FLOOD")["escalation"][0].update(after_min=11)),
    "unknown name": ("V00", COUNCIL, "colour: red", lambda d: raw_type(d, "FLOOD").update(colour="red")),
    "missing name": ("V00", COUNCIL, "- code: FLOOD", lambda d: raw_type(d, "FLOOD").pop("monitoring")),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_deliberate_fault_is_caught_by_its_rule_file_and_line(fault: str, tmp_path: Path) -> None:
    number, file, text, change = FAULTS[fault]
    found = [finding for finding in faulty(tmp_path, change).errors if finding.rule == number and finding.file == file]
    assert found, f"{number} said nothing"
    lines = (tmp_path / file).read_text().splitlines()
    assert any(text in lines[finding.line - 1] for finding in found), [str(finding) for finding in found]


def deep(d: Documents) -> None:
    """Three more questions in front of the four on the longest path of HEAT-LOSS."""
    tree = raw_type(d, "HEAT-LOSS")["tree"]
    for number in range(3):
        answers = [{"code": "affirm", "go": tree["start"]}, {"code": "unknown", "go": "o_999", "danger": True}]
        tree["nodes"].append({"id": f"q_more{number}", "ask": "And then?", "why": "Test.", "answers": answers})
        tree["start"] = f"q_more{number}"


def test_a_path_of_seven_questions_is_too_deep(tmp_path: Path) -> None:
    assert any(finding.rule == "V08" and "asks 7 questions" in finding.message for finding in faulty(tmp_path, deep).errors)


def calm_start(d: Documents) -> None:
    for outcome in raw_type(d, "LIFT-TRAP")["tree"]["outcomes"]:
        outcome.update(priority="P2", determinant=outcome["determinant"].replace("-1-", "-2-"))


def test_life_must_be_asked_about_in_the_first_two_questions(tmp_path: Path) -> None:
    assert any(finding.rule == "V08" and "LIFT-TRAP" in finding.message for finding in faulty(tmp_path, calm_start).errors)


def unused(d: Documents) -> None:
    d["core.yaml"]["capabilities"]["diver"] = "Diver"
    d["core.yaml"]["organisations"]["COASTGUARD"] = {"label": "Coastguard", "contact": "999", "authority": "agent"}
    d[FIRST]["advice_library"]["FI-LONG"] = {"text": "Circumnavigate institutional obstructions immediately " * 4}
    raw_question(d, "FLOOD", "q_life").update(ask="Has anybody experienced immediate environmental contamination?")
    raw_type(d, "FLOOD")["briefing"].update(template="Water at {{location.readback}}. TASK: stop it. LIMITS: none.")
    raw_type(d, "FLOOD")["response_plans"]["spare"] = [{"capability": "plumber", "count": 1, "required": True}]


WARNED = (
    "capability 'diver' is in no response plan",
    "organisation 'COASTGUARD' is never told",
    "advice 'FI-LONG' is never used",
    "advice 'FI-LONG' is hard to read",
    "question 'q_life' is hard to read",
    "no part marked HAZARD, REPORT BACK",
    "plan 'spare' is never used",
)


def test_what_is_never_used_or_hard_to_read_is_a_warning_and_not_an_error(tmp_path: Path) -> None:
    found = faulty(tmp_path, unused)
    said = " ".join(str(finding) for finding in found.findings)
    for words in WARNED:
        assert words in said
    assert found.usable


def test_packs_from_a_database_are_checked_without_files() -> None:
    found = shipped()
    assert found.core
    pack = found.packs[0].model_copy(update={"version": "one"})
    findings = validate(found.core, [pack, *found.packs[1:]])
    assert [(finding.rule, finding.file, finding.line) for finding in findings] == [("V18", "council-utility-ooh", 0)]


def test_a_folder_without_packs_says_so(tmp_path: Path) -> None:
    found = faulty(tmp_path, lambda d: d.clear())
    assert not found.usable
    assert [str(finding) for finding in found.findings] == ["core.yaml:0: V00 The folder has no core.yaml."]


def test_two_packs_from_a_database_may_not_share_an_id() -> None:
    found = shipped()
    assert found.core
    twin = found.packs[0].model_copy(update={"id": found.packs[1].id})
    findings = validate(found.core, [twin, *found.packs[1:]])
    assert [str(finding) for finding in findings] == ["first-contact-999:0: V01 the pack id 'first-contact-999' is used twice."]


def chain(length: int, *, back_to: str) -> TreeMap:
    """A tree of one long line of questions, whose last one leads back or ends."""
    nodes = [
        {"id": f"q{n}", "ask": "?", "answers": [{"code": "affirm", "go": f"q{n + 1}"}, {"code": "deny", "go": f"q{n + 1}"}]}
        for n in range(length)
    ]
    nodes[1]["answers"] = [{"code": "affirm", "go": "q2"}, {"code": "deny", "go": back_to}]
    return TreeMap(Tree.model_validate({"start": "q0", "nodes": nodes, "outcomes": [{"id": f"q{length}"}]}))


def test_a_very_long_tree_is_judged_quickly_and_without_recursion() -> None:
    started = time.perf_counter()
    assert chain(1_900, back_to="q2").depth == 1_900
    assert chain(1_900, back_to="q2").path_count == 2**1_900
    assert chain(1_900, back_to="q0").circle == ["q0", "q1"]
    assert chain(1_900, back_to="q0").path_count == 0
    assert time.perf_counter() - started < 2


def test_a_tree_has_at_most_2000_questions_and_outcomes_together() -> None:
    node = {"id": "q", "ask": "?", "answers": []}
    with pytest.raises(ValueError, match="at most 2,000"):
        Tree.model_validate({"start": "q", "nodes": [node] * 1_500, "outcomes": [{"id": "o"}] * 501})


@pytest.mark.parametrize("first", [["short", "long"], ["long", "short"]])
def test_depth_is_that_of_the_longest_of_several_ways(first: list[str]) -> None:
    ways = {"q": first, "short": ["o", "o"], "long": ["longer", "longer"], "longer": ["o", "o"]}
    nodes = [{"id": id, "ask": "?", "answers": [{"code": f"a{n}", "go": go} for n, go in enumerate(to)]} for id, to in ways.items()]
    assert TreeMap(Tree.model_validate({"start": "q", "nodes": nodes, "outcomes": [{"id": "o"}]})).depth == 3
