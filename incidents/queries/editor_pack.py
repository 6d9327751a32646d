"""The editor's page of a pack as a whole: what it is, its advice lines, its sources."""

from collections.abc import Iterator, Mapping
from typing import Any

from incidents.queries.editor_parts import TO_WRITE, Box, Button, Group, box, dict_of, fresh_name
from incidents.rules.packs.paths import Path


def pack_sections(document: Mapping[str, Any]) -> Iterator[Group]:
    """The sections of the pack as a whole."""
    yield Group(
        "About the pack",
        (),
        [
            box(document, (), "title", "Title"),
            box(document, (), "version", "Version", hint="Three numbers; higher than the one in use"),
            box(document, (), "review_by", "Read again by", "day"),
            box(document, (), "safety_notice", "What a reader must know", "area"),
            box(document, (), "jurisdiction", "Where its laws and numbers hold", "lines"),
            box(document, (), "local_must_set", "What each centre must set", "lines", hint="One name on each line"),
        ],
    )
    yield _library(document)
    yield _sources(document)


def _library(document: Mapping[str, Any]) -> Group:
    lines = dict_of(document.get("advice_library"))
    groups = []
    for id, line in lines.items():
        path: Path = ("advice_library", id)
        boxes = [
            Box("Id", "name", path, id),
            box(dict_of(line), path, "text", "Words to read out", "area", hint="At most 160 characters"),
            box(dict_of(line), path, "src", "Sources", "lines", hint="Ids of the sources below"),
            box(dict_of(line), path, "safety_net", "Says what to do if things get worse", "check"),
        ]
        groups.append(Group(id, path, boxes, buttons=[Button(f"Remove {id}", {"op": "remove", "path": list(path)}, "cross")], open=False))
    fresh = fresh_name("NEW-LINE", set(lines), "-")
    add = Button("Add an advice line", {"op": "add", "path": ["advice_library", fresh], "value": {"text": TO_WRITE}}, "plus")
    return Group("Advice lines", ("advice_library",), [], groups, add=add, empty="This pack has no advice of its own.")


def _sources(document: Mapping[str, Any]) -> Group:
    sources = dict_of(document.get("sources"))
    groups = []
    for id, text in sources.items():
        path: Path = ("sources", id)
        boxes = [Box("Id", "name", path, id), Box("Where it comes from", "text", path, text)]
        groups.append(Group(id, path, boxes, buttons=[Button(f"Remove {id}", {"op": "remove", "path": list(path)}, "cross")], open=False))
    add = Button("Add a source", {"op": "add", "path": ["sources", fresh_name("SRC", set(sources), "")], "value": TO_WRITE}, "plus")
    return Group("Sources", ("sources",), [], groups, add=add, empty="No sources are named.")
