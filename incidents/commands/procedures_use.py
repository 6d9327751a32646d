"""Putting an approved procedure to use and taking it out of use, and acknowledging what changed in it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import Refusal, require
from incidents.commands._sharing import insist_on_shared_text, share_with_packs
from incidents.commands._succession import retire_others
from incidents.commands._version import acting_on_version
from incidents.models import ProcedureEvent, ProcedurePack, ProcedureReading
from incidents.queries.local_values import insist_on_contacts, missing_local_values
from incidents.queries.procedure_findings import judged
from incidents.queries.procedures import pack_of, type_in_use
from incidents.rules.packs import Core


def set_local_value(*, version_id: int, name: str, value: str, by: Staff, at: datetime) -> ProcedurePack:
    """Write down a value that the pack leaves to the centre, before it goes live."""
    require(value.strip(), "Write the value, or where it is laid down.", code="words-needed")
    with acting_on_version(version_id, by=by, at=at, act=Act.CONSULT_ON_PROCEDURES) as acting:
        row = acting.row
        require(row.status != "retired", "This version is retired.", code="wrong-state")
        known = pack_of(row).local_must_set
        require(name in known, "The pack does not ask for this value.", code="name-unknown", names=list(known))
        row.local_values = {**row.local_values, name: value.strip()}
        acting.keep(ProcedureEvent.What.LOCAL_SET, f"{name}: {value.strip()}")
    return row


def put_live(*, version_id: int, by: Staff, at: datetime) -> ProcedurePack:
    """Put an approved version to use for new incidents. The one before retires; incidents under way keep theirs.

    What packs share goes to every pack in use at once, and to every draft.

    Raises:
        Refusal: "wrong-state", "shared-text-changed", "contacts-missing", "local-values-missing", "findings".
    """
    with acting_on_version(version_id, by=by, at=at, act=Act.APPROVE_PROCEDURES) as acting:
        row = acting.row
        acting.become("live", instead="Only an approved version goes live.")
        pack = pack_of(row)
        insist_on_shared_text(row)
        insist_on_contacts(row.centre_id, Core.model_validate(row.core))
        missing = missing_local_values(row.centre_id, pack, row.local_values)
        require(not missing, f"Set these local values first: {', '.join(missing)}.", code="local-values-missing", names=missing)
        errors = [str(each) for each in judged(row).errors]
        require(not errors, "Another pack in use has changed: the validator now finds errors.", code="findings", findings=errors[:50])
        retire_others(row, at=at, by=by)
        row.live_at = at
        acting.keep(ProcedureEvent.What.LIVE)
        if row.is_shared:
            share_with_packs(row, by=by, at=at)
    return row


def retire_procedure(*, version_id: int, reason: str, by: Staff, at: datetime) -> ProcedurePack:
    """Take a version out of use, or out of the way, with a reason. Incidents under way keep it."""
    require(reason.strip(), "Say why it is taken out of use.", code="reason-needed")
    with acting_on_version(version_id, by=by, at=at, act=Act.APPROVE_PROCEDURES) as acting:
        require(acting.row.status in ("approved", "live"), "Only an approved or a live version is taken out of use.", code="wrong-state")
        in_use = acting.row.is_shared and acting.row.status == "live"
        require(not in_use, "Packs need what they share: its next version takes its place.", code="wrong-state")
        acting.become("retired", instead="Only an approved or a live version is taken out of use.")
        acting.keep(ProcedureEvent.What.RETIRED, reason.strip())
    return acting.row


def acknowledge_procedure(*, type_code: str, by: Staff, at: datetime, digest: str = "") -> ProcedureReading | None:
    """Acknowledge the changed words of a type; None when there is nothing to acknowledge. Twice is once.

    Args:
        digest: the version whose words were shown; another one in use by now refuses as "stale".

    Raises:
        Refusal: "type-unknown", "stale".
    """
    insist(by, Act.ACKNOWLEDGE_PROCEDURES, by)
    held, _ = type_in_use(by.centre_id, type_code)
    if digest and digest != held.digest:
        raise Refusal("Another version has come into use meanwhile. Read that one.", code="stale", digest=held.digest)
    changed: dict[str, Any] = ProcedurePack.objects.values_list("changed_types", flat=True).get(pk=held.row_id)
    if type_code not in changed:
        return None
    with transaction.atomic():
        made, _ = ProcedureReading.objects.get_or_create(
            pack_id=changed[type_code]["since"], type_code=type_code, user_id=by.user_id, defaults={"read_at": at}
        )
    return made
