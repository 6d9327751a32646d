"""Bringing procedure packs into a centre. A version is a new row; the one before it retires."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from dispatch.accounts.models import Centre
from dispatch.refusal import Refusal, require
from incidents.commands._succession import retire_others
from incidents.commands._version import lock_family, write_event
from incidents.models import ProcedureEvent, ProcedurePack
from incidents.queries.local_values import insist_on_contacts
from incidents.queries.shared_text import shared_in_use
from incidents.rules.packs import Core, Pack, digest, read_folder
from incidents.rules.packs.core_shape import CORE_ID


@dataclass(frozen=True)
class LoadedPack:
    """What became of one pack."""

    pack: str
    version: str
    digest: str
    fresh: bool


def load_packs(*, centre: Centre, folder: Path, live: bool, at: datetime) -> list[LoadedPack]:
    """Load every pack of a folder into a centre, or none.

    Args:
        live: put them to use at once; then every organisation they name needs a contact, its own or the centre's.

    Raises:
        Refusal: "packs-invalid" with the findings, "contacts-missing" with the organisations.
    """
    found = read_folder(folder)
    errors = [str(finding) for finding in found.errors]
    require(not errors, f"These packs cannot be loaded: {errors[0] if errors else ''}", code="packs-invalid", findings=errors)
    if found.core is None:
        raise Refusal("This folder has no core file.", code="packs-invalid", findings=[])
    with transaction.atomic():
        if live:
            insist_on_contacts(centre.pk, found.core)
            _stop_sharing(centre, found.core, at=at)
        return [_keep(centre, found.core, pack, live=live, at=at) for pack in found.packs]


def _stop_sharing(centre: Centre, core: Core, *, at: datetime) -> None:
    """A folder put to use brings its own core library: another one that the centre wrote is in use no longer."""
    lock_family(centre.pk, CORE_ID)
    row = shared_in_use(centre.pk)
    if row is not None and Core.model_validate(row.core) != core:
        ProcedurePack.objects.filter(pk=row.pk).update(status=ProcedurePack.Status.RETIRED)
        write_event(row, ProcedureEvent.What.RETIRED, by=None, at=at, words="A folder with another core library was put to use.")


def _keep(centre: Centre, core: Core, pack: Pack, *, live: bool, at: datetime) -> LoadedPack:
    seal = digest(core, pack)
    lock_family(centre.pk, pack.id)
    known = ProcedurePack.objects.of(centre.pk).filter(pack_id=pack.id, digest=seal).order_by("-live_at", "-pk").first()
    row = known or _new_row(centre, core, pack, seal, at=at)
    if live and row.status != ProcedurePack.Status.LIVE:
        retire_others(row, at=at, by=None)
        row.status, row.live_at = ProcedurePack.Status.LIVE, at
        row.save(update_fields=["status", "live_at", "changed_types"])
        write_event(row, ProcedureEvent.What.LIVE, by=None, at=at)
    return LoadedPack(pack=pack.id, version=pack.version, digest=seal, fresh=known is None)


def _new_row(centre: Centre, core: Core, pack: Pack, seal: str, *, at: datetime) -> ProcedurePack:
    row = ProcedurePack.objects.create(
        centre=centre,
        pack_id=pack.id,
        version=pack.version,
        title=pack.title,
        digest=seal,
        core=core.model_dump(mode="json", by_alias=True),
        body=pack.model_dump(mode="json", by_alias=True),
        loaded_at=at,
    )
    write_event(row, ProcedureEvent.What.LOADED, by=None, at=at)
    return row
