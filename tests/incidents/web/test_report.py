"""The public form: anybody may report, a machine may not; nothing that was written is lost on the way."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from dispatch.accounts.actors import Console
from incidents.commands.housekeeping import tidy_up
from incidents.commands.web_reports import TooManyReports, take_report
from incidents.models import Contact, ReportTry
from incidents.rules.reporting import LATEST_S, MOST_FOR_A_CENTRE, MOST_FROM_ONE, SOONEST_S

TOKEN = re.compile(r'name="token" value="([^"]+)"')
WRITTEN = {"words": "The wall is leaning", "place_text": "By the school", "danger": "no", "caller_number": "07700 900123"}


@pytest.fixture
def http(wexmouth) -> Client:
    return Client()


def token_from(http: Client, monkeypatch: pytest.MonkeyPatch, ago_s: float = 60) -> str:
    """A form that was opened so long ago."""
    now = signing.time.time
    with monkeypatch.context() as then:
        then.setattr(signing.time, "time", lambda: now() - ago_s)
        return TOKEN.search(http.get("/report/wexmouth").content.decode())[1]


def send(http: Client, token: str, **written: str) -> Any:
    return http.post("/report/wexmouth", {**WRITTEN, "token": token, **written})


def test_a_report_becomes_a_contact_and_gets_a_reference(http, monkeypatch):
    answer = send(http, token_from(http, monkeypatch))
    contact = Contact.objects.get()
    assert (contact.channel, contact.state, contact.number) == ("web", "waiting", "+447700900123")
    assert contact.words == "The wall is leaning\n\nAnybody hurt or in danger now? No."
    assert (answer.status_code, answer.url) == (302, f"/report/wexmouth/received/{contact.public_reference}")
    page = http.get(answer.url).content.decode()
    assert contact.public_reference in page
    assert "leaning" not in page


def test_the_form_says_first_to_ring_999_and_sets_no_cookie(http):
    answer = http.get("/report/wexmouth")
    page = answer.content.decode()
    assert page.index("If life is in danger") < page.index("<form")
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    assert " style=" not in page


def test_the_same_form_twice_is_one_contact_and_one_reference(http, monkeypatch):
    token = token_from(http, monkeypatch)
    assert send(http, token).url == send(http, token).url
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("ago_s", [0, SOONEST_S - 2, LATEST_S + 60])
def test_too_soon_or_too_late_keeps_the_words_and_asks_again(http, monkeypatch, ago_s):
    answer = send(http, token_from(http, monkeypatch, ago_s))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The wall is leaning" in page
    assert "press Send again" in page
    assert not Contact.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "wexmouth:abc:def:ghi", "a\x00b", "ü" * 500])
def test_a_forged_form_is_not_taken(http, token):
    assert send(http, token).status_code == 422
    assert not Contact.objects.exists()


def test_another_centres_form_is_not_taken(http, elsewhere, monkeypatch):
    token = TOKEN.search(http.get("/report/elsewhere").content.decode())[1]
    assert send(http, token).status_code == 422


def test_who_fills_in_what_nobody_sees_is_told_so(http, monkeypatch):
    answer = send(http, token_from(http, monkeypatch), website="https://spam.example")
    assert answer.status_code == 422
    assert "Leave the field" in answer.content.decode()
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    "written",
    [{"words": " "}, {"danger": ""}, {"words": "x" * 10_001}, {"words": "a\x00b"}, {"caller_email": "nobody"}, {"caller_name": "x" * 121}],
)
def test_what_cannot_be_taken_is_said_beside_its_field(http, monkeypatch, written):
    answer = send(http, token_from(http, monkeypatch), **written)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_one_connection_may_report_so_often_and_then_is_asked_to_ring(http, monkeypatch):
    for _ in range(MOST_FROM_ONE):
        assert send(http, token_from(http, monkeypatch)).status_code == 302
    answer = send(http, token_from(http, monkeypatch))
    assert answer.status_code == 429
    assert "Please ring us instead" in answer.content.decode()
    assert "The wall is leaning" in answer.content.decode()
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    assert send(elsewhere, token_from(elsewhere, monkeypatch)).status_code == 302


def test_a_forged_forwarded_address_is_not_believed(http, monkeypatch):
    for number in range(MOST_FROM_ONE + 1):
        one = Client(headers={"X-Forwarded-For": f"192.0.2.{number}"})
        last = send(one, token_from(one, monkeypatch)).status_code
    assert last == 429


def test_a_centre_has_its_limit_and_counts_are_forgotten_after_a_day(wexmouth, noon):
    tries = [ReportTry(centre=wexmouth, source=f"s{number}", at=noon) for number in range(MOST_FOR_A_CENTRE)]
    ReportTry.objects.bulk_create(tries)
    with pytest.raises(TooManyReports):
        take_report(centre=wexmouth, source="new", nonce="n", by=Console(wexmouth.pk), at=noon, words="x")
    later = noon + timedelta(minutes=11)
    assert take_report(centre=wexmouth, source="new", nonce="n", by=Console(wexmouth.pk), at=later, words="x").state == "waiting"
    tidy_up(at=noon + timedelta(days=1, minutes=20))
    assert not ReportTry.objects.exists()


def test_no_address_is_kept(http, monkeypatch):
    visitor = Client(REMOTE_ADDR="198.51.100.7")
    send(visitor, token_from(visitor, monkeypatch))
    kept = ReportTry.objects.get()
    assert "198" not in kept.source[:7]
    assert len(kept.source) == 64
    assert kept.at <= timezone.now()


@pytest.mark.parametrize("path", ["/report/nowhere", "/report/nowhere/received/ABCD-2345"])
def test_a_centre_that_is_not_there_has_no_form(http, path):
    assert http.get(path).status_code == 404
