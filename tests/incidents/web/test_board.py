"""The board's page: who may see it, and that the picture it carries is the centre's own and cheap to make."""

import json
import re

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dispatch.accounts.actors import Staff
from incidents.commands.escalate import escalate
from tests.factories import log_incident, make_person, send

SNAPSHOT = re.compile(r'<script id="board-snapshot" type="application/json">(.*?)</script>', re.DOTALL)


def browser_of(person: Staff) -> Client:
    """A browser this person is signed in with."""
    http = Client()
    http.force_login(get_user_model().objects.get(pk=person.user_id), backend="django.contrib.auth.backends.ModelBackend")
    return http


def picture_of(person: Staff) -> dict:
    """The picture that the page carries."""
    answer = browser_of(person).get("/board")
    assert answer.status_code == 200
    return json.loads(SNAPSHOT.search(answer.content.decode()).group(1))


def test_the_page_carries_the_whole_picture_with_its_number(sol, sent, call):
    picture = picture_of(sol)
    assert [card["reference"] for card in picture["incidents"]] == [sent.incident.reference]
    assert picture["incidents"][0]["stage_word"] == "Crew alerted"
    assert picture["incidents"][0]["units"][0]["status_word"] == "Alerted"
    assert {card["id"] for card in picture["contacts"]} == {str(call.pk)}
    assert picture["sequence"] > 0
    assert picture["epoch"]


def test_the_picture_is_never_kept_by_the_browser(sol):
    assert "no-store" in browser_of(sol).get("/board").headers["Cache-Control"]


def test_another_centre_sees_nothing_of_ours(charlie, gas_to_send, van, call):
    picture = picture_of(charlie)
    assert [picture[shelf] for shelf in ("incidents", "units", "contacts", "alarms")] == [[], [], [], []]


def test_nobody_is_sent_to_sign_in(db):
    answer = Client().get("/board")
    assert answer.status_code == 302
    assert answer.url.startswith("/sign-in/")


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("agent", 200),
        ("dispatcher", 200),
        ("supervisor", 200),
        ("team_lead", 200),
        ("auditor", 200),
        ("procedure_author", 403),
        ("assessor", 403),
    ],
)
def test_the_board_is_for_those_who_watch(wexmouth, role, status):
    assert browser_of(make_person(wexmouth, "somebody", "Somebody", role)).get("/board").status_code == status


def test_an_address_in_the_picture_cannot_leave_its_script(sol, amina):
    log_incident(amina, place_text="</script><script>alert(1)</script>")
    assert "<script>alert(1)" not in browser_of(sol).get("/board").content.decode()
    assert picture_of(sol)["incidents"][0]["place"]["text"] == "</script><script>alert(1)</script>"


def test_ten_more_incidents_cost_no_more_queries(sol, amina, noon, gas_to_send, van, django_assert_num_queries):
    send(gas_to_send, "B41", by=amina)
    http = browser_of(sol)
    with CaptureQueriesContext(connection) as few:
        http.get("/board")
    for number in range(10):
        made = log_incident(amina, "FLOOD", summary=f"Leak {number}")
        escalate(incident_id=made.pk, what="Who decides?", by=amina, at=noon)
    with django_assert_num_queries(len(few)):
        http.get("/board")
    assert len(few) <= 20


def test_the_alarms_repeat_is_not_the_incidents_clock(sol, amina, noon):
    made = log_incident(amina)
    escalate(incident_id=made.pk, what="Who decides?", by=amina, at=noon)
    picture = picture_of(sol)
    assert picture["incidents"][0]["clock"]["kind"] == "not-assessed"
    assert picture["incidents"][0]["alarms"] == 1
    assert picture["alarms"][0]["loudness"] == "critical"


def test_an_alarm_for_a_supervisor_offers_no_button_to_an_agent(amina, sol, sent, noon):
    escalate(incident_id=sent.incident.pk, what="Decide on a pump", by=amina, at=noon)
    assert [alarm["take_act"] for alarm in picture_of(sol)["alarms"]] == ["take_alarm"]
    bars = [re.search(r'data-may="([^"]*)"', browser_of(person).get("/board").content.decode()) for person in (amina, sol)]
    assert [bar.group(1).split() for bar in bars if bar] == [["escalate"], ["take_alarm", "escalate"]]
