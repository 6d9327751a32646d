"""The editor's page: a draft's text as sections of fields, each with the path that it writes to."""

from dataclasses import dataclass

from incidents.models import ProcedurePack
from incidents.queries.editor_options import Options, options_of
from incidents.queries.editor_pack import pack_sections
from incidents.queries.editor_parts import Button, Group, dict_of, fresh_name, list_of
from incidents.queries.editor_shared import shared_sections
from incidents.queries.editor_type import QUESTIONS_A_PAGE, type_sections
from incidents.queries.procedure_findings import document_of
from incidents.rules.packs.shared import TITLE
from incidents.rules.packs.skeleton import new_type


@dataclass(frozen=True)
class Page:
    """One page of the editor: the pack as a whole, or one incident type."""

    title: str
    sections: list[Group]
    options: Options
    first: int = 0
    before: int | None = None
    after: int | None = None


def editor_page(row: ProcedurePack, place: int | None, first: int) -> Page | None:
    """The page for the pack (None) or for the type at a place; None when there is no such type.

    ``first`` is the number of the first question shown: a large tree is written page by page.
    """
    document = document_of(row)
    if row.is_shared:
        return Page(TITLE, list(shared_sections(document)), Options()) if place is None else None
    if place is None:
        return Page("The pack", list(pack_sections(document)), Options())
    kinds = document.get("incident_types")
    if not isinstance(kinds, list) or place >= len(kinds) or not isinstance(kinds[place], dict):
        return None
    kind, options = kinds[place], options_of(row.core, document, kinds[place])
    nodes = len(list_of(dict_of(kind.get("tree")).get("nodes")))
    first = min(first, max(nodes - 1, 0)) // QUESTIONS_A_PAGE * QUESTIONS_A_PAGE
    before = first - QUESTIONS_A_PAGE if first else None
    after = first + QUESTIONS_A_PAGE if first + QUESTIONS_A_PAGE < nodes else None
    sections = list(type_sections(kind, ("incident_types", place), options, first))
    return Page(str(kind.get("title") or kind.get("code") or "A type"), sections, options, first, before, after)


def types_listed(row: ProcedurePack) -> list[tuple[int, str]]:
    """The types of a draft with their places."""
    kinds = list_of(document_of(row).get("incident_types"))
    return [(place, str(dict_of(kind).get("title") or dict_of(kind).get("code") or "?")) for place, kind in enumerate(kinds)]


def type_buttons(row: ProcedurePack) -> Button:
    """The button that adds a type."""
    kinds = list_of(document_of(row).get("incident_types"))
    code = fresh_name("NEW-TYPE", {str(dict_of(kind).get("code")) for kind in kinds}, "-")
    return Button("Add an incident type", {"op": "add", "path": ["incident_types", len(kinds)], "value": new_type(code)}, "plus")
