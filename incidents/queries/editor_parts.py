"""What the editor's pages are made of: fields with the path that they write to, groups of them, and buttons that change parts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from incidents.queries.editor_options import Choices
from incidents.rules.packs.paths import Path, path_words

Kind = Literal["text", "area", "number", "check", "lines", "choice", "name", "day"]
TO_WRITE = "To be written"


class Placed:
    """Something of the editor that stands for one place of the document."""

    path: Path

    @property
    def at(self) -> str:
        """Its place, as findings name it."""
        return path_words(self.path)

    @property
    def id(self) -> str:
        """Its id on the page."""
        return "at-" + self.at.replace("[", "-").replace("]", "").replace(".", "-")


@dataclass(frozen=True)
class Box(Placed):
    """One field. ``path`` is what it writes to, ``at`` the same in words; ``optional`` fields are null when empty."""

    label: str
    kind: Kind
    path: Path
    value: Any
    hint: str = ""
    optional: bool = False
    choices: Choices = ()
    list_id: str = ""

    @property
    def json_path(self) -> str:
        """Its path for the script."""
        return json.dumps(self.path)

    @property
    def json_value(self) -> str:
        """What stands there, for the script."""
        return json.dumps(self.value, ensure_ascii=False)

    @property
    def rows(self) -> int:
        """How many lines its control shows."""
        return min(8, max(2 if self.kind == "lines" else 1, self.text.count("\n") + 1, len(self.text) // 90 + 1))

    @property
    def offered(self) -> Choices:
        """What may be chosen; an optional field may be left open."""
        return (("", "none"), *self.choices) if self.optional else self.choices

    @property
    def unlisted(self) -> bool:
        """True when what stands there cannot be chosen."""
        return self.text not in {value for value, _ in self.offered}

    @property
    def text(self) -> str:
        """The value as a control shows it."""
        if self.kind == "lines":
            return "\n".join(str(each) for each in self.value) if isinstance(self.value, list) else ""
        return "" if self.value is None else str(self.value)


@dataclass(frozen=True)
class Button:
    """Something that adds, moves or removes a part: the edit that it sends."""

    label: str
    edit: dict[str, Any]
    icon: str = ""

    @property
    def json(self) -> str:
        """The edit for the script."""
        return json.dumps(self.edit, ensure_ascii=False)


@dataclass
class Group(Placed):
    """Fields that belong together, and the groups inside: a question and its answers."""

    title: str
    path: Path
    boxes: list[Box]
    groups: list["Group"] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    add: Button | None = None
    empty: str = ""
    open: bool = True


def dict_of(value: Any) -> dict[str, Any]:
    """The value if it is a mapping, else an empty one: a draft may hold anything."""
    return value if isinstance(value, dict) else {}


def list_of(value: Any) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def fresh_name(stem: str, taken: set[str], between: str = "_") -> str:
    """A name that nobody has yet: stem, stem_2, stem_3…"""
    return next(name for number in range(1, 10_000) if (name := stem if number == 1 else f"{stem}{between}{number}") not in taken)


def box(home: Mapping[str, Any], path: Path, name: str, label: str, kind: Kind = "text", **more: Any) -> Box:
    """The field for one name of a mapping."""
    return Box(label=label, kind=kind, path=(*path, name), value=home.get(name), **more)


def moves(path: Path, count: int, what: str) -> list[Button]:
    """Up, down and remove, for an entry of a list."""
    *home, place = path
    assert isinstance(place, int)
    found = []
    for to, label, icon in ((place - 1, f"Move {what} up", "up"), (place + 1, f"Move {what} down", "down")):
        if 0 <= to < count:
            found.append(Button(label, {"op": "move", "path": list(path), "value": to}, icon))
    return [*found, Button(f"Remove {what}", {"op": "remove", "path": [*home, place]}, "cross")]
