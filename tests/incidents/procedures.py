"""What tests of procedures share: finding a version, changing a word of it, and taking it all the way to live."""

from datetime import datetime
from typing import Any

from dispatch.accounts.actors import Staff
from incidents.commands.procedures_draft import edit_draft, start_draft
from incidents.commands.procedures_review import approve_procedure, ask_consultee, put_to_review, record_consultation
from incidents.commands.procedures_use import put_live, set_local_value
from incidents.models import ProcedurePack
from incidents.queries.local_values import missing_local_values
from incidents.queries.procedure_findings import document_of
from incidents.queries.procedures import pack_of
from incidents.rules.packs.editing import Edit
from incidents.rules.packs.paths import Path
from tests.factories import NOON, fresh

COUNCIL = "council-utility-ooh"


def in_use(centre_id: int, pack_id: str = COUNCIL) -> ProcedurePack:
    """The version in use."""
    return ProcedurePack.objects.of(centre_id).live().get(pack_id=pack_id)


def begin(by: Staff, *, at: datetime = NOON) -> ProcedurePack:
    """A draft of the council pack."""
    return start_draft(version_id=in_use(by.centre_id).pk, by=by, at=at)


def path_to(row: ProcedurePack, type_code: str, step: str = "", *rest: str | int) -> Path:
    """Where a type, or a question or outcome of it, stands in the text."""
    kinds = document_of(row)["incident_types"]
    index = next(place for place, kind in enumerate(kinds) if kind["code"] == type_code)
    if not step:
        return ("incident_types", index, *rest)
    tree = kinds[index]["tree"]
    for shelf in ("nodes", "outcomes"):
        for place, each in enumerate(tree[shelf]):
            if each["id"] == step:
                return ("incident_types", index, "tree", shelf, place, *rest)
    raise AssertionError(step)


def put(row: ProcedurePack, path: Path, value: Any, *, by: Staff, at: datetime = NOON) -> ProcedurePack:
    """One word changed."""
    edit_draft(version_id=row.pk, revision=fresh(row).revision, edits=[Edit("set", path, value)], by=by, at=at)
    return fresh(row)


def reviewed(row: ProcedurePack, *, author: Staff, approver: Staff, at: datetime = NOON) -> ProcedurePack:
    """Reviewed, consulted on and approved."""
    put_to_review(version_id=row.pk, by=author, at=at)
    asked = ask_consultee(version_id=row.pk, who="Wexmouth Fire and Rescue", by=author, at=at)
    record_consultation(version_id=row.pk, consultation_id=asked.pk, stance="supports", said="Good.", by=author, at=at)
    approve_procedure(version_id=row.pk, by=approver, at=at)
    return fresh(row)


def taken_live(row: ProcedurePack, *, author: Staff, approver: Staff, at: datetime = NOON) -> ProcedurePack:
    """All the way into use."""
    reviewed(row, author=author, approver=approver, at=at)
    for name in missing_local_values(row.centre_id, pack_of(fresh(row)), {}):
        set_local_value(version_id=row.pk, name=name, value="As laid down in the contract", by=approver, at=at)
    put_live(version_id=row.pk, by=approver, at=at)
    return fresh(row)


def happened(row: ProcedurePack) -> list[str]:
    """What happened to the version, in order."""
    return list(row.events.order_by("number").values_list("what", flat=True))
