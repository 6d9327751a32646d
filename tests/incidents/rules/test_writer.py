"""What is written as YAML reads back as the same pack, here and with other readers, whatever its words are."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.rules.packs import Core, Pack, digest, load_yaml
from incidents.rules.packs.document import judge_yaml
from incidents.rules.packs.shape_findings import trap_findings
from incidents.rules.packs.writer import write_yaml
from tests.incidents.rules.shipped import shipped, the_pack

ODD = ["yes", "no", "On", "~", "null", "1:30", "010", "0x1F", "1e5", "1_000", "true", "2027-11-22", "- a", "a: b", "a #b", "'", '"', "&a"]
ODD += [
    "*a",
    "!x",
    "%y",
    "@z",
    "`",
    "|",
    ">",
    "<<",
    "=",
    "{a}",
    "[b]",
    " lead",
    "trail ",
    "a\n\nb",
    "a\n  b",
    "\n",
    "é\u2028ü",
    "\ufeff",
    "🚒",
    "a\tb",
]
ANY = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.just("\n")
WORDS = st.text(ANY, min_size=1, max_size=80) | st.sampled_from(ODD)
CODES = st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9_.-]{0,20}\Z") | st.sampled_from(["yes", "no", "1", "1e5", "010", "null"])


def same_again(pack: Pack) -> None:
    text = write_yaml(pack, heading="Exported\nfor a test")
    plain, lines = load_yaml(text, name="any.yaml")
    assert Pack.model_validate(plain) == pack
    assert trap_findings(lines) == []
    assert Pack.model_validate(yaml.safe_load(text)) == pack


@pytest.mark.parametrize("pack", shipped().packs, ids=lambda pack: pack.id)
def test_a_shipped_pack_comes_back_the_same_with_the_same_digest_and_no_findings(pack: Pack) -> None:
    core = shipped().core
    assert core
    same_again(pack)
    others = [other for other in shipped().packs if other.id != pack.id]
    document, found = judge_yaml(write_yaml(pack), core, others, name="any.yaml")
    assert document and found.findings == ()
    assert found.pack and digest(core, found.pack) == shipped().digests[pack.id]


def test_the_core_library_comes_back_the_same() -> None:
    core = shipped().core
    assert core and Core.model_validate(load_yaml(write_yaml(core), name="core.yaml")[0]) == core


def reworded(words: list[str], codes: list[str], number: int) -> dict[str, Any]:
    """A shipped pack of one type, with other words in every kind of place."""
    plain = the_pack("lone-worker-security").model_dump(mode="json", by_alias=True)
    kind = plain["incident_types"][0]
    plain["incident_types"] = [kind]
    node = kind["tree"]["nodes"][0]
    plain["title"], plain["safety_notice"], kind["title"], node["ask"], node["why"], node["help"] = words[:6]
    kind["briefing"]["template"], kind["everyday_words"] = words[6], words[:3]
    node["answers"] = [{"code": code, "go": codes[0], "label": words[place], "set": codes[:2]} for place, code in enumerate(codes)]
    plain["sources"] = dict.fromkeys(codes, words[7])
    plain["advice_library"] = {code: {"text": words[0], "src": codes[:1]} for code in codes}
    kind["response_plans"] = {codes[0]: [{"capability": codes[1], "count": 1 + number % 50, "required": False}]}
    kind["monitoring"]["first_check_min"] = 1 + number
    return plain


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=8, max_size=8), st.lists(CODES, min_size=2, max_size=5, unique=True), st.integers(0, 1000))
def test_any_words_come_back_the_same(words: list[str], codes: list[str], number: int) -> None:
    same_again(Pack.model_validate(reworded(words, codes, number)))
