"""Writing a procedure: drafts from a version, from a file or from nothing, edited part by part, or thrown away."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import NotFound, Refusal, require
from incidents.commands._version import Acting, acting_on_version, lock_family, next_number, put_text, write_event
from incidents.models import ProcedureAuthor, ProcedureEvent, ProcedurePack
from incidents.queries.procedure_findings import document_of, judged_as, judged_file
from incidents.queries.shared_text import core_in_use, shared_in_use
from incidents.rules.packs import Core, Pack
from incidents.rules.packs.core_shape import CORE_ID
from incidents.rules.packs.document import Judged, out_of_bounds
from incidents.rules.packs.editing import CannotEdit, Edit, edited
from incidents.rules.packs.paths import path_words
from incidents.rules.packs.skeleton import new_pack

MOST_DRAFTS = 50  # of one pack at a time


def start_draft(*, version_id: int, by: Staff, at: datetime) -> ProcedurePack:
    """Begin a draft from the text of a version.

    Who wrote in a text that nobody approved is an author of the new one too.
    """
    with transaction.atomic():
        insist(by, Act.WRITE_PROCEDURES, by)
        origin = ProcedurePack.objects.of(by.centre_id).filter(pk=version_id).first()
        if origin is None:
            raise NotFound("There is no such version of a procedure.", code="not-found")
        return draft_from(origin, by=by, at=at)


def draft_from(origin: ProcedurePack, *, by: Staff, at: datetime, author: bool = True) -> ProcedurePack:
    """A new draft with the origin's text, what packs share now, and the next version number."""
    lock_family(origin.centre_id, origin.pack_id)
    document = {**document_of(origin), "version": next_number(origin.centre_id, origin.pack_id), "status": "draft"}
    shared = shared_in_use(origin.centre_id)
    row = _new_row(origin.centre_id, document, shared.core if shared and not origin.is_shared else origin.core, at=at, parent=origin)
    if origin.approved_at is None and origin.live_at is None:
        inherited = [ProcedureAuthor(pack=row, user_id=each.user_id, name=each.name) for each in origin.authors.all()]
        ProcedureAuthor.objects.bulk_create(inherited)
    _begin(row, ProcedureEvent.What.STARTED, f"From version {origin.version}.", by=by, at=at, author=author)
    return row


def start_shared_draft(*, by: Staff, at: datetime) -> ProcedurePack:
    """Begin a draft of what packs share: from the version in use, or from the core library that the packs brought.

    Raises:
        Refusal: "core-missing" before any folder was loaded.
    """
    with transaction.atomic():
        insist(by, Act.WRITE_PROCEDURES, by)
        lock_family(by.centre_id, CORE_ID)
        origin = shared_in_use(by.centre_id)
        if origin is not None:
            return draft_from(origin, by=by, at=at)
        core = _core_in_use(by.centre_id)
        document = {**core, "version": next_number(by.centre_id, CORE_ID, core["version"]), "status": "draft"}
        row = _new_row(by.centre_id, document, core, at=at)
        _begin(row, ProcedureEvent.What.STARTED, f"From the core library in use, version {core['version']}.", by=by, at=at)
    return row


def import_draft(*, text: str | bytes, name: str, by: Staff, at: datetime) -> tuple[ProcedurePack | None, Judged]:
    """Make a draft of a YAML file. Without the shape of a pack there is no draft, only the findings by file and line.

    Raises:
        Refusal: "core-missing" before any folder was loaded.
    """
    insist(by, Act.WRITE_PROCEDURES, by)
    core = _core_in_use(by.centre_id)
    document, found = judged_file(by.centre_id, Core.model_validate(core), text, name)
    if document is None or found.whole is None:
        return None, found
    with transaction.atomic():
        lock_family(by.centre_id, found.whole.id)
        row = _new_row(by.centre_id, found.whole.model_dump(mode="json", by_alias=True) | {"status": "draft"}, core, at=at)
        _begin(row, ProcedureEvent.What.IMPORTED, name, by=by, at=at)
    return row, found


def new_draft(*, pack_id: str, title: str, by: Staff, at: datetime) -> ProcedurePack:
    """Begin a pack that the centre does not have yet, with one type to be written."""
    insist(by, Act.WRITE_PROCEDURES, by)
    core = _core_in_use(by.centre_id)
    document = new_pack(pack_id, title.strip(), core["version"], core["language"], at.date())
    try:
        Pack.model_validate(document)
    except ValueError:
        raise Refusal("Give it a title, and an id of letters, digits and hyphens.", code="id-invalid") from None
    with transaction.atomic():
        lock_family(by.centre_id, pack_id)
        taken = pack_id == CORE_ID or ProcedurePack.objects.of(by.centre_id).filter(pack_id=pack_id).exists()
        require(not taken, "There is a procedure pack with this id already.", code="id-taken")
        row = _new_row(by.centre_id, document, core, at=at)
        _begin(row, ProcedureEvent.What.STARTED, "", by=by, at=at)
    return row


