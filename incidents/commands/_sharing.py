"""What packs share goes into use: every pack in use gets it in a version of its own, and every draft goes on with it."""

from datetime import datetime

from dispatch.accounts.actors import Staff
from dispatch.refusal import Refusal
from incidents.commands._succession import retire_others
from incidents.commands._version import TEXT, lock_family, next_number, put_text, write_event
from incidents.models import ProcedureAuthor, ProcedureEvent, ProcedurePack
from incidents.queries.procedure_findings import document_of, judged_as
from incidents.queries.procedures import pack_of
from incidents.queries.shared_text import is_behind
from incidents.rules.packs import Core, digest
from incidents.rules.packs.rules_pack import version_of

Status, What = ProcedurePack.Status, ProcedureEvent.What


def insist_on_shared_text(row: ProcedurePack) -> None:
    """Refuse a version that was written, or read in review, with another text of what packs share than is in use now."""
    if is_behind(row):
        words = "What packs share has changed since this was written. Begin a new draft from this version: it takes what is in use now."
        raise Refusal(words, code="shared-text-changed")


def share_with_packs(shared: ProcedurePack, *, by: Staff, at: datetime) -> None:
    """Bring what packs share, just gone live, into every pack in use and into every draft. Families are locked in the order of their ids.

    A pack's own words stay as they were approved; for the shared words the approval of ``shared`` stands, and its authors are named.
    """
    families = ProcedurePack.objects.of(shared.centre_id).packs()
    for pack_id in sorted(set(families.filter(status__in=(Status.LIVE, Status.DRAFT)).values_list("pack_id", flat=True))):
        lock_family(shared.centre_id, pack_id)
        family = ProcedurePack.objects.of(shared.centre_id).filter(pack_id=pack_id)
        for row in family.filter(status=Status.LIVE):
            _succeed(row, shared, by=by, at=at)
        for row in family.filter(status=Status.DRAFT).order_by("pk"):
            _renew(row, shared, by=by, at=at)


def _succeed(before: ProcedurePack, shared: ProcedurePack, *, by: Staff, at: datetime) -> None:
    """A version with the same words of its own and the new shared ones, in use at once."""
    row = ProcedurePack(
        centre_id=before.centre_id,
        pack_id=before.pack_id,
        version=next_number(before.centre_id, before.pack_id),
        title=before.title,
        status=Status.APPROVED,
        core=shared.core,
        loaded_at=at,
        parent=before,
        local_values=before.local_values,
        approved_at=shared.approved_at,
        approved_by_id=shared.approved_by_id,
    )
    row.body = {**before.body, "version": row.version}
    row.digest = digest(Core.model_validate(row.core), pack_of(row))
    row.save()
    ProcedureAuthor.objects.bulk_create(ProcedureAuthor(pack=row, user_id=each.user_id, name=each.name) for each in shared.authors.all())
    write_event(row, What.STARTED, by=by, at=at, words=f"From version {before.version}, with what packs share in version {shared.version}.")
    retire_others(row, at=at, by=by)
    row.status, row.live_at = Status.LIVE, at
    row.save(update_fields=["status", "live_at", "changed_types"])
    write_event(row, What.LIVE, by=by, at=at)


def _renew(draft: ProcedurePack, shared: ProcedurePack, *, by: Staff, at: datetime) -> None:
    """A draft goes on with the new shared words under its own, and with a number above the version in use."""
    document = document_of(draft)
    live = ProcedurePack.objects.of(draft.centre_id).live().filter(pack_id=draft.pack_id).values_list("version", flat=True).first()
    if live and (version_of(draft.version) or (0,)) <= (version_of(live) or (0,)):
        document = {**document, "version": next_number(draft.centre_id, draft.pack_id)}
    draft.core = shared.core
    put_text(draft, document, judged_as(draft, document))
    draft.revision += 1
    draft.save(update_fields=TEXT)
    write_event(draft, What.SHARED, by=by, at=at, words=f"Version {shared.version}.")
