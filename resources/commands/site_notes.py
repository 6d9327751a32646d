"""Site notes: what crews should know before they arrive. A note is written, amended by the next one, or retired with a reason."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import NotFound, Refusal, require
from resources.models import Place, SiteNote

LONGEST_WITHOUT_REVIEW = timedelta(days=366)


def add_site_note(*, place_id: int, text: str, review_on: date, by: Actor, at: datetime, hazards: str = "", source: str = "") -> SiteNote:
    """Write a note about a place.

    Args:
        hazards: hazard words, such as "dog, oxygen".
        review_on: when somebody must look whether it still holds; within a year.
        source: where it is known from.
    """
    place = Place.objects.known_to(by.centre_id).filter(pk=place_id).first()
    if place is None:
        raise NotFound("There is no such place.", code="not-found")
    require(place.centre_id == by.centre_id, "In a drill, site notes are only read.", code="a-drill")
    insist(by, Act.WRITE_SITE_NOTE, place)
    return _write(place, None, text=text, hazards=hazards, source=source, review_on=review_on, by=by, at=at)


def amend_site_note(*, note_id: int, text: str, review_on: date, by: Actor, at: datetime, hazards: str = "", source: str = "") -> SiteNote:
    """Put the next wording in a note's place, or say that it was looked at and still holds: the same words with a new review date.

    Raises:
        Refusal: "note-retired" when somebody was first, "words-needed", "review-date-out-of-range", "note-stands".
    """
    with transaction.atomic():
        note = _locked(note_id, by)
        _retire(note, why="Amended", by=by, at=at)
        return _write(note.place, note, text=text, hazards=hazards, source=source, review_on=review_on, by=by, at=at)


def retire_site_note(*, note_id: int, why: str, by: Actor, at: datetime) -> SiteNote:
    """Retire a note that no longer holds, with a reason. It stays in the record."""
    require(why.strip(), "Say why it no longer holds.", code="reason-needed")
    with transaction.atomic():
        note = _locked(note_id, by)
        _retire(note, why=why.strip(), by=by, at=at)
    return note


def _locked(note_id: int, by: Actor) -> SiteNote:
    note = SiteNote.objects.select_for_update(of=("self",)).select_related("place").filter(centre_id=by.centre_id, pk=note_id).first()
    if note is None:
        raise NotFound("There is no such note.", code="not-found")
    insist(by, Act.RETIRE_SITE_NOTE, note)
    require(note.retired_at is None, f"{note.retired_by_name} has changed or retired it already.", code="note-retired")
    return note


def _retire(note: SiteNote, *, why: str, by: Actor, at: datetime) -> None:
    note.retired_at, note.retired_by_name, note.retired_why = at, by.label, why
    note.save(update_fields=["retired_at", "retired_by_name", "retired_why"])


def _write(
    place: Place, replaces: SiteNote | None, *, text: str, hazards: str, source: str, review_on: date, by: Actor, at: datetime
) -> SiteNote:
    require(text.strip(), "Say what crews should know.", code="words-needed")
    require(
        at.date() < review_on <= (at + LONGEST_WITHOUT_REVIEW).date(),
        "Choose a review date within a year.",
        code="review-date-out-of-range",
    )
    try:
        with transaction.atomic():
            return SiteNote.objects.create(
                centre_id=by.centre_id,
                place=place,
                hazards=hazards.strip(),
                text=text.strip(),
                source=source.strip(),
                written_at=at,
                written_by_name=by.label,
                review_on=review_on,
                replaces=replaces,
            )
    except IntegrityError as error:
        raise Refusal("This note is there already.", code="note-stands") from error
