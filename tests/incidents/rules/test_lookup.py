"""Finding types, advice, organisations and plan lines."""

from __future__ import annotations

from incidents.rules.packs import (
    advice_lines,
    capability_label,
    find_outcome,
    find_question,
    find_type,
    forbidden_lines,
    label_of,
    organisation_label,
    partners,
    plan_lines,
    search_types,
)
from tests.incidents.rules.shipped import shipped, the_pack, the_type


def test_a_type_is_found_by_its_code() -> None:
    pack = the_pack("council-utility-ooh")
    found = find_type(pack, "FLOOD")
    assert found and found.title == "Flooding or water coming in"
    assert find_type(pack, "MEDICAL") is None


def test_advice_comes_from_the_pack_and_the_core_in_the_order_asked() -> None:
    core, pack = shipped().core, the_pack("council-utility-ooh")
    assert core
    found = advice_lines(core, pack, ["FL-UP", "G-WORSE", "NOPE"])
    assert [line.id for line in found] == ["FL-UP", "G-WORSE"]
    assert found[0].text.startswith("Go upstairs") and found[0].sources == ("FLD1", "FLD2")


def test_organisations_have_their_name_and_number() -> None:
    core = shipped().core
    assert core
    assert [(one.id, one.contact) for one in partners(core, ["EMS_999", "WATER_CO", "X"])] == [("EMS_999", "999"), ("WATER_CO", None)]
    assert organisation_label(core, "EMS_999") == "999 emergency services"
    assert organisation_label(core, "X") == "X"


def test_a_plan_is_a_list_of_needs_in_words() -> None:
    core, kind = shipped().core, the_type("FLOOD")
    assert core
    outcome, sewer = find_outcome(kind, "o_leak_danger"), find_outcome(kind, "o_sewer")
    assert outcome and sewer
    assert [(need.label, need.count, need.required) for need in plan_lines(core, kind, outcome)] == [
        ("Emergency plumber", 1, True),
        ("Qualified electrician", 1, True),
    ]
    assert plan_lines(core, kind, sewer) == ()
    assert capability_label(core, "diver") == "diver"


def test_what_must_not_be_said_starts_with_the_types_own_lines() -> None:
    core = shipped().core
    assert core
    lines = forbidden_lines(core, the_type("FLOOD"))
    assert lines[1].text == "Promising sandbags" and len(lines) == 7


def test_everyday_words_find_the_type() -> None:
    packs = shipped().packs
    assert search_types(packs, "rotten egg")[0].code == "GAS-SMELL"
    assert search_types(packs, "PANIC button")[0].code == "LW-SOS"
    assert search_types(packs, "zebra") == []
    assert len(search_types(packs, " ")) == 17


def test_labels_are_made_from_codes() -> None:
    assert [label_of(code) for code in ("affirm", "deny", "unknown", "no_power")] == ["Yes", "No", "Not known", "No power"]


def test_every_shipped_answer_has_words() -> None:
    question = find_question(the_type("FLOOD"), "q_source")
    assert question
    assert [answer.words for answer in question.answers][-2:] == ["A pipe, or the flat above", "Not known"]


def test_the_type_that_fits_more_words_comes_first() -> None:
    assert [kind.code for kind in search_types(shipped().packs, "fire alarm")][0] == "FIRE-ALARM"
