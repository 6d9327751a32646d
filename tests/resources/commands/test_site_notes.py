"""Site notes: written with a review date, retired with a reason."""

from datetime import timedelta

import pytest

from dispatch.refusal import NotAllowed, NotFound, Refusal
from resources.commands.site_notes import add_site_note, amend_site_note, retire_site_note
from resources.models import SiteNote
from resources.queries.site_notes import notes_at, notes_by_place
from tests.factories import make_place


@pytest.fixture
def home(wexmouth):
    return make_place(wexmouth)


def write(home, by, at, text="Large dog. Ring first.", **facts):
    return add_site_note(
        **{"place_id": home.pk, "text": text, "hazards": "dog", "review_on": at.date() + timedelta(days=180), "by": by, "at": at, **facts}
    )


def test_a_note_is_shown_at_its_place_and_at_a_pin_on_it(home, amina, noon):
    note = write(home, amina, noon)
    assert [each["text"] for each in notes_by_place(home.centre_id, [home.pk])[home.pk]] == ["Large dog. Ring first."]
    assert [
        each["id"]
        for each in notes_at(
            home.centre_id,
            place_ids=(),
            lat=50.57005,
            lon=-2.98,
        )
    ] == [note.pk]
    assert notes_at(home.centre_id, place_ids=(), lat=50.5710, lon=-2.98) == []


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_a_review_date_is_within_a_year(home, amina, noon, days):
    with pytest.raises(Refusal) as refusal:
        write(home, amina, noon, review_on=noon.date() + timedelta(days=days))
    assert refusal.value.code == "review-date-out-of-range"


def test_the_same_note_twice_is_there_once(home, amina, dev, noon):
    write(home, amina, noon)
    with pytest.raises(Refusal) as refusal:
        write(home, dev, noon)
    assert refusal.value.code == "note-stands"
    with pytest.raises(Refusal) as refusal:
        write(home, dev, noon, text="  ")
    assert refusal.value.code == "words-needed"
    assert SiteNote.objects.count() == 1


def test_a_note_is_retired_once_with_a_reason_and_stays_in_the_record(home, amina, sol, noon):
    note = write(home, amina, noon)
    with pytest.raises(NotAllowed):
        retire_site_note(note_id=note.pk, why="Gone", by=amina, at=noon)
    with pytest.raises(Refusal) as refusal:
        retire_site_note(note_id=note.pk, why=" ", by=sol, at=noon)
    assert refusal.value.code == "reason-needed"
    retire_site_note(note_id=note.pk, why="The dog has died", by=sol, at=noon)
    with pytest.raises(Refusal) as refusal:
        retire_site_note(note_id=note.pk, why="Again", by=sol, at=noon)
    assert refusal.value.code == "note-retired"
    assert notes_by_place(home.centre_id, [home.pk]) == {}
    assert SiteNote.objects.get().retired_why == "The dog has died"
    write(home, amina, noon)  # it may come back


def test_another_centre_has_neither_the_place_nor_the_note(home, amina, charlie, noon):
    note = write(home, amina, noon)
    with pytest.raises(NotFound):
        write(home, charlie, noon, text="Mine")
    with pytest.raises(NotFound):
        retire_site_note(note_id=note.pk, why="Mine", by=charlie, at=noon)


def test_amending_keeps_the_wording_before_and_renews_the_date_of_the_same_words(home, amina, sol, noon):
    first = write(home, amina, noon)
    later = noon + timedelta(days=200)
    new = {"review_on": later.date() + timedelta(days=90), "source": "Housing officer", "by": sol, "at": later}
    with pytest.raises(NotAllowed):
        amend_site_note(note_id=first.pk, text="A small dog", **{**new, "by": amina})
    second = amend_site_note(note_id=first.pk, text=first.text, hazards="dog", **new)
    assert (second.replaces_id, second.source, second.text) == (first.pk, "Housing officer", first.text)
    with pytest.raises(Refusal) as refusal:
        amend_site_note(note_id=first.pk, text="Too late", **new)
    assert refusal.value.code == "note-retired"
    with pytest.raises(Refusal):
        amend_site_note(note_id=second.pk, text=" ", **new)
    standing = notes_by_place(home.centre_id, [home.pk])[home.pk]
    assert [each["id"] for each in standing] == [second.pk]  # a refused wording takes nothing away
    assert SiteNote.objects.get(pk=first.pk).retired_why == "Amended"
