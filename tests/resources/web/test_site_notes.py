"""The page of site notes: found by note or place, marked when out of date, changed by those who may."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from resources.commands.site_notes import add_site_note
from resources.models import SiteNote
from tests.factories import make_place


def page(person, query=""):
    http = Client()
    http.force_login(get_user_model().objects.get(pk=person.user_id), backend="django.contrib.auth.backends.ModelBackend")
    answer = http.get(f"/site-notes{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def notes(wexmouth, amina):
    """A note that holds, and one whose review was due."""
    now, place = timezone.now(), make_place(wexmouth)
    facts = {"place_id": place.pk, "by": amina, "review_on": (now + timedelta(days=90)).date()}
    fresh = add_site_note(text="Large dog", hazards="dog", source="Tenant", at=now, **facts)
    old = add_site_note(text="Oxygen upstairs", hazards="oxygen", at=now, **facts)
    SiteNote.objects.filter(pk=old.pk).update(review_on=(now - timedelta(days=1)).date())
    return fresh, old


def test_notes_are_found_by_their_words_or_their_place_and_the_old_ones_are_marked(notes, amina):
    assert page(amina).count("Out of date</span>") == 1
    assert "Large dog" in page(amina, "?words=alder+14") and "Write a note" in page(amina, "?words=alder+14")
    assert "Oxygen" not in page(amina, "?words=dog")
    overdue = page(amina, "?state=overdue")
    assert "Oxygen upstairs" in overdue and "Large dog" not in overdue
    assert "No note matches" in page(amina, "?words=%00zzz") and "No note matches" in page(amina, "?place=99999999")


def test_only_those_in_charge_amend_and_retire(notes, amina, sol):
    assert ['data-opens="amend-note"' in page(person) for person in (amina, sol)] == [False, True]


def test_a_hundred_notes_cost_no_more_queries_than_two(notes, wexmouth, amina):
    def counted():
        with CaptureQueriesContext(connection) as taken:
            page(amina)
        return len(taken)

    few = counted()
    template = SiteNote.objects.first()
    SiteNote.objects.bulk_create(
        SiteNote(
            **{f.attname: getattr(template, f.attname) for f in SiteNote._meta.concrete_fields if not f.primary_key} | {"text": f"Note {n}"}
        )
        for n in range(100)
    )
    assert counted() == few
