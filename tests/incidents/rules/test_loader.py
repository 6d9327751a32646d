"""Hostile and careless YAML is refused with a reason, quickly and in little memory; what is read comes back the same."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.rules.packs import (
    Core,
    Pack,
    PackRefused,
    digest,
    load_yaml,
    read_folder,
)
from tests.incidents.rules.shipped import FILES, FOLDER, shipped

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join(['*' + old] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "alias bomb": (BOMB, "Anchors and aliases"),
    "alias": ("a: &x 1\nb: *x\n", "Anchors and aliases"),
    "merge": ("a: &x {b: 1}\nc:\n  <<: *x\n", "Anchors and aliases"),
    "deep list": ("a: " + "[" * 100_000, "nested more than 20"),
    "deep mapping": ("{a: " * 100_000, "nested more than 20"),
    "deep block list": ("- " * 100_000 + "x", "nested more than 20"),
    "deep question marks": ("? " * 100_000 + "x", "nested more than 20|must be a word"),
    "many keys": ("".join(f"k{number}: 1\n" for number in range(90_000)), "more than 20,000 parts"),
    "many items": ("a: [" + "1," * 400_000 + "1]", "more than 20,000 parts"),
    "too large": ("a: " + "x" * 1_000_001, "larger than 1 MB"),
    "too large in bytes": ("a: " + "é" * 600_000, "larger than 1 MB"),
    "duplicate key": ("a: 1\nb: 2\na: 3\n", "'a' is written twice"),
    "nested duplicate key": ("x:\n  a: 1\n  a: 2\n", "'a' is written twice"),
    "tag": ("a: !!python/object/apply:os.system [id]\n", "Tags"),
    "own tag": ("a: !thing 1\n", "Tags"),
    "two documents": ("a: 1\n---\nb: 1\n", "one document"),
    "list": ("- a\n- b\n", "name: value"),
    "scalar": ("hello", "name: value"),
    "empty": ("", "name: value"),
    "only comments": ("# nothing\n", "name: value"),
    "key is a list": ("? [a, b]\n: 1\n", "must be a word"),
    "latin-1": ("a: caf\xe9".encode("latin-1"), "not UTF-8"),
    "utf-16": ("a: 1".encode("utf-16"), "not UTF-8"),
    "surrogate": ("a: \ud800", "not UTF-8"),
    "nul": ("a: 1\nb: x\0y\n", "NUL"),
    "escaped nul": ('a: "x\\0y"\n', "invisible control"),
    "escape character": ('a: "\\x1b[31m"\n', "invisible control"),
    "unclosed": ("a: [1, 2\n", "not valid YAML"),
    "tab": ("a:\n\t- b\n", "not valid YAML"),
    "undefined alias": ("a: *nothing\n", "Anchors and aliases|not valid YAML"),
    "bell": ("a: \x07\n", "not valid YAML|invisible control"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_refused_within_a_second(name: str) -> None:
    text, reason = HOSTILE[name]
    started = time.perf_counter()
    with pytest.raises(PackRefused, match=reason) as refused:
        load_yaml(text, name="bad.yaml")
    assert time.perf_counter() - started < 1
    assert str(refused.value).startswith("bad.yaml:")


MEASURE = """
import resource, sys
from incidents.rules.packs import PackRefused, load_yaml
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = peak()
for text in ("a: [" + "1," * 400_000 + "1]", "a: " + "[" * 900_000, "".join(f"k{n}: 1\\n" for n in range(90_000)), "a: " + "x" * 999_000):
    try: load_yaml(text, name="bad.yaml")
    except PackRefused: pass
