"""Changed procedures and their readers: what a person has to read, what changed in plain words, and who has read it."""

from datetime import datetime
from typing import Any, TypedDict

from dispatch.accounts.actors import Staff
from dispatch.accounts.models import Membership
from dispatch.accounts.permissions import FLOOR, Act, may
from incidents.models import ProcedurePack, ProcedureReading
from incidents.queries.procedures import Loaded, loaded, loaded_row, type_in_use
from incidents.rules.packs.changes import Said, Text, changes_of_type
from incidents.rules.packs.lookup import find_type
from resources.queries.cards import stamp


class ToRead(TypedDict):
    """A type whose words changed since this person last read them."""

    type: str
    title: str
    pack: str
    version: str
    digest: str
    changed_at: datetime | None


class Changes(TypedDict):
    """What changed for a type. ``must_read`` is False when this person has acknowledged it, or never needs to."""

    type: str
    title: str
    version: str
    before: str
    digest: str
    must_read: bool
    changes: list[Said]


class Readers(TypedDict):
    """Who has acknowledged a changed type, and who has not."""

    type: str
    title: str
    read: list[tuple[str, datetime]]
    unread: list[str]


def _changed(centre_id: int) -> list[tuple[int, dict[str, dict[str, int]]]]:
    live = ProcedurePack.objects.of(centre_id).live().exclude(changed_types={}).order_by("pack_id")
    return list(live.values_list("pk", "changed_types"))


def to_read(person: Staff) -> list[ToRead]:
    """Everything that this person has to read before they next use it; in at most two queries when nothing is new."""
    changed = _changed(person.centre_id)
    if not changed or not may(person, Act.ACKNOWLEDGE_PROCEDURES, person):
        return []
    done = set(ProcedureReading.objects.filter(user_id=person.user_id).values_list("pack_id", "type_code"))
    found = []
    for row_id, types in changed:
        held = loaded(row_id)
        found += [_to_read(held, code, facts["since"]) for code, facts in sorted(types.items()) if (facts["since"], code) not in done]
    since = dict(ProcedurePack.objects.filter(pk__in=[each for _, each in found]).values_list("pk", "live_at"))
    return [ToRead(**{**row, "changed_at": since.get(pk)}) for row, pk in found]  # type: ignore[typeddict-item]


def _to_read(held: Loaded, code: str, since: int) -> tuple[dict[str, Any], int]:
    kind = held.type_named(code)
    return {"type": code, "title": kind.title, "pack": held.pack.title, "version": held.pack.version, "digest": held.digest}, since


def unread_types(person: Staff) -> set[str]:
    """Codes of the types that this person has to read."""
    changed = _changed(person.centre_id)
    if not changed:
        return set()
    done = set(ProcedureReading.objects.filter(user_id=person.user_id).values_list("pack_id", "type_code"))
    return {code for _, types in changed for code, facts in types.items() if (facts["since"], code) not in done}


def changes_for(person: Staff, code: str) -> Changes:
    """What changed for a type in use since this person last read it.

    Raises:
        Refusal: no procedure in use has it.
    """
    held, kind = type_in_use(person.centre_id, code)
    facts = ProcedurePack.objects.values_list("changed_types", flat=True).get(pk=held.row_id).get(code)
    if facts is None:
        return Changes(type=code, title=kind.title, version=held.pack.version, before="", digest=held.digest, must_read=False, changes=[])
    mine = ProcedureReading.objects.filter(user_id=person.user_id, type_code=code)
    last = mine.exclude(pack_id=facts["since"]).order_by("-read_at").values_list("pack_id", flat=True).first()
    before = loaded(last or facts["before"])
    must = not mine.filter(pack_id=facts["since"]).exists() and may(person, Act.ACKNOWLEDGE_PROCEDURES, person)
    return Changes(
        type=code,
        title=kind.title,
        version=held.pack.version,
        before=before.pack.version,
        digest=held.digest,
        must_read=must,
        changes=changes_of_type(_text(before), _text(held), code),
    )


def _text(held: Loaded) -> Text:
    return Text(held.core, held.pack)


def changes_between(before: ProcedurePack, after: ProcedurePack) -> list[tuple[str, str, list[Said]]]:
    """What changed between two versions: ``(code, title, changes)`` for every type that differs."""
    old, new = _text(loaded_row(before)), _text(loaded_row(after))
    titles = {kind.code: kind.title for text in (old, new) for kind in text.pack.incident_types}
    every = [(code, title, changes_of_type(old, new, code)) for code, title in titles.items()]
    return [each for each in every if each[2]]


def readers_of(row: ProcedurePack) -> list[Readers]:
    """For each changed type of a live version: who on the floor has read it and who has not."""
    if not row.changed_types:
        return []
    floor = Membership.objects.filter(centre_id=row.centre_id, role__in=FLOOR, user__is_active=True).select_related("user")
    people = {each.user_id: each.user.name for each in floor.order_by("user__name")}
    since = {code: facts["since"] for code, facts in row.changed_types.items()}
    done: dict[tuple[int, str], dict[int, datetime]] = {}
    for reading in ProcedureReading.objects.filter(pack_id__in=set(since.values())):
        done.setdefault((reading.pack_id, reading.type_code), {})[reading.user_id] = reading.read_at
    pack = loaded(row.pk).pack
    return [_readers(code, find_type(pack, code), people, done.get((pk, code), {})) for code, pk in sorted(since.items())]


def _readers(code: str, kind: Any, people: dict[int, str], read: dict[int, datetime]) -> Readers:
    return Readers(
        type=code,
        title=kind.title if kind else code,
        read=[(name, read[user]) for user, name in people.items() if user in read],
        unread=[name for user, name in people.items() if user not in read],
    )


def changes_shown(found: Changes) -> dict[str, Any]:
    """What changed, for the REST interface."""
    said = [{"kind": each.kind, "text": each.text, "was": each.was, "now": each.now} for each in found["changes"]]
    return {**found, "changes": said}


def to_read_shown(rows: list[ToRead]) -> list[dict[str, Any]]:
    """What is to be read, for the REST interface."""
    return [{**row, "changed_at": stamp(row["changed_at"])} for row in rows]
