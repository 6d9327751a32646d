"""What packs share, as a text of its own: judged with the packs that use it, and what a change of it reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from incidents.rules.packs.changes import Said
from incidents.rules.packs.core_shape import Core, EntryQuestion, Organisation, Priority
from incidents.rules.packs.document import Judged, out_of_bounds
from incidents.rules.packs.finding import Finding
from incidents.rules.packs.loader import Lines
from incidents.rules.packs.shape import IncidentType, Pack
from incidents.rules.packs.shape_findings import shape_findings, trap_findings
from incidents.rules.packs.validator import validate

TITLE = "What packs share"


def shell(core: Core) -> Pack:
    """What packs share in the form of a pack: one without incident types."""
    return Pack.model_construct(
        schema_name="dispatch.procedure-pack/1",
        id=core.id,
        title=TITLE,
        version=core.version,
        requires_core=core.version,
        language=core.language,
        jurisdiction=(),
        status=core.status,
        authored_on=core.authored_on,
        review_by=core.review_by,
        safety_notice="",
        incident_types=(),
    )


def judge_shared(document: Any, packs: Sequence[Pack], lines: Lines | None = None) -> Judged:
    """Give what packs share its shape and run every rule over it and over the packs that use it.

    Findings are about this document; an error that it would make in a pack stands at the document as a whole, led by the pack's id.
    """
    no = out_of_bounds(document)
    lines = lines or Lines("core")
    if no:
        return Judged(None, (Finding("V00", "error", lines.name, 0, "", no),))
    traps = trap_findings(lines)
    try:
        core = Core.model_validate(document)
    except ValidationError as error:
        return Judged(None, (*traps, *shape_findings(error, lines)))
    found = validate(core, packs, {core.id: lines})
    own = [each for each in found if each.file == lines.name]
    broken = [each for each in found if each.file != lines.name and each.level == "error"]
    named = [replace(each, file=lines.name, line=0, path="", message=f"{each.file}: {each.message}") for each in broken]
    return Judged(None, (*traps, *named, *own), core)


def _priority(each: Priority) -> str:
    targets = (
        ("sent within", each.dispatch_s, "s"),
        ("acknowledged within", each.ack_s, "s"),
        ("attended within", each.attend_min, "min"),
        ("caller told every", each.caller_update_min, "min"),
    )
    return "; ".join(
        [f"{each.label}: {each.meaning}", *(f"{words} {number} {unit}" for words, number, unit in targets if number is not None)]
    )


def _organisation(each: Organisation) -> str:
    reached = each.contact or "each centre enters its own number"
    return f"{each.label}: {reached}; told by {each.authority.replace('_', ' ')} and above"


def _entry(each: EntryQuestion) -> str:
    marks = [words for words, is_set in (("must be answered", each.critical), ("read back", each.readback)) if is_set]
    return " · ".join([each.ask, *marks])


Entries = Mapping[str, str]
_SECTIONS: dict[str, Callable[[Core], Entries]] = {
    "Advice": lambda core: {
        id: line.text + (" (what to do if things get worse)" if line.safety_net else "") for id, line in core.advice_library.items()
    },
    "Not to be said": lambda core: {line.text: line.say_instead or "" for line in core.forbidden_everywhere},
    "Organisation": lambda core: {code: _organisation(each) for code, each in core.organisations.items()},
    "Priority": lambda core: {code: _priority(each) for code, each in core.priorities.items()},
    "Entry question": lambda core: {each.id: _entry(each) for each in core.entry},
    "Risk question": lambda core: {each.id: each.ask for each in core.risk_overlay},
    "Capability": lambda core: dict(core.capabilities),
    "Briefing format": lambda core: {name: ", ".join(parts).replace("_", " ") for name, parts in core.briefing_formats.items()},
    "Disposition": lambda core: _codes(core.dispositions),
    "Role": lambda core: _codes(core.roles),
    "Flag": lambda core: _codes(core.flags),
    "Reason for departing from the tree": lambda core: _codes(core.override_reasons),
    "Way to close": lambda core: _codes(core.close_codes),
    "Rule on lowering a priority": lambda core: {"rule": core.lower_priority_rule},
}


def _codes(codes: Sequence[str]) -> Entries:
    return {code: code.replace("_", " ") for code in codes}


def whole_text(core: Core) -> list[tuple[str, list[tuple[str, str]]]]:
    """What packs share as a person reads it: by section, each part's name and its words."""
    every = [(name, list(entries(core).items())) for name, entries in _SECTIONS.items()]
    return [each for each in every if each[1]]


def said_of(before: Core, after: Core) -> list[tuple[str, list[Said]]]:
    """What changed in what packs share, by section, in plain words."""
    every = [(name, list(_differing(name, entries(before), entries(after)))) for name, entries in _SECTIONS.items()]
    return [each for each in every if each[1]]


def _differing(name: str, was: Entries, now: Entries) -> Iterator[Said]:
    yield from (Said("new", f"{name} {id}: new.", "", now[id]) for id in now if id not in was)
    yield from (Said("changed", f"{name} {id} reads differently.", was[id], now[id]) for id in now if id in was and was[id] != now[id])
    yield from (Said("gone", f"{name} {id} is gone.", was[id]) for id in was if id not in now)
    if was.keys() == now.keys() and list(was) != list(now):
        yield Said("changed", f"{name}: in another order.", ", ".join(was), ", ".join(now))


@dataclass(frozen=True)
class Reach:
    """What a change reaches in one pack: every type of it (``everywhere`` says why), and types that use a changed part."""

    everywhere: tuple[str, ...]
    types: tuple[tuple[str, str, tuple[str, ...]], ...]  # code, title, why

    @property
    def is_nothing(self) -> bool:
        """True when nobody who works by the pack would see a difference."""
        return not self.everywhere and not self.types


def reach_of(before: Core, after: Core, pack: Pack) -> Reach:
    """What of a pack differs when it is used with another version of what packs share."""
    changed = {name: _changed(entries(before), entries(after)) for name, entries in _SECTIONS.items()}
    everywhere = tuple(name for name, ids in changed.items() if ids and name not in _USES)
    found = [(kind.code, kind.title, tuple(_why(pack, kind, changed))) for kind in pack.incident_types]
    return Reach(everywhere, tuple(each for each in found if each[2]))


def _changed(was: Entries, now: Entries) -> set[str]:
    found = {id for id in {*was, *now} if was.get(id) != now.get(id)}
    return found if found or list(was) == list(now) else set(now)


def _why(pack: Pack, kind: IncidentType, changed: Mapping[str, set[str]]) -> Iterator[str]:
    for name, uses in _USES.items():
        yield from (f"{name} {id}" for id in sorted(uses(pack, kind) & changed[name]))


_USES: dict[str, Callable[[Pack, IncidentType], set[str]]] = {
    "Advice": lambda pack, kind: {id for end in kind.tree.outcomes for id in end.advice} - pack.advice_library.keys(),
    "Organisation": lambda _, kind: {id for end in kind.tree.outcomes for id in end.notify},
    "Priority": lambda _, kind: {end.priority for end in kind.tree.outcomes if end.priority},
    "Capability": lambda _, kind: {line.capability for plan in kind.response_plans.values() for line in plan},
    "Briefing format": lambda _, kind: {kind.briefing.format},
    "Disposition": lambda _, kind: {end.disposition for end in kind.tree.outcomes if end.disposition},
    "Role": lambda _, kind: {level.to for level in kind.escalation},
    "Flag": lambda _, kind: {flag for node in kind.tree.nodes for answer in node.answers for flag in answer.sets},
}
