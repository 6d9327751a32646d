"""A pack as a plain document (what a form or a file gives): kept within bounds, given its shape, and judged by every rule."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from incidents.rules.packs.core_shape import Core
from incidents.rules.packs.finding import Finding
from incidents.rules.packs.loader import MAX_BYTES, MAX_DEPTH, MAX_NODES, Lines, PackRefused, load_yaml
from incidents.rules.packs.shape import Pack
from incidents.rules.packs.shape_findings import shape_findings, trap_findings
from incidents.rules.packs.validator import validate

_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class Judged:
    """A document with what is wrong with it; ``pack`` is None while it has no shape. ``core`` stands in its place for what packs share."""

    pack: Pack | None
    findings: tuple[Finding, ...]
    core: Core | None = None

    @property
    def whole(self) -> Pack | Core | None:
        """The text, or None while it has no shape."""
        return self.pack or self.core

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.level == "error")


def out_of_bounds(document: Any) -> str:
    """Why a document is too large, too deep or not plain, as a sentence; "" when it is within bounds. Never recurses."""
    waiting: list[tuple[Any, int]] = [(document, 1)]
    parts = 0
    while waiting:
        value, depth = waiting.pop()
        parts += 1
        no = _no_to(value, depth, parts)
        if no:
            return no
        inner = [*value.keys(), *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
        waiting += [(each, depth + 1) for each in inner]
    size = len(json.dumps(document, ensure_ascii=False).encode())
    return "The procedure is larger than 1 MB." if size > MAX_BYTES else ""


def _no_to(value: Any, depth: int, parts: int) -> str:
    if parts > MAX_NODES:
        return f"The procedure has more than {MAX_NODES:,} parts."
    if depth > MAX_DEPTH:
        return f"Lists and mappings are nested more than {MAX_DEPTH} deep."
    if isinstance(value, str) and _INVISIBLE.search(value):
        return "A text holds an invisible control character."
    if not (value is None or isinstance(value, str | int | float | bool | list | dict)):
        return "A procedure holds texts, numbers, lists and mappings, and nothing else."
    return ""


def judge(document: Any, core: Core, others: Sequence[Pack], lines: Lines | None = None) -> Judged:
    """Give a document its shape and run every rule over it, beside the other packs. Findings are about this document only.

    ``lines`` says where each part stands in the file that it came from; without it all lines are 0.
    """
    no = out_of_bounds(document)
    lines = lines or Lines(str(document.get("id", "pack"))[:60] if isinstance(document, dict) else "pack")
    if no:
        return Judged(None, (Finding("V00", "error", lines.name, 0, "", no),))
    traps = trap_findings(lines)
    try:
        pack = Pack.model_validate(document)
    except ValidationError as error:
        return Judged(None, (*traps, *shape_findings(error, lines)))
    beside = [other for other in others if other.id != pack.id]
    found = validate(core, [pack, *beside], {pack.id: lines}, only=pack.id)
    return Judged(pack, (*traps, *found))


def judge_yaml(text: str | bytes, core: Core, others: Sequence[Pack], *, name: str) -> tuple[Mapping[str, Any] | None, Judged]:
    """Read a YAML file and judge it: the document (None when the file is refused), and what was found, by file and line."""
    try:
        document, lines = load_yaml(text, name=name)
    except PackRefused as refused:
        return None, Judged(None, (Finding("V00", "error", refused.name, refused.line, "", refused.message),))
    return document, judge(document, core, others, lines)