print(peak() - before)
"""


def test_hostile_text_takes_less_than_100_megabytes() -> None:
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run([sys.executable, "-c", MEASURE], cwd=root, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 100_000


def test_a_refusal_names_the_line() -> None:
    with pytest.raises(PackRefused) as refused:
        load_yaml("a: 1\nb: 2\nc: &x 3\n", name="pack.yaml")
    assert str(refused.value) == "pack.yaml:3: Anchors and aliases (& and *) are not allowed; write the text out again."


@pytest.mark.parametrize("word", ["yes", "no", "No", "on", "OFF", "1:30", "010", "0x1f", "1_000", "y", "1e3", ".inf"])
def test_a_bare_word_that_readers_disagree_about_stays_text_and_is_reported(word: str) -> None:
    read, lines = load_yaml(f"a: 1\nanswers:\n  - code: {word}\n", name="pack.yaml")
    assert read["answers"][0]["code"] == word
    assert [(trap.text, trap.line, trap.path) for trap in lines.traps] == [(word, 3, ("answers", 0, "code"))]


@pytest.mark.parametrize("word", ["'no'", '"1:30"', "none", "P1", "affirm", "1.0.0", "2026-11-22", "12", "-3", "1.5", "true"])
def test_an_ordinary_word_is_no_trap(word: str) -> None:
    assert load_yaml(f"a: {word}\n", name="pack.yaml")[1].traps == ()


def test_a_bare_no_as_a_key_is_reported() -> None:
    read, lines = load_yaml("no: here\n", name="pack.yaml")
    assert read == {"no": "here"}
    assert lines.traps[0].line == 1


def test_a_bare_no_in_a_pack_is_an_error_with_its_line(tmp_path: Path) -> None:
    for name in ("core.yaml", *FILES):
        (tmp_path / name).write_text((FOLDER / name).read_text())
    file = tmp_path / FILES[1]
    text = file.read_text().replace("code: deny", "code: no", 1)
    file.write_text(text)
    line = next(number for number, row in enumerate(text.splitlines(), start=1) if "code: no" in row)
    assert [str(finding).split(" ")[:2] for finding in read_folder(tmp_path).errors] == [[f"{FILES[1]}:{line}:", "V19"]]


def test_every_key_and_item_has_its_line() -> None:
    _, lines = load_yaml("# first\na:\n  - b: 1\n    c: 2\n  - d\n", name="pack.yaml")
    assert lines.of(("a", 0, "c")) == 4
    assert lines.of(("a", 1)) == 5
    assert lines.of(("a", 0, "zzz", 3)) == 3


@pytest.mark.parametrize("name", ["core.yaml", *FILES])
def test_the_shipped_files_are_read_as_other_readers_read_them(name: str) -> None:
    text = (FOLDER / name).read_bytes()
    assert load_yaml(text, name=name)[0] == plain(text)


def plain(text: bytes) -> object:
    """What PyYAML reads, with dates as text."""
    read = yaml.safe_load(text)
    return {key: str(value) if key in ("authored_on", "review_by") else value for key, value in read.items()}


def test_a_pack_comes_back_from_json_the_same_with_the_same_digest() -> None:
    found = shipped()
    assert found.core
    core = Core.model_validate_json(found.core.model_dump_json())
    assert core == found.core
    for pack in found.packs:
        kept = Pack.model_validate(pack.model_dump(mode="json"))
        assert kept == pack
        assert digest(core, kept) == found.digests[pack.id]


def test_the_digest_changes_with_one_word() -> None:
    found = shipped()
    assert found.core
    changed = found.packs[0].model_copy(update={"title": "Another title"})
    assert digest(found.core, changed) != found.digests[changed.id]


PIECES = st.sampled_from(list("ab:-[]{}&*!|>'\"#,?%@ \n\t0123") + ["- ", ": ", "\n  ", "\n- ", "no", "1:30", "---\n", "<<: ", "\0", "é"])


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    try:
        read, lines = load_yaml(text, name="any.yaml")
    except PackRefused:
        return
    assert isinstance(read, dict)
    assert all(line >= 1 for line in lines.at.values())


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_and_nothing_else(raw: bytes) -> None:
    try:
        load_yaml(raw, name="any.yaml")
    except PackRefused:
        return


SIMPLE = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**14), 10**14) | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(min_codepoint=97, max_codepoint=122)), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), SIMPLE, min_size=1))
def test_what_another_writer_wrote_is_read_back_the_same(written: dict[str, object]) -> None:
    text = yaml.safe_dump(written, allow_unicode=True, default_style=None)
    if "&id" not in text:
        assert load_yaml(text, name="any.yaml")[0] == written


class LaterPack(Pack):
    """A pack as a later release may know it: with one more field."""

    pages: int = 0


def test_the_digest_survives_a_new_field_and_another_order() -> None:
    found = shipped()
    assert found.core
    pack = found.packs[0]
    turned = dict(reversed(pack.model_dump(mode="json")["advice_library"].items()))
    later = LaterPack.model_validate(pack.model_dump(mode="json") | {"advice_library": turned})
    assert digest(found.core, later) == found.digests[pack.id]
