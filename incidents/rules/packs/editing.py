"""Changing a document part by part, as an author's form does: set, add, remove, move, rename. The document given is never touched."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from incidents.rules.packs.paths import Path, path_words

Op = Literal["set", "add", "remove", "move", "rename"]
STRUCTURAL: frozenset[Op] = frozenset({"add", "remove", "move", "rename"})
_MISSING = object()


class CannotEdit(ValueError):
    """An edit that does not fit the document. ``stale`` is True when the part is no longer as its author saw it."""

    def __init__(self, message: str, *, stale: bool = False, now: Any = None) -> None:
        super().__init__(message)
        self.message, self.stale, self.now = message, stale, now


@dataclass(frozen=True)
class Edit:
    """One change. ``was`` is what the author saw there; ``value`` is the new value, the new place (move) or the new name (rename)."""

    op: Op
    path: Path
    value: Any = None
    was: Any = _MISSING

    @property
    def structural(self) -> bool:
        """True when parts change their places or names."""
        return self.op in STRUCTURAL


def value_at(document: Any, path: Path) -> Any:
    """What stands there; None where nothing does."""
    here = document
    for part in path:
        here = _inside(here, part)
    return here


def _inside(here: Any, part: str | int) -> Any:
    if isinstance(here, dict) and isinstance(part, str):
        return here.get(part)
    if isinstance(here, list) and isinstance(part, int) and 0 <= part < len(here):
        return here[part]
    return None


def _home(document: Any, path: Path) -> Any:
    if not path:
        raise CannotEdit("Name the part to change.")
    home = value_at(document, path[:-1])
    fits = isinstance(home, dict) if isinstance(path[-1], str) else isinstance(home, list)
    if not fits:
        raise CannotEdit(f"There is no '{path_words(path)[:80]}' in this procedure.", stale=True)
    return home


def _place(home: list[Any], place: Any, *, room: int = 0) -> int:
    if not isinstance(place, int) or isinstance(place, bool) or not 0 <= place < len(home) + room:
        raise CannotEdit("There is no such place in the list.", stale=True)
    return place


def _set(document: Any, edit: Edit) -> None:
    home, last = _home(document, edit.path), edit.path[-1]
    if isinstance(home, list):
        home[_place(home, last)] = edit.value
    else:
        home[last] = edit.value


def _add(document: Any, edit: Edit) -> None:
    home, last = _home(document, edit.path), edit.path[-1]
    if isinstance(home, list):
        home.insert(_place(home, last, room=1), edit.value)
        return
    if last in home:
        raise CannotEdit(f"'{str(last)[:60]}' is there already.")
    home[last] = edit.value


def _remove(document: Any, edit: Edit) -> None:
    home, last = _home(document, edit.path), edit.path[-1]
    if isinstance(home, list):
        del home[_place(home, last)]
    elif home.pop(last, _MISSING) is _MISSING:
        raise CannotEdit(f"'{str(last)[:60]}' is gone already.", stale=True)


def _move(document: Any, edit: Edit) -> None:
    home = _home(document, edit.path)
    if not isinstance(home, list):
        raise CannotEdit("Only entries of a list can be moved.")
    to = _place(home, edit.value)
    home.insert(to, home.pop(_place(home, edit.path[-1])))


def _rename(document: Any, edit: Edit) -> None:
    """Give a question, an outcome, a plan or an advice line another name, wherever it is named."""
    new = edit.value
    if not isinstance(new, str) or not new.strip():
        raise CannotEdit("Write the new name.")
    if edit.path[-1] == "id" and "tree" in edit.path:
        _rename_step(value_at(document, edit.path[: edit.path.index("tree")]), edit, new)
    else:
        _rename_key(document, edit, new)


def _rename_step(kind: Any, edit: Edit, new: str) -> None:
    old = value_at(kind, edit.path[edit.path.index("tree") :])
    tree = kind["tree"] if isinstance(kind, dict) else {}
    if old is None or any(each.get("id") == new for each in _steps(tree)):
        raise CannotEdit(f"'{new[:60]}' is taken already.")
    for each in _steps(tree):
        each["id"] = new if each.get("id") == old else each.get("id")
        for answer in each.get("answers") or ():
            answer["go"] = new if answer.get("go") == old else answer.get("go")
    for home, name in ((tree, "start"), (kind, "fallback")):
        home[name] = new if home.get(name) == old else home.get(name)
    kind["qa_critical"] = [new if id == old else id for id in kind.get("qa_critical") or ()]


def _steps(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in ("nodes", "outcomes"):
        yield from (each for each in tree.get(name) or () if isinstance(each, dict))


def _rename_key(document: Any, edit: Edit, new: str) -> None:
    home, old = _home(document, edit.path), edit.path[-1]
    if not isinstance(home, dict) or old not in home or new in home:
        raise CannotEdit(f"'{new[:60]}' is taken already." if isinstance(home, dict) and new in home else "There is no such name.")
    renamed = {new if key == old else key: value for key, value in home.items()}
    home.clear()
    home.update(renamed)
    shelf = edit.path[-2] if len(edit.path) > 1 else ""
    for kind in document.get("incident_types") or ():
        for outcome in kind.get("tree", {}).get("outcomes") or ():
            if shelf == "response_plans" and outcome.get("plan") == old:
                outcome["plan"] = new
            if shelf == "advice_library":
                outcome["advice"] = [new if id == old else id for id in outcome.get("advice") or ()]


_DO = {"set": _set, "add": _add, "remove": _remove, "move": _move, "rename": _rename}


def _same(now: Any, was: Any) -> bool:
    """Whether nothing has changed for a reader: what is not there looks like what is empty."""
    return now == was or not (now or was)


def edited(document: dict[str, Any], edits: Sequence[Edit]) -> dict[str, Any]:
    """The document with the edits made, in their order.

    Raises:
        CannotEdit: one does not fit, or a part is no longer as its author saw it (``stale``).
    """
    made = copy.deepcopy(document)
    for edit in edits:
        if edit.was is not _MISSING and not _same(value_at(made, edit.path), edit.was):
            raise CannotEdit("Somebody else changed this meanwhile.", stale=True, now=value_at(made, edit.path))
        try:
            _DO[edit.op](made, edit)
        except (AttributeError, TypeError, KeyError):
            raise CannotEdit("This part of the procedure has another shape.") from None
    return made
