"""The frame of every change to a version of a procedure: lock its family, let it change, save it, keep what happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import NotFound, Refusal, require
from incidents.models import ProcedureAuthor, ProcedureEvent, ProcedurePack
from incidents.queries.procedures import pack_of
from incidents.rules.packs import Core, digest
from incidents.rules.packs.document import Judged
from incidents.rules.packs.rules_pack import version_of
from incidents.rules.procedure_life import STATE_WORDS, State, may_follow, next_version

TEXT = ("pack_id", "version", "title", "digest", "core", "body", "working", "revision", "structure")
LIFE = ("status", "local_values", "changed_types", "approved_at", "approved_by_id", "live_at")


class Acting:
    """One act on one locked version."""

    def __init__(self, row: ProcedurePack, *, by: Staff, at: datetime) -> None:
        self.row = row
        self.by = by
        self.at = at
        self.kept = False
        self._was_draft = row.status == ProcedurePack.Status.DRAFT

    def become(self, status: State, *, instead: str) -> None:
        """Go on to another state. ``instead`` is the sentence for one who asks out of turn."""
        now: State = self.row.status  # type: ignore[assignment]
        if not may_follow(now, status):
            raise Refusal(f"{instead} This one is {STATE_WORDS[now]}.", code="wrong-state", status=now)
        self.row.status = status

    def keep(self, what: ProcedureEvent.What, words: str = "") -> None:
        """Save the version and write what happened into its history."""
        self.row.save(update_fields=[*LIFE, *(TEXT if self._was_draft else ())])
        write_event(self.row, what, by=self.by, at=self.at, words=words)
        self.kept = True

    def sign_as_author(self) -> None:
        """Remember that this person wrote in the version."""
        ProcedureAuthor.objects.get_or_create(pack=self.row, user_id=self.by.user_id, defaults={"name": self.by.name})


def write_event(row: ProcedurePack, what: ProcedureEvent.What, *, by: Staff | None, at: datetime, words: str = "") -> None:
    """The next line of a version's history."""
    last = ProcedureEvent.objects.filter(pack=row).order_by("-number").values_list("number", flat=True).first()
    ProcedureEvent.objects.create(
        pack=row,
        number=(last or 0) + 1,
        what=what,
        by_id=by.user_id if by else None,
        by_name=by.name if by else "Console",
        at=at,
        digest=row.digest,
        words=words,
    )


def lock_family(centre_id: int, pack_id: str) -> None:
    """Hold every version of a pack. Always the whole family in one order: two decisions about it wait for each other.

    Incidents that pin one of them are not held up.
    """
    family = ProcedurePack.objects.of(centre_id).filter(pack_id=pack_id).order_by("pk")
    list(family.select_for_update(no_key=True).values_list("pk", flat=True))


def put_text(row: ProcedurePack, document: dict[str, Any], found: Judged) -> None:
    """Put a judged text into a draft; without a shape it is kept as it was typed, beside the last whole one, which lists still show."""
    row.working = None if found.whole else document
    if found.core:
        row.core = found.core.model_dump(mode="json", by_alias=True)
    elif found.pack:
        row.body = found.pack.model_dump(mode="json", by_alias=True)
    text = pack_of(row)
    row.version, row.title = text.version[:24], text.title
    row.digest = digest(Core.model_validate(row.core), text)


def next_number(centre_id: int, pack_id: str, *also: str) -> str:
    """The version number for a new text of a pack: one step above the highest that it ever had, or that ``also`` names."""
    texts = ProcedurePack.objects.of(centre_id).filter(pack_id=pack_id).values_list("version", flat=True)
    return next_version([number for number in map(version_of, (*texts, *also)) if number])


@contextmanager
def acting_on_version(version_id: int, *, by: Staff, at: datetime, act: Act) -> Iterator[Acting]:
    """Lock a version and its family for one act, and insist on a line in its history.

    Raises:
        NotFound: no such version in the person's centre.
        NotAllowed: the person's role does not include the act.
    """
    with transaction.atomic():
        family = ProcedurePack.objects.of(by.centre_id).filter(pk=version_id).values_list("pack_id", flat=True).first()
        if family is None:
            raise NotFound("There is no such version of a procedure.", code="not-found")
        insist(by, act, by)
        lock_family(by.centre_id, family)
        acting = Acting(ProcedurePack.objects.get(pk=version_id), by=by, at=at)
        yield acting
        require(acting.kept, "Nothing was done.", code="nothing-done")
