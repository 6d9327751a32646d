"""Keeping what is typed before it is sent: every word within a second, for the person who typed it and whoever takes over.

A draft is not a record of work: it has no log line and no board number. Others are told in a whisper who is typing where.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act, insist
from dispatch.live import whisper
from dispatch.refusal import NotFound, Refusal, require
from incidents.models import Contact, Draft
from incidents.queries.drafts import Where


@dataclass(frozen=True)
class Typed:
    """What a browser window says of one field. ``text`` is None when it was sent or emptied; see ``Draft`` for the rest."""

    field: str
    text: str | None
    over: str
    version: int
    turn: int


def keep_drafts(*, where: Where, writer: str, typed: Iterable[Typed], by: Staff, at: datetime) -> list[Draft]:
    """Keep what is typed in some fields; the drafts that another window of the same person has changed meanwhile.

    Those are left as they are: the window shows both texts, and a person chooses.
    """
    insist(by, Act.LOG_INCIDENT, by)
    require(writer.strip(), "A window that keeps drafts names itself.", code="writer-needed")
    found = list(typed)
    try:
        with transaction.atomic():
            moved = [clash for each in found if (clash := _keep(where, writer, each, by, at)) is not None]
            _tell_others(where, [each.field for each in found if each.text is not None], by)
    except IntegrityError as error:
        raise Refusal("Another window of yours has just saved the same field.", code="draft-moved") from error
    return moved


def _keep(where: Where, writer: str, typed: Typed, by: Staff, at: datetime) -> Draft | None:
    own = Draft.objects.select_for_update().filter(person_id=by.user_id, centre=by.centre, field=typed.field, **where.columns).first()
    if own is None:
        if typed.text is not None:
            Draft.objects.create(
                centre=by.centre,
                person_id=by.user_id,
                field=typed.field,
                text=typed.text,
                over=typed.over,
                writer=writer,
                turn=typed.turn,
                saved_at=at,
                **where.columns,
            )
        return None
    if own.writer == writer and typed.turn <= own.turn:
        return None  # an earlier save that arrives late
    if own.writer != writer and own.version != typed.version and own.text != (typed.text or ""):
        return own
    if typed.text is None:
        own.delete()
        return None
    own.text, own.over, own.writer, own.turn = typed.text, typed.over, writer, typed.turn
    own.version, own.saved_at = own.version + 1, at
    own.save()
    return None


def let_go_of_told(contact: Contact, told: Mapping[str, Any], by: Staff) -> None:
    """What this person kept as unsent about a contact and has now told in another way is unsent no longer; other words stay.

    Args:
        told: facts by name. A point that was told lets go of the coordinates that were typed for it.
    """
    for draft in Draft.objects.filter(contact=contact, person_id=by.user_id, field__startswith="facts."):
        name = draft.field.removeprefix("facts.")
        point = name == "coordinates" and told.get("lat") is not None
        if point or name == "log_key" or draft.text.strip() == str(told.get(name) or "").strip():
            draft.delete()


def take_draft(*, draft_id: int, by: Staff, at: datetime) -> Draft:
    """Take over what a colleague had typed and not sent. It becomes one's own draft; the colleague's window is told.

    Raises:
        NotFound: there is none, or it is another centre's.
        Refusal: "draft-own" where one has words of one's own in that field.
    """
    insist(by, Act.LOG_INCIDENT, by)
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(pk=draft_id, centre=by.centre).first()
        if draft is None or (draft.incident_id is None and draft.contact_id is None):
            raise NotFound("These words were sent or taken over already.", code="not-found")
        subject = {"incident_id": draft.incident_id, "contact_id": draft.contact_id}
        own = Draft.objects.filter(person_id=by.user_id, field=draft.field, **subject).exclude(pk=draft.pk)
        require(not own.exists(), "You have words of your own in this field. Send or empty them first.", code="draft-own")
        draft.person_id, draft.writer, draft.version, draft.saved_at = by.user_id, "taken", draft.version + 1, at
        draft.save()
    return draft


def _tell_others(where: Where, fields: list[str], by: Staff) -> None:
    if fields and where.named:
        whisper(centre_id=by.centre_id, what={"about": "typing", **where.named, "field": fields[0], "by": by.name, "user": by.user_id})
