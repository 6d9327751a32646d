"""The signed door: a good signature opens it once; anything else does not."""

import json
import time
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dispatch.accounts.actors import Console
from incidents.commands.alarm_signals import register_receiver
from incidents.models import AlarmReceiver, Contact
from incidents.queries.receivers import secret_of
from incidents.rules.signatures import GOOD_FOR_S, signature

PATH = "/api/v1/alarm-signals/"


class Company:
    """An alarm company as it speaks to us."""

    def __init__(self, receiver: AlarmReceiver) -> None:
        self.code, self.secret = receiver.code, secret_of(receiver)
        self.http = Client(raise_request_exception=False)

    def headers(self, method: str, path: str, body: bytes, *, ago: float = 0) -> dict[str, str]:
        timestamp = str(int(time.time() - ago))
        signed = signature(self.secret, timestamp=timestamp, method=method, path=path, body=body)
        return {"X-Receiver": self.code, "X-Timestamp": timestamp, "X-Signature": signed}

    def post(self, path: str, body: Any, **other: Any) -> Any:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = other.pop("headers", None) or self.headers("POST", path, raw, **other)
        return self.http.post(path, raw, content_type="application/json", headers=headers)

    def get(self, path: str) -> Any:
        return self.http.get(path, headers=self.headers("GET", path, b""))


@pytest.fixture
def company(wexmouth) -> Company:
    return Company(register_receiver(centre=wexmouth, code="arc", name="ARC", by=Console(wexmouth.pk), at=timezone.now()))


def alarm(**other: Any) -> dict[str, Any]:
    return {"alarm_id": "A-1", "raised_at": timezone.now().isoformat(), "category": "FIRE", "address": "2 Quay Street", **other}


def test_a_signed_alarm_is_taken_and_its_state_can_be_read(company):
    answer = company.post(PATH, alarm())
    assert (answer.status_code, answer.json()["state"]) == (201, "received")
    assert company.post(PATH + "A-1/news/", {"news": "update", "words": "Two zones now"}).status_code == 201
    shown = company.get(PATH + "A-1/").json()
    assert shown["news"][0]["text"] == "More from the alarm company: Two zones now"
    assert company.get(PATH + "A-2/").status_code == 404


def test_the_same_bytes_again_are_a_replay_and_signed_anew_they_are_the_same_alarm(company):
    body = json.dumps(alarm()).encode()
    headers = company.headers("POST", PATH, body)
    assert company.post(PATH, body, headers=headers).status_code == 201
    replayed = company.post(PATH, body, headers=headers)
    assert (replayed.status_code, replayed.json()["code"]) == (409, "replayed")
    assert company.post(PATH, body, ago=1).status_code == 201
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("ago", [GOOD_FOR_S + 5, -GOOD_FOR_S - 5])
def test_a_signature_of_another_time_does_not_open(company, ago):
    assert company.post(PATH, alarm(), ago=ago).status_code == 401


@pytest.mark.parametrize(
    "spoil",
    [
        {"X-Signature": "v1=" + "0" * 64},
        {"X-Signature": ""},
        {"X-Signature": "ü"},
        {"X-Timestamp": "soon"},
        {"X-Timestamp": "9" * 40},
        {"X-Receiver": "nobody"},
        {"X-Receiver": "\x00"},
    ],
)
def test_a_spoilt_signature_does_not_open(company, spoil):
    body = json.dumps(alarm()).encode()
    assert company.post(PATH, body, headers={**company.headers("POST", PATH, body), **spoil}).status_code == 401
    assert not Contact.objects.exists()


def test_another_body_or_path_under_the_same_signature_does_not_open(company):
    body = json.dumps(alarm()).encode()
    headers = company.headers("POST", PATH, body)
    assert company.post(PATH, json.dumps(alarm(address="Elsewhere")).encode(), headers=headers).status_code == 401
    assert company.post(PATH + "A-1/news/", body, headers=headers).status_code == 401


def test_an_ended_company_is_shut_out(company):
    AlarmReceiver.objects.update(ended_at=timezone.now())
    assert company.post(PATH, alarm()).status_code == 401


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"alarm_id": "a\\u0000"}', b'{"alarm_id": "\\ud800"}', b"\xff", b'{"a": ' + b"[" * 5000 + b"]" * 5000 + b"}"],
)
def test_a_hostile_body_is_refused_with_a_reason(company, body):
    answer = company.post(PATH, body)
    assert answer.status_code == 400
    assert set(answer.json()) >= {"code", "detail", "fields"}


def test_a_huge_body_is_refused(company):
    assert company.post(PATH, b'{"words": "' + b"x" * 70_000 + b'"}').status_code == 400


def test_a_rejected_alarm_says_why(company):
    answer = company.post(PATH, alarm(category="UFO")).json()
    assert (answer["state"], answer["why"]) == ("rejected", "The kind of event is not known here.")


def test_a_company_reads_what_it_is_asked_and_answers_signed(company, as_amina):
    company.post(PATH, alarm())
    contact = Contact.objects.get()
    asked = as_amina.post(f"contacts/{contact.pk}/alarm/questions/", {"kind": "second"})
    assert (asked.status_code, asked.json()["alarm"]["questions"][0]["answer"]) == (201, None)
    question = company.get(PATH + "A-1/").json()["questions"][0]
    answer = company.post(PATH + "A-1/answers/", {"question": question["id"], "answer": "no", "words": "One zone only"})
    assert (answer.status_code, answer.json()["questions"][0]["said"]) == (201, "No. One zone only")
    assert company.post(PATH + "A-1/answers/", {"question": question["id"], "answer": "perhaps"}).status_code == 400
    assert company.post(PATH + "A-1/answers/", {"question": 10**30, "answer": "no"}).status_code == 400
