"""What the validator says of a version, judged beside the other packs in use."""

from typing import Any

from incidents.models import ProcedurePack
from incidents.queries.procedures import live_packs
from incidents.rules.packs import Core, Pack
from incidents.rules.packs.document import Judged, judge, judge_yaml


def document_of(row: ProcedurePack) -> dict[str, Any]:
    """The text as its authors last typed it."""
    document: dict[str, Any] = row.body if row.working is None else row.working
    return document


def packs_beside(centre_id: int, pack_id: str) -> list[Pack]:
    """The other packs in use in the centre."""
    return [each.pack for each in live_packs(centre_id) if each.pack.id != pack_id]


def judged(row: ProcedurePack) -> Judged:
    """A version with its findings."""
    return judge(document_of(row), Core.model_validate(row.core), packs_beside(row.centre_id, row.pack_id))


def judged_file(centre_id: int, core: Core, text: str | bytes, name: str) -> tuple[dict[str, Any] | None, Judged]:
    """A file from somebody's disk: its document, and its findings by file and line."""
    others = [each.pack for each in live_packs(centre_id)]
    document, found = judge_yaml(text, core, others, name=name)
    return (dict(document) if document is not None else None), found
