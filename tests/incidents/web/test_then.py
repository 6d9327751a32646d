"""Pages about the past: the board and an incident as they stood, and what they refuse."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client

from dispatch.accounts.models import User
from incidents.commands.intake import correct_facts
from incidents.commands.prioritise import decide_lowering, request_lowering, set_priority
from tests.factories import NOON, Rest, close_quietly, fresh, log_incident, offer

AFTER = NOON + timedelta(minutes=10)


@pytest.fixture
def leak(amina):
    """Logged at noon, corrected ten minutes later."""
    incident = log_incident(amina, "FLOOD", summary="Water through the ceiling")
    offer(amina)
    correct_facts(incident_id=incident.pk, revision=None, by=amina, at=AFTER, summary="Water through two ceilings", hazards="Electricity")
    set_priority(incident_id=incident.pk, priority="P1", reason="A child is below", by=amina, at=AFTER)
    return fresh(incident)


@pytest.fixture
def page_of(client: Client, amina) -> Client:
    client.force_login(User.objects.get(pk=amina.user_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def path(address: str, at) -> str:
    return f"{address}?at={quote(at.isoformat())}"


def test_the_board_shows_the_minute_before(page_of, leak):
    then = page_of.get(path("/board", AFTER - timedelta(minutes=1))).content.decode()
    assert "as it stood at 12:09:00" in then
    assert leak.reference in then
    assert 'data-priority="P1"' not in then
    assert 'data-priority="P1"' in page_of.get(path("/board", AFTER)).content.decode()


def test_what_waited_then_is_marked_as_it_was(page_of, leak, amina, sol):
    request_lowering(incident_id=leak.pk, priority="P4", reason="Only drips now", by=amina, at=AFTER)
    later = AFTER + timedelta(minutes=5)
    decide_lowering(incident_id=leak.pk, approved=False, reason="A child is below", by=sol, at=later)
    for address in ("/board", f"/incidents/{leak.reference}"):
        assert "Lower to P4? asked 12:10" in page_of.get(path(address, later - timedelta(minutes=1))).content.decode()
        assert "Lower to P4?" not in page_of.get(path(address, later)).content.decode()


def test_an_incident_shows_what_was_known_then(page_of, leak):
    before = page_of.get(path(f"/incidents/{leak.reference}", NOON + timedelta(minutes=1))).content.decode()
    assert "Water through the ceiling" in before
    assert "Water through two ceilings" not in before
    assert "Electricity" not in before
    after = page_of.get(path(f"/incidents/{leak.reference}", AFTER)).content.decode()
    assert "Electricity" in after


def test_a_closed_incident_is_still_what_it_was(page_of, leak):
    close_quietly(leak, at=AFTER + timedelta(hours=1))
    assert "Not known then" in page_of.get(path(f"/incidents/{leak.reference}", NOON)).content.decode()


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2099-01-01T00:00", "still to come"),
        ("2001-01-01T00:00", "begins later"),
        ("teatime", "Give a time"),
        ("2025-13-45T99:99", "Give a time"),
        ("%00", "Give a time"),
        ("9999-12-31T23:59:59-23:00", "Give a time"),
    ],
)
def test_what_the_log_cannot_speak_of_is_refused_in_words(page_of, leak, at, said):
    for address in ("/board", f"/incidents/{leak.reference}"):
        answer = page_of.get(f"{address}?at={at}")
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert Rest(None).get("board/", at=at).status_code == 401


def test_rest_gives_the_same_picture_and_the_same_refusals(as_amina, leak, sol):
    whole = as_amina.get("board/", at=AFTER.isoformat()).json()
    assert [card["priority"] for card in whole["incidents"]] == ["P1"]
    assert whole["then"] == "2025-11-03T12:10:00Z"
    assert as_amina.get("board/", at=(AFTER - timedelta(seconds=1)).isoformat()).json()["incidents"][0]["priority"] != "P1"
    assert as_amina.get("board/", at="teatime").json()["code"] == "instant-unreadable"


def test_another_centre_sees_nothing_of_it(leak, charlie):
    assert Rest(charlie).get("board/", at=AFTER.isoformat()).json()["code"] == "before-the-record"


def test_the_past_takes_few_queries(page_of, leak, django_assert_max_num_queries):
    page_of.get("/board")
    with django_assert_max_num_queries(18):
        page_of.get(path("/board", AFTER))
    with django_assert_max_num_queries(22):
        page_of.get(path(f"/incidents/{leak.reference}", AFTER))
