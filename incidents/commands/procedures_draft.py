"""Writing a procedure: drafts from a version, from a file or from nothing, edited part by part, or thrown away."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import NotFound, Refusal, require
from incidents.commands._version import Acting, acting_on_version, lock_family, write_event
from incidents.models import ProcedureAuthor, ProcedureEvent, ProcedurePack
from incidents.queries.procedure_findings import document_of, judged_file, packs_beside
from incidents.rules.packs import Core, Pack, digest
from incidents.rules.packs.document import Judged, judge, out_of_bounds
from incidents.rules.packs.editing import CannotEdit, Edit, edited
from incidents.rules.packs.paths import path_words
from incidents.rules.packs.rules_pack import version_of
from incidents.rules.packs.skeleton import new_pack
from incidents.rules.procedure_life import next_version

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
    """A new draft with the origin's text and the next version number."""
    lock_family(origin.centre_id, origin.pack_id)
    document = {**document_of(origin), "version": _next_number(origin.centre_id, origin.pack_id), "status": "draft"}
    row = _new_row(origin.centre_id, document, origin.core, at=at, parent=origin)
    if origin.approved_at is None and origin.live_at is None:
        inherited = [ProcedureAuthor(pack=row, user_id=each.user_id, name=each.name) for each in origin.authors.all()]
        ProcedureAuthor.objects.bulk_create(inherited)
    _begin(row, ProcedureEvent.What.STARTED, f"From version {origin.version}.", by=by, at=at, author=author)
    return row


def import_draft(*, text: str | bytes, name: str, by: Staff, at: datetime) -> tuple[ProcedurePack | None, Judged]:
    """Make a draft of a YAML file. Without the shape of a pack there is no draft, only the findings by file and line.

    Raises:
        Refusal: "core-missing" before any folder was loaded.
    """
    insist(by, Act.WRITE_PROCEDURES, by)
    core = _core_in_use(by.centre_id)
    document, found = judged_file(by.centre_id, Core.model_validate(core), text, name)
    if document is None or found.pack is None:
        return None, found
    with transaction.atomic():
        lock_family(by.centre_id, found.pack.id)
        row = _new_row(by.centre_id, found.pack.model_dump(mode="json", by_alias=True) | {"status": "draft"}, core, at=at)
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
        taken = ProcedurePack.objects.of(by.centre_id).filter(pack_id=pack_id).exists()
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
    """The core library of the newest version in use, or else of the newest there is."""
    rows = ProcedurePack.objects.of(centre_id).order_by("-loaded_at", "-pk")
    row = rows.live().first() or rows.first()
    if row is None:
        raise Refusal("An administrator loads a folder of packs first: it brings the core library.", code="core-missing")
    core: dict[str, Any] = row.core
    return core


def _next_number(centre_id: int, pack_id: str) -> str:
    texts = ProcedurePack.objects.of(centre_id).filter(pack_id=pack_id).values_list("version", flat=True)
    return next_version([number for number in map(version_of, texts) if number])


def _new_row(
    centre_id: int, document: dict[str, Any], core: dict[str, Any], *, at: datetime, parent: ProcedurePack | None = None
) -> ProcedurePack:
    drafts = ProcedurePack.objects.of(centre_id).filter(pack_id=document["id"], status="draft").count()
    require(drafts < MOST_DRAFTS, f"There are {MOST_DRAFTS} drafts of this pack already: finish or throw away one.", code="too-many-drafts")
    judgement = judge(document, Core.model_validate(core), ())
    body = judgement.pack.model_dump(mode="json", by_alias=True) if judgement.pack else parent.body if parent else document
    row = ProcedurePack(centre_id=centre_id, core=core, loaded_at=at, parent=parent, body=body)
    row.working = None if judgement.pack else document
    _name(row)
    row.save()
    return row


def _name(row: ProcedurePack) -> None:
    """Keep what lists show in step with the text."""
    pack = Pack.model_validate(row.body)
    row.pack_id, row.version, row.title = pack.id, pack.version[:24], pack.title
    row.digest = digest(Core.model_validate(row.core), pack)


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
    found = judge(document, Core.model_validate(row.core), packs_beside(row.centre_id, row.pack_id))
    row.working = None if found.pack else document
    if found.pack:
        row.body = found.pack.model_dump(mode="json", by_alias=True)
        _name(row)
    return found
