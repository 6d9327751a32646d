"""What the validator says of a version, judged beside the other packs in use."""

from typing import Any

from incidents.models import ProcedurePack
from incidents.queries.procedures import live_packs
from incidents.rules.packs import Core, Pack, load_yaml
from incidents.rules.packs.core_shape import CORE_ID
from incidents.rules.packs.document import Judged, judge, judge_yaml
from incidents.rules.packs.shared import judge_shared


def text_in(row: ProcedurePack) -> dict[str, Any]:
    """The last whole text of a version, as it is kept."""
    text: dict[str, Any] = row.core if row.is_shared else row.body
    return text


def document_of(row: ProcedurePack) -> dict[str, Any]:
    """The text as its authors last typed it."""
    return text_in(row) if row.working is None else row.working


def packs_beside(centre_id: int, pack_id: str) -> list[Pack]:
    """The other packs in use in the centre; all of them beside what packs share."""
    return [each.pack for each in live_packs(centre_id) if each.pack.id != pack_id]


def judged_as(row: ProcedurePack, document: Any) -> Judged:
    """A text with its findings, as if it stood in this version."""
    others = packs_beside(row.centre_id, row.pack_id)
    return judge_shared(document, others) if row.is_shared else judge(document, Core.model_validate(row.core), others)


def judged(row: ProcedurePack) -> Judged:
    """A version with its findings."""
    return judged_as(row, document_of(row))


def judged_file(centre_id: int, core: Core, text: str | bytes, name: str) -> tuple[dict[str, Any] | None, Judged]:
    """A file from somebody's disk: its document, and its findings by file and line."""
    others = [each.pack for each in live_packs(centre_id)]
    document, found = judge_yaml(text, core, others, name=name)
    if document is not None and document.get("id") == CORE_ID:
        found = judge_shared(document, others, load_yaml(text, name=name)[1])
    return (dict(document) if document is not None else None), found
