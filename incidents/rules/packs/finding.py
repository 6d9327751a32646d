"""What a validator says, and the register of rules that say it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar

from incidents.rules.packs.core_shape import Core
from incidents.rules.packs.paths import Path
from incidents.rules.packs.shape import IncidentType, Pack
from incidents.rules.packs.tree_map import TreeMap

Level = Literal["error", "warning"]
MOST_FINDINGS = 500  # more would help nobody, and a hostile file could make any number
MOST_OF_A_RULE = 100  # so that one rule does not hide the others


@dataclass(frozen=True)
class Finding:
    """One sentence about one place. ``line`` is counted from 1; 0 means the file as a whole."""

    rule: str
    level: Level
    file: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule} {self.message}"


@dataclass(frozen=True)
class Fault:
    """What a rule reports: the document's id, the place in it, and the sentence."""

    document: str
    path: Path
    message: str


@dataclass(frozen=True)
class SetScope:
    """The core file and all packs together."""

    core: Core
    packs: tuple[Pack, ...]

    @cached_property
    def types(self) -> dict[str, IncidentType]:
        return {kind.code: kind for pack in self.packs for kind in pack.incident_types}

    @cached_property
    def sources(self) -> frozenset[str]:
        return frozenset(source for pack in self.packs for source in pack.sources)

    def each_type(self) -> Iterator[TypeScope]:
        for pack in self.packs:
            for index, kind in enumerate(pack.incident_types):
                yield TypeScope(self, pack, index, kind)

    def fault(self, message: str, *path: str | int) -> Fault:
        """A fault in the core file."""
        return Fault(self.core.id, path, message)


@dataclass(frozen=True)
class PackScope:
    """One pack among the others."""

    whole: SetScope
    pack: Pack

    def fault(self, message: str, *path: str | int) -> Fault:
        return Fault(self.pack.id, path, message)


@dataclass(frozen=True)
class TypeScope:
    """One incident type of one pack."""

    whole: SetScope
    pack: Pack
    index: int
    kind: IncidentType

    @property
    def core(self) -> Core:
        return self.whole.core

    @cached_property
    def map(self) -> TreeMap:
        return TreeMap(self.kind.tree)

    def fault(self, message: str, *path: str | int) -> Fault:
        """A fault in this type; the sentence is led by its code."""
        return Fault(self.pack.id, ("incident_types", self.index, *path), f"{self.kind.code}: {message}")

    def node_fault(self, message: str, index: int, *path: str | int) -> Fault:
        node = self.kind.tree.nodes[index]
        return self.fault(f"question '{node.id}' {message}", "tree", "nodes", index, *path)

    def outcome_fault(self, message: str, index: int, *path: str | int) -> Fault:
        outcome = self.kind.tree.outcomes[index]
        return self.fault(f"outcome '{outcome.id}' {message}", "tree", "outcomes", index, *path)


Scope = TypeVar("Scope")
Rule = Callable[[Scope], Iterator[Fault]]
Register = list[tuple[str, Level, Rule[Scope]]]

type_rules: Register[TypeScope] = []
pack_rules: Register[PackScope] = []
set_rules: Register[SetScope] = []


def rule(number: str, register: Register[Scope], level: Level = "error") -> Callable[[Rule[Scope]], Rule[Scope]]:
    """Put a rule into a register under its number."""

    def registered(function: Rule[Scope]) -> Rule[Scope]:
        register.append((number, level, function))
        return function

    return registered
