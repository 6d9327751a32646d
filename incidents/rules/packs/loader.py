"""Reading YAML that somebody else wrote: safe, bounded in time and memory, and with a line number for every part.

The text is read as a stream of events, so that a bomb is refused before it is built. Plain ``yes``, ``no``, ``on``, ``off``,
``1:30`` or ``010`` mean something else to other YAML readers: here they stay text and are remembered as traps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from incidents.rules.packs.paths import Path
from incidents.rules.packs.scalars import is_trap, value_of

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_NODES = 20_000

_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class PackRefused(ValueError):
    """A file that is not read any further. ``line`` is counted from 1; 0 means the file as a whole."""

    def __init__(self, message: str, *, name: str, line: int = 0) -> None:
        super().__init__(f"{name}:{line}: {message}")
        self.message, self.name, self.line = message, name, line


@dataclass(frozen=True)
class Trap:
    """A plain word that YAML readers disagree about."""

    path: Path
    line: int
    text: str


@dataclass(frozen=True)
class Lines:
    """The line, counted from 1, of every key and list item in one file."""

    name: str
    at: Mapping[Path, int] = field(default_factory=dict)
    traps: tuple[Trap, ...] = ()

    def of(self, path: Path) -> int:
        """The line of a part, or of the nearest part around it; 0 when nothing is known."""
        while path and path not in self.at:
            path = path[:-1]
        return self.at.get(path, 0)


@dataclass
class _Open:
    """A mapping or list that is still being read."""

    path: Path
    made: dict[str, Any] | list[Any]
    key: str | None = None


@dataclass
class _Reading:
    """Builds plain dicts and lists from events, refusing what a pack never needs."""

    name: str
    open: list[_Open] = field(default_factory=list)
    at: dict[Path, int] = field(default_factory=dict)
    traps: list[Trap] = field(default_factory=list)
    nodes: int = 0
    documents: int = 0
    result: Any = None

    def refuse(self, message: str, line: int) -> PackRefused:
        return PackRefused(message, name=self.name, line=line)

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.DocumentStartEvent):
            self.start_document(line)
        elif isinstance(event, yaml.NodeEvent):
            self.start_node(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()

    def start_document(self, line: int) -> None:
        self.documents += 1
        if self.documents > 1:
            raise self.refuse("A file holds one document; take out the second '---'.", line)

    def start_node(self, event: yaml.NodeEvent, line: int) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise self.refuse("Anchors and aliases (& and *) are not allowed; write the text out again.", line)
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self.refuse(f"The file has more than {MAX_NODES:,} parts.", line)
        if getattr(event, "tag", None) not in (None, "!"):
            raise self.refuse("Tags (words that begin with !) are not allowed.", line)
        if isinstance(event, yaml.ScalarEvent):
            self.scalar(event, line)
        else:
            self.collection({} if isinstance(event, yaml.MappingStartEvent) else [], line)

    def scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        text = self.printable(str(event.value), line)
        plain = event.style in (None, "")
        if self.awaits_key():
            self.key(text, line, trap=plain and (is_trap(text) or not isinstance(value_of(text), str)))
            return
        path = self.place(value_of(text) if plain else text, line)
        if plain and is_trap(text):
            self.traps.append(Trap(path, line, text))

    def printable(self, text: str, line: int) -> str:
        if _INVISIBLE.search(text):
            raise self.refuse("A text holds an invisible control character.", line)
        return text

    def collection(self, made: dict[str, Any] | list[Any], line: int) -> None:
        if len(self.open) >= MAX_DEPTH:
            raise self.refuse(f"Lists and mappings are nested more than {MAX_DEPTH} deep.", line)
        if self.awaits_key():
            raise self.refuse("A name must be a word, not a list or a mapping.", line)
        self.open.append(_Open(self.place(made, line), made))

    def awaits_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1].made, dict) and self.open[-1].key is None

    def key(self, text: str, line: int, *, trap: bool) -> None:
        here = self.open[-1]
        if text in here.made:
            raise self.refuse(f"'{text[:60]}' is written twice in the same place.", line)
        here.key = text
        self.at[(*here.path, text)] = line
        if trap:
            self.traps.append(Trap((*here.path, text), line, text))

    def place(self, value: Any, line: int) -> Path:
        """Put a value where it belongs and answer with its path."""
        if not self.open:
            self.result = value
            self.at[()] = line
            return ()
        here = self.open[-1]
        if isinstance(here.made, list):
            here.made.append(value)
            path: Path = (*here.path, len(here.made) - 1)
            self.at[path] = line
            return path
        assert here.key is not None
        path = (*here.path, here.key)
        here.made[here.key] = value
        here.key = None
        return path


def _readable(text: str | bytes, name: str) -> str:
    """The text as Unicode, or PackRefused: too long, not UTF-8, or with characters no editor shows."""
    if len(text) > MAX_BYTES:
        raise PackRefused("The file is larger than 1 MB.", name=name)
    try:
        found = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        size = len(found.encode("utf-8"))
    except UnicodeError:
        raise PackRefused("The file is not UTF-8 text.", name=name) from None
    if size > MAX_BYTES:
        raise PackRefused("The file is larger than 1 MB.", name=name)
    if "\0" in found:
        raise PackRefused("The file holds a NUL character.", name=name, line=found[: found.index("\0")].count("\n") + 1)
    return found


def _events(text: str, name: str) -> Iterator[yaml.Event]:
    """The parser's events; its own complaints become PackRefused."""
    try:
        yield from yaml.parse(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
        raise PackRefused(f"This is not valid YAML: {problem}.", name=name, line=mark.line + 1 if mark else 0) from None


def load_yaml(text: str | bytes, *, name: str) -> tuple[dict[str, Any], Lines]:
    """Read one YAML mapping and where each part stands.

    ``name`` is the file name used in messages. Raises PackRefused, and nothing else, for text over 1 MB, not UTF-8 or with
    control characters; anchors, aliases, tags, duplicate keys, more than one document; over 20 levels or 20,000 parts.
    """
    reading = _Reading(name)
    for event in _events(_readable(text, name), name):
        reading.take(event)
    if not isinstance(reading.result, dict):
        raise PackRefused("The file must be a list of 'name: value' lines.", name=name, line=1)
    return reading.result, Lines(name, reading.at, tuple(reading.traps))
