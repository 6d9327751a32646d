"""The editor's page of what packs share: advice, what nobody may say, organisations, priorities, entry questions and the rest."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from incidents.queries.editor_options import Choices
from incidents.queries.editor_parts import TO_WRITE, Box, Button, Group, box, dict_of, fresh_name, list_of, moves
from incidents.rules.packs.paths import Path

Boxes = Callable[[Mapping[str, Any], Path], list[Box]]


def shared_sections(document: Mapping[str, Any]) -> Iterator[Group]:
    """The sections of what packs share."""
    yield _about(document)
    yield _named(document, "advice_library", "Advice lines", _advice, "an advice line", "NEW-LINE", {"text": TO_WRITE})
    yield _listed(
        document, "forbidden_everywhere", "What nobody may say", _forbidden, "a line", {"text": TO_WRITE, "say_instead": TO_WRITE}
    )
    fresh = {"label": TO_WRITE, "contact": None, "local": True, "authority": "agent"}
    roles = tuple((role, role.replace("_", " ").capitalize()) for role in map(str, list_of(document.get("roles"))))
    yield _named(
        document, "organisations", "Organisations", partial(_organisation, roles=roles), "an organisation", "NEW_ORGANISATION", fresh
    )
    yield _named(document, "priorities", "Priorities", _priority)
    yield _listed(document, "entry", "Entry questions", _entry)
    yield _listed(document, "risk_overlay", "Risk questions", _ask)
    yield _capabilities(document)
    yield _codes(document)


def _about(document: Mapping[str, Any]) -> Group:
    return Group(
        "About what packs share",
        (),
        [
            box(document, (), "version", "Version", hint="Three numbers; higher than the one in use"),
            box(document, (), "review_by", "Read again by", "day"),
            box(document, (), "lower_priority_rule", "The rule on lowering a priority", "area"),
        ],
    )


def _codes(document: Mapping[str, Any]) -> Group:
    return Group(
        "Codes",
        (),
        [
            box(document, (), "flags", "Flags that an answer may raise", "lines"),
            box(document, (), "override_reasons", "Reasons for departing from the tree", "lines"),
            box(document, (), "close_codes", "How an incident may end", "lines"),
        ],
    )


def _named(
    document: Mapping[str, Any],
    shelf: str,
    title: str,
    boxes: Boxes,
    what: str = "",
    stem: str = "",
    fresh: Mapping[str, Any] | None = None,
) -> Group:
    """A shelf of parts by name. Where parts may be added they may be renamed and removed too."""
    held, groups = dict_of(document.get(shelf)), []
    for id, each in held.items():
        path: Path = (shelf, id)
        own = [Box("Id", "name", path, id, hint="Packs name it by this")] if what else []
        buttons = [Button(f"Remove {id}", {"op": "remove", "path": list(path)}, "cross")] if what else []
        groups.append(Group(id, path, [*own, *boxes(dict_of(each), path)], buttons=buttons, open=False))
    add = None
    if what:
        name = fresh_name(stem, set(held), "-" if "-" in stem else "_")
        add = Button(f"Add {what}", {"op": "add", "path": [shelf, name], "value": dict(fresh or {})}, "plus")
    return Group(title, (shelf,), [], groups, add=add, empty="None yet.")


def _listed(
    document: Mapping[str, Any], shelf: str, title: str, boxes: Boxes, what: str = "", fresh: Mapping[str, Any] | None = None
) -> Group:
    """A shelf of parts in an order. Where none may be added there is nothing to remove."""
    held = list_of(document.get(shelf))
    groups = []
    for place, each in enumerate(held):
        path: Path = (shelf, place)
        name = str(dict_of(each).get("id") or place + 1)
        groups.append(Group(name, path, boxes(dict_of(each), path), buttons=moves(path, len(held), name) if what else [], open=False))
    add = Button(f"Add {what}", {"op": "add", "path": [shelf, len(held)], "value": dict(fresh or {})}, "plus") if what else None
    return Group(title, (shelf,), [], groups, add=add, empty="None yet.")


def _advice(line: Mapping[str, Any], path: Path) -> list[Box]:
    return [
        box(line, path, "text", "Words to read out", "area", hint="At most 160 characters"),
        box(line, path, "safety_net", "Says what to do if things get worse", "check"),
    ]


def _forbidden(line: Mapping[str, Any], path: Path) -> list[Box]:
    return [box(line, path, "text", "Not to be said", "area"), box(line, path, "say_instead", "Say instead", "area", optional=True)]


def _organisation(each: Mapping[str, Any], path: Path, *, roles: Choices) -> list[Box]:
    return [
        box(each, path, "label", "Name"),
        box(each, path, "contact", "Telephone, as dialled", optional=True),
        box(each, path, "local", "Each centre enters its own", "check"),
        box(each, path, "authority", "The lowest role that may tell it", "choice", choices=roles),
        box(each, path, "src", "Sources", "lines", hint="Ids of the sources of a pack"),
    ]


def _priority(each: Mapping[str, Any], path: Path) -> list[Box]:
    return [
        box(each, path, "label", "One or two words"),
        box(each, path, "meaning", "What it means"),
        box(each, path, "dispatch_s", "A unit is sent within", "number", optional=True, hint="seconds"),
        box(each, path, "ack_s", "The unit acknowledges within", "number", optional=True, hint="seconds"),
        box(each, path, "attend_min", "Help is there within", "number", optional=True, hint="minutes"),
        box(each, path, "caller_update_min", "The caller is told every", "number", optional=True, hint="minutes"),
    ]


def _entry(each: Mapping[str, Any], path: Path) -> list[Box]:
    return [
        box(each, path, "ask", "Words to say", "area"),
        box(each, path, "critical", "A missing answer becomes a timed task", "check"),
        box(each, path, "readback", "Read back to the caller", "check"),
    ]


def _ask(each: Mapping[str, Any], path: Path) -> list[Box]:
    return [box(each, path, "ask", "Words to think through", "area")]


def _capabilities(document: Mapping[str, Any]) -> Group:
    held = dict_of(document.get("capabilities"))
    groups = []
    for code, words in held.items():
        path: Path = ("capabilities", code)
        buttons = [Button(f"Remove {code}", {"op": "remove", "path": list(path)}, "cross")]
        boxes = [Box("Code", "name", path, code, hint="Plans name it by this"), Box("What it is", "text", path, words)]
        groups.append(Group(code, path, boxes, buttons=buttons, open=False))
    fresh = fresh_name("new_capability", set(held))
    add = Button("Add a capability", {"op": "add", "path": ["capabilities", fresh], "value": TO_WRITE}, "plus")
    return Group("What a unit may be able to do", ("capabilities",), [], groups, add=add, empty="None yet.")
