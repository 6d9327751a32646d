"""Finding things in a pack: types, questions, outcomes, advice, organisations and plan lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from incidents.rules.packs.core_shape import Core, ForbiddenLine
from incidents.rules.packs.shape import IncidentType, Node, Outcome, Pack


@dataclass(frozen=True)
class Advice:
    """A line that may be read, with its id and where it comes from."""

    id: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Partner:
    """An organisation to tell. ``contact`` is None until the centre enters its own."""

    id: str
    label: str
    contact: str | None
    authority: str


@dataclass(frozen=True)
class Need:
    """A capability that a response calls for, in words."""

    capability: str
    label: str
    count: int
    required: bool


def find_type(pack: Pack, code: str) -> IncidentType | None:
    """The incident type with this code, or None."""
    return next((kind for kind in pack.incident_types if kind.code == code), None)


def find_type_in(packs: Iterable[Pack], code: str) -> tuple[Pack, IncidentType] | None:
    """The pack and the incident type with this code, or None."""
    return next(((pack, kind) for pack in packs if (kind := find_type(pack, code))), None)


def find_question(kind: IncidentType, id: str) -> Node | None:
    """The question with this id, or None."""
    return next((node for node in kind.tree.nodes if node.id == id), None)


def find_outcome(kind: IncidentType, id: str) -> Outcome | None:
    """The outcome with this id, or None."""
    return next((outcome for outcome in kind.tree.outcomes if outcome.id == id), None)


def advice_lines(core: Core, pack: Pack, ids: Iterable[str]) -> tuple[Advice, ...]:
    """Advice by id, in the order asked for; the pack's own line wins, and an unknown id is left out."""
    known = {**core.advice_library, **pack.advice_library}
    return tuple(Advice(id, known[id].text, known[id].src) for id in ids if id in known)


def forbidden_lines(core: Core, kind: IncidentType) -> tuple[ForbiddenLine, ...]:
    """What must not be said: this type's own lines first, then those for every incident."""
    return (*kind.advice_not_allowed, *core.forbidden_everywhere)


def organisation_label(core: Core, id: str) -> str:
    """An organisation's name for a person; the id itself when it is unknown."""
    found = core.organisations.get(id)
    return found.label if found else id


def partners(core: Core, ids: Iterable[str]) -> tuple[Partner, ...]:
    """Organisations by id, in the order asked for; an unknown id is left out."""
    known = core.organisations
    return tuple(Partner(id, known[id].label, known[id].contact, known[id].authority) for id in ids if id in known)


def capability_label(core: Core, code: str) -> str:
    """A capability in words; the code itself when it is unknown."""
    return core.capabilities.get(code, code)


def plan_lines(core: Core, kind: IncidentType, outcome: Outcome) -> tuple[Need, ...]:
    """What an outcome's response calls for; empty when nobody is sent."""
    lines = kind.response_plans.get(outcome.plan, ()) if outcome.plan else ()
    return tuple(Need(line.capability, capability_label(core, line.capability), line.count, line.required) for line in lines)


def search_types(packs: Sequence[Pack], words: str) -> list[IncidentType]:
    """Incident types for everyday words, best first: every type when nothing is typed.

    A type scores a point for each typed word that begins a word of its title, code or everyday words.
    """
    typed = words.casefold().split()[:10]
    kinds = [kind for pack in packs for kind in pack.incident_types]
    if not typed:
        return kinds
    scored = [(sum(_begins(kind, word) for word in typed), kind) for kind in kinds]
    return [kind for score, kind in sorted(scored, key=lambda pair: -pair[0]) if score]


def _begins(kind: IncidentType, typed: str) -> bool:
    text = " ".join((kind.title, kind.code.replace("-", " "), kind.code, *kind.everyday_words))
    return any(word.startswith(typed) for word in text.casefold().split())
