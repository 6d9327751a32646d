"""Versions of procedures and where each stands: for lists, for the page of one, and for the REST interface."""

from typing import Any, TypedDict

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act, may
from dispatch.refusal import NotFound
from incidents.models import ProcedureConsultation, ProcedureEvent, ProcedurePack
from incidents.queries.local_values import missing_contacts, missing_local_values
from incidents.queries.procedure_findings import document_of, judged
from incidents.queries.procedures import pack_of
from incidents.queries.shared_text import is_behind
from incidents.rules.packs import Core, Finding, TreeMap
from incidents.rules.procedure_life import STANCES
from resources.queries.cards import stamp

BEHIND = "What packs share has changed since this was written: begin a new draft from it."
STATUS_TONES = {"live": "scene", "approved": "moving", "in_review": "waiting", "draft": "new", "retired": "done"}


class Step(TypedDict):
    """Something a person may do with a version now, or why not yet."""

    name: str
    ready: bool
    why: str


def version_named(centre_id: int, version_id: int) -> ProcedurePack:
    """A version of the centre.

    Raises:
        NotFound: there is none with this key.
    """
    found = ProcedurePack.objects.of(centre_id).select_related("centre", "approved_by", "parent").filter(pk=min(version_id, 2**62)).first()
    if found is None:
        raise NotFound("There is no such version of a procedure.", code="not-found")
    return found


def version_rows(rows: list[ProcedurePack]) -> list[dict[str, Any]]:
    """Versions for a list."""
    return [version_row(row) for row in rows]


def version_row(row: ProcedurePack) -> dict[str, Any]:
    """A version without its text."""
    return {
        "id": row.pk,
        "pack": row.pack_id,
        "version": row.version,
        "title": row.title,
        "status": row.status,
        "digest": row.digest,
        "revision": row.revision,
        "loaded_at": stamp(row.loaded_at),
        "approved_at": stamp(row.approved_at),
        "live_at": stamp(row.live_at),
        "changed_types": sorted(row.changed_types),
    }


def finding_shown(finding: Finding) -> dict[str, Any]:
    """A finding: its sentence and its place in the text."""
    return {
        "rule": finding.rule,
        "level": finding.level,
        "file": finding.file,
        "line": finding.line,
        "path": finding.path,
        "message": finding.message,
    }


def consultation_shown(each: ProcedureConsultation) -> dict[str, Any]:
    """Who was asked, and what they said."""
    return {
        "id": each.pk,
        "who": each.who,
        "asked_at": stamp(each.asked_at),
        "stance": each.stance,
        "stance_words": STANCES.get(each.stance, "Not answered yet"),  # type: ignore[call-overload]
        "said": each.said,
        "said_at": stamp(each.said_at),
        "written_by": each.written_by,
    }


def event_shown(each: ProcedureEvent) -> dict[str, Any]:
    """A line of a version's history."""
    return {
        "number": each.number,
        "what": each.what,
        "words": each.words,
        "label": ProcedureEvent.What(each.what).label,
        "by": each.by_name,
        "at": stamp(each.at),
        "digest": each.digest,
    }


def version_whole(row: ProcedurePack) -> dict[str, Any]:
    """A version with its text, findings, consultation and history."""
    found = judged(row)
    text = pack_of(row)
    return {
        **version_row(row),
        "approved_by": row.approved_by.name if row.approved_by else "",
        "authors": list(row.authors.order_by("pk").values_list("name", flat=True)),
        "parent": row.parent_id,
        "text": document_of(row),
        "findings": [finding_shown(each) for each in found.findings],
        "consultations": [consultation_shown(each) for each in row.consultations.order_by("pk")],
        "local_values": row.local_values,
        "missing_local_values": missing_local_values(row.centre_id, text, row.local_values),
        "history": [event_shown(each) for each in row.events.order_by("-number")[:200]],
    }


def types_of(row: ProcedurePack) -> list[dict[str, Any]]:
    """The incident types of a version, with how large each is."""
    pack = pack_of(row)
    return [
        {
            "code": kind.code,
            "title": kind.title,
            "words": kind.everyday_words,
            "questions": len(kind.tree.nodes),
            "outcomes": len(kind.tree.outcomes),
            "paths": TreeMap(kind.tree).path_count,
            "depth": TreeMap(kind.tree).depth,
            "changed": kind.code in row.changed_types and row.changed_types[kind.code]["since"] == row.pk,
        }
        for kind in pack.incident_types
    ]


def steps_for(person: Staff, row: ProcedurePack, errors: int) -> list[Step]:
    """What this person may do with the version, in the order of its life."""
    found = []
    for act, states, name, why in _STEPS:
        if row.status in states and may(person, act, row):
            no = why(person, row, errors)
            found.append(Step(name=name, ready=not no, why=no))
    return found


def _mend_first(person: Staff, row: ProcedurePack, errors: int) -> str:
    if errors:
        return f"The validator finds {errors} error{'' if errors == 1 else 's'}: mend them first."
    return BEHIND if is_behind(row) else ""


def _approval(person: Staff, row: ProcedurePack, errors: int) -> str:
    if row.authors.filter(user_id=person.user_id).exists():
        return "You wrote in this version: somebody else approves it."
    asked = list(row.consultations.all())
    if not asked:
        return "Nobody has been consulted yet."
    silent = [each.who for each in asked if not each.stance]
    return f"Not answered yet: {', '.join(silent)}." if silent else _mend_first(person, row, errors)


def _use(person: Staff, row: ProcedurePack, errors: int) -> str:
    if is_behind(row):
        return BEHIND
    contacts = missing_contacts(row.centre_id, Core.model_validate(row.core))
    values = missing_local_values(row.centre_id, pack_of(row), row.local_values)
    if contacts:
        return f"Enter a contact first for: {', '.join(contacts)}."
    return f"Set these local values first: {', '.join(values)}." if values else ""


def _retirement(person: Staff, row: ProcedurePack, errors: int) -> str:
    return "Packs need what they share: its next version takes its place." if row.is_shared and row.status == "live" else ""


def _nothing(person: Staff, row: ProcedurePack, errors: int) -> str:
    return ""


_STEPS = (
    (Act.WRITE_PROCEDURES, ("draft",), "edit", _nothing),
    (Act.WRITE_PROCEDURES, ("draft",), "review", _mend_first),
    (Act.CONSULT_ON_PROCEDURES, ("in_review",), "consult", _nothing),
    (Act.APPROVE_PROCEDURES, ("in_review",), "approve", _approval),
    (Act.CONSULT_ON_PROCEDURES, ("in_review",), "return", _nothing),
    (Act.CONSULT_ON_PROCEDURES, ("draft", "in_review", "approved"), "local", _nothing),
    (Act.APPROVE_PROCEDURES, ("approved",), "live", _use),
    (Act.APPROVE_PROCEDURES, ("approved", "live"), "retire", _retirement),
    (Act.WRITE_PROCEDURES, ("in_review", "approved", "live", "retired"), "draft", _nothing),
    (Act.WRITE_PROCEDURES, ("draft",), "discard", _nothing),
)
