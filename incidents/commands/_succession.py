"""One version takes the place of another: the one before retires, and its readers are told what they have to read anew."""

from datetime import datetime

from dispatch.accounts.actors import Staff
from incidents.commands._version import write_event
from incidents.models import ProcedureEvent, ProcedurePack
from incidents.queries.procedures import pack_of
from incidents.rules.packs import Core
from incidents.rules.packs.changes import Text, changed_types


def retire_others(row: ProcedurePack, *, at: datetime, by: Staff | None) -> None:
    """Take the version in use before out of use, and work out which types its readers have to read anew."""
    family = ProcedurePack.objects.of(row.centre_id).filter(pack_id=row.pack_id, status=ProcedurePack.Status.LIVE)
    before = family.exclude(pk=row.pk).first()
    row.changed_types = changes_to_read(before, row)
    if before is not None:
        ProcedurePack.objects.filter(pk=before.pk).update(status=ProcedurePack.Status.RETIRED)
        write_event(before, ProcedureEvent.What.RETIRED, by=by, at=at, words=f"Version {row.version} took its place.")


def changes_to_read(before: ProcedurePack | None, row: ProcedurePack) -> dict[str, dict[str, int]]:
    """By type code: since which version these words are in use, and the version whose words a reader knows from before."""
    if before is None:
        return {}
    after = _text(row)
    changed = changed_types(_text(before), after)
    here = {kind.code for kind in after.pack.incident_types}
    carried = {code: facts for code, facts in before.changed_types.items() if code in here}
    fresh = {code: {"since": row.pk, "before": carried.get(code, {}).get("before", before.pk)} for code in changed}
    return {**carried, **fresh}


def _text(row: ProcedurePack) -> Text:
    return Text(Core.model_validate(row.core), pack_of(row))
