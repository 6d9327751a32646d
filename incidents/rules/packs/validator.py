"""Runs every rule over the core file and the packs, and says where each fault stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

# The rules_ modules below are imported for the rules that they register.
from incidents.rules.packs import rules_outcome, rules_pack, rules_tree, rules_type
from incidents.rules.packs.core_shape import Core
from incidents.rules.packs.finding import (
    MOST_FINDINGS,
    MOST_OF_A_RULE,
    Fault,
    Finding,
    Level,
    PackScope,
    Register,
    Scope,
    SetScope,
    pack_rules,
    set_rules,
    type_rules,
)
from incidents.rules.packs.loader import Lines
from incidents.rules.packs.paths import path_words
from incidents.rules.packs.shape import Pack

# A tree made elsewhere is told of these, and not refused for them: they are about its form. Safety is never relaxed.
RELAXED = frozenset({"V08", "V25"})
RULE_MODULES = (rules_tree, rules_outcome, rules_type, rules_pack)


def faults(core: Core, packs: Sequence[Pack]) -> Iterator[tuple[str, Level, Fault]]:
    """Every fault with the number and the level of its rule; of one rule no more than can be read."""
    whole = SetScope(core, tuple(packs))
    left: dict[str, int] = defaultdict(lambda: MOST_OF_A_RULE)

    def said(register: Register[Scope], scope: Scope) -> Iterator[tuple[str, Level, Fault]]:
        for number, level, check in register:
            for fault in islice(check(scope), left[number]):
                left[number] -= 1
                yield number, level, fault

    yield from said(set_rules, whole)
    for pack in packs:
        yield from said(pack_rules, PackScope(whole, pack))
    for each in whole.each_type():
        yield from said(type_rules, each)


def validate(core: Core, packs: Sequence[Pack], lines: Mapping[str, Lines] | None = None, *, only: str = "") -> list[Finding]:
    """What is wrong, by file and line; of very many findings the first ones, and a last one that says so.

    ``lines`` holds, by document id, where things stand in the files; without it the id stands in for the file and lines are 0.
    ``only`` is the id of the document that is asked about; "" asks about all.
    """
    lines = lines or {}
    relaxed = {pack.id for pack in packs if pack.profile == "foreign"}
    asked = (each for each in faults(core, packs) if not only or each[2].document == only)
    found: list[Finding] = []
    for number, level, fault in islice(asked, MOST_FINDINGS + 1):
        where = lines.get(fault.document, Lines(fault.document))
        if fault.document in relaxed and number in RELAXED:
            level = "warning"
        found.append(Finding(number, level, where.name, where.of(fault.path), path_words(fault.path), fault.message))
    if len(found) > MOST_FINDINGS:
        found[-1] = Finding("V00", "error", found[-1].file, 0, "", f"There are more than {MOST_FINDINGS} findings; mend these first.")
    return sorted(found, key=lambda finding: (finding.file, finding.line, finding.rule, finding.message))