def edit_draft(*, version_id: int, revision: int, edits: Sequence[Edit], by: Staff, at: datetime) -> tuple[ProcedurePack, Judged]:
    """Change a draft part by part; the draft with what is wrong with it now.

    Two authors may write at once: an edit of a part that nobody else touched is taken, and any other is refused as "stale" with
    what stands there now, so that nothing is lost.

    Args:
        revision: the draft's revision that the author's page shows.

    Raises:
        Refusal: "wrong-state", "stale", "cannot-edit" or "too-large".
    """
    with acting_on_version(version_id, by=by, at=at, act=Act.WRITE_PROCEDURES) as acting:
        row = acting.row
        require(row.status == "draft", "Only a draft can be edited. Begin a new draft from this version.", code="wrong-state")
        require(edits and len(edits) <= 200, "Send between one and 200 changes.", code="cannot-edit")
        _insist_on_seen_parts(row, revision, edits)
        try:
            document = edited(document_of(row), edits)
        except CannotEdit as no:
            raise _refusal_of(row, no) from no
        found = _take(acting, document)
        row.revision += 1
        if any(edit.structural for edit in edits):
            row.structure = row.revision
        acting.sign_as_author()
        acting.keep(ProcedureEvent.What.EDITED, ", ".join(dict.fromkeys(path_words(edit.path)[:120] for edit in edits[:8])))
    return row, found


def discard_draft(*, version_id: int, reason: str, by: Staff, at: datetime) -> ProcedurePack:
    """Throw a draft away, with a reason. Its text is kept with the retired ones."""
    require(reason.strip(), "Say why it is thrown away.", code="reason-needed")
    with acting_on_version(version_id, by=by, at=at, act=Act.WRITE_PROCEDURES) as acting:
        require(acting.row.status == "draft", "Only a draft is thrown away.", code="wrong-state")
        acting.become("retired", instead="Only a draft is thrown away.")
        acting.row.working = None
        acting.keep(ProcedureEvent.What.DISCARDED, reason.strip())
    return acting.row


def _core_in_use(centre_id: int) -> dict[str, Any]:
    core = core_in_use(centre_id)
    if core is None:
        raise Refusal("An administrator loads a folder of packs first: it brings the core library.", code="core-missing")
    return core


def _new_row(
    centre_id: int, document: dict[str, Any], core: dict[str, Any], *, at: datetime, parent: ProcedurePack | None = None
) -> ProcedurePack:
    drafts = ProcedurePack.objects.of(centre_id).filter(pack_id=document["id"], status="draft").count()
    require(drafts < MOST_DRAFTS, f"There are {MOST_DRAFTS} drafts of this pack already: finish or throw away one.", code="too-many-drafts")
    row = ProcedurePack(
        centre_id=centre_id, pack_id=document["id"], core=core, loaded_at=at, parent=parent, body=parent.body if parent else {}
    )
    put_text(row, document, judged_as(row, document))
    row.save()
    return row


def _begin(row: ProcedurePack, what: ProcedureEvent.What, words: str, *, by: Staff, at: datetime, author: bool = True) -> None:
    if author:
        ProcedureAuthor.objects.get_or_create(pack=row, user_id=by.user_id, defaults={"name": by.name})
    write_event(row, what, by=by, at=at, words=words)


def _insist_on_seen_parts(row: ProcedurePack, revision: int, edits: Sequence[Edit]) -> None:
    """Parts that have moved since the page was read cannot be named by their places any more."""
    behind = revision < row.structure or revision > row.revision
    behind |= revision != row.revision and any(edit.structural for edit in edits)
    if behind:
        raise Refusal(
            "Somebody else added, moved or removed a part meanwhile. Your words are still here: look at the draft as it is now.",
            code="stale",
            revision=row.revision,
            moved=True,
        )


def _refusal_of(row: ProcedurePack, no: CannotEdit) -> Refusal:
    if no.stale:
        return Refusal(no.message, code="stale", revision=row.revision, moved=False, now=no.now)
    return Refusal(no.message, code="cannot-edit")


def _take(acting: Acting, document: dict[str, Any]) -> Judged:
    """Put a text in place of the one before. Without a shape it is kept as it was typed, beside the last whole one."""
    row = acting.row
    no = out_of_bounds(document)
    require(not no, no, code="too-large")
    require(document.get("id") == row.pack_id, "The id of a pack stays. Begin another pack instead.", code="cannot-edit")
    found = judged_as(row, document)
    put_text(row, document, found)
    return found
