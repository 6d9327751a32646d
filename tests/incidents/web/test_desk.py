"""The desk's page: who may work at it, that it shows the centre's own and nothing else, and that it stays cheap."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dispatch.accounts.actors import Staff
from tests.factories import log_incident, make_person, offer, send

ROW = re.compile(r'class="keyed (contact|job)"[^>]*data-key="([^"]*)"')


def browser_of(person: Staff) -> Client:
    """A browser this person is signed in with."""
    http = Client()
    http.force_login(get_user_model().objects.get(pk=person.user_id), backend="django.contrib.auth.backends.ModelBackend")
    return http


def page_of(person: Staff) -> str:
    """The desk as this person gets it."""
    answer = browser_of(person).get("/desk")
    assert answer.status_code == 200
    return answer.content.decode()


def rows_of(page: str) -> list[tuple[str, str]]:
    """The rows on the page: (what it is, its key); the templates for later rows have no key."""
    return [(kind, key) for kind, key in ROW.findall(page) if key]


def test_who_waits_and_what_is_open_come_with_the_page(amina, sent, call):
    page = page_of(amina)
    assert rows_of(page) == [("contact", str(call.pk)), ("job", sent.incident.reference)]
    assert "14 Harbour Lane" in page
    assert "B41" in page


def test_who_called_is_not_on_the_page_before_it_is_asked_for(amina, call):
    page = page_of(amina)
    assert "900123" not in page.replace(" ", "")


def test_the_most_urgent_incident_stands_first(amina, flood, gas_to_send):
    assert [key for kind, key in rows_of(page_of(amina)) if kind == "job"] == [gas_to_send.reference, flood.reference]


def test_another_centre_sees_nothing_of_ours(charlie, sent, call):
    assert rows_of(page_of(charlie)) == []


def test_another_centres_incident_and_contact_are_not_there(as_charlie, gas, call):
    assert as_charlie.get(f"incidents/{gas.reference}/").status_code == 404
    assert as_charlie.get(f"contacts/{call.pk}/").status_code == 404


def test_nobody_is_sent_to_sign_in(db):
    answer = Client().get("/desk")
    assert answer.status_code == 302
    assert answer.url.startswith("/sign-in/")


@pytest.mark.parametrize(
    ("role", "status"),
    [("agent", 200), ("dispatcher", 200), ("supervisor", 200), ("team_lead", 200), ("auditor", 403), ("procedure_author", 403)],
)
def test_the_desk_opens_to_those_who_take_contacts(wexmouth, role, status):
    person = make_person(wexmouth, f"a-{role}", "Somebody", role)
    assert browser_of(person).get("/desk").status_code == status


def test_the_page_is_never_kept_by_the_browser(amina):
    assert "no-store" in browser_of(amina).get("/desk").headers["Cache-Control"]


def test_nothing_on_the_page_is_inline(amina, sent):
    page = page_of(amina)
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))", page)
    assert not re.search(r"\son[a-z]+=", page)


def queries_of(person: Staff) -> int:
    """How many queries the page takes, signing in aside."""
    http = browser_of(person)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        http.get("/desk")
    return len(asked)


def test_more_rows_take_no_more_queries(amina, telephony, van, engineer):
    send(log_incident(amina), "B41", by=amina)
    offer(telephony)
    queries_of(amina)  # packs are kept in memory
    few = queries_of(amina)
    send(log_incident(amina), "G31", by=amina)
    for _ in range(6):
        log_incident(amina)
        offer(telephony)
    assert queries_of(amina) == few
    assert few <= 14
