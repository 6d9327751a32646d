"""Watching over crews: what the phone of a crew under duress shows, and the journeys of a silent crew, duress and a Mayday."""

import re
from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from incidents.commands.respond import report_status
from incidents.commands.words import agree_words
from incidents.models import Check, Emergency
from incidents.queries.links import token_for
from tests.factories import NOON

SAFE, DURESS = "blue kettle", "red lorry"
# PostgreSQL does not use a check's number again, although it never was.
FRESH_EACH_TIME = re.compile(rb'(name="(?:nonce|csrfmiddlewaretoken|check)" value="|data-key="check-)[^"]*')


@pytest.fixture
def page(sent, van, dan, sol, monkeypatch) -> str:
    """The address of Dan's page: he is at the scene, has agreed words, and a check is asked. The clock stands still."""
    agree_words(unit_id=van.pk, holder="Dan Okafor", safe=SAFE, duress=DURESS, by=sol, at=NOON)
    report_status(deployment_id=sent.pk, status="on_scene", by=dan, at=NOON)
    Check.objects.update(state="asked", asked_at=NOON, due_at=NOON)
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    return f"/r/{token_for(sent.pk)}"


def bytes_after(page: str, act: Callable[[Client], object]) -> tuple[list[bytes], int]:
    """Everything that the phone gets: the answer, the page, its state; and how many emergencies stand. Then it never was."""
    phone = Client()
    with transaction.atomic():
        answer = act(phone)
        seen = [bytes(str(answer.status_code), "ascii"), repr(sorted(answer.headers.items())).encode(), answer.content]
        for address in (page, f"{page}/state"):
            shown = phone.get(address)
            seen += [repr(sorted(shown.headers.items())).encode(), FRESH_EACH_TIME.sub(rb"\1", shown.content)]
        emergencies = Emergency.objects.count()
        transaction.set_rollback(True)
    return seen, emergencies


def test_the_phone_cannot_tell_the_duress_word_from_the_safe_word(page):
    check = Check.objects.get()

    def answer(word: str) -> tuple[list[bytes], int]:
        return bytes_after(
            page, lambda phone: phone.post(f"{page}/check", {"check": check.pk, "all_well": "yes", "word": word, "nonce": "n"})
        )

    safe, duress = answer(SAFE), answer(DURESS)
    assert (safe[1], duress[1]) == (0, 1)
    assert safe[0] == duress[0]
    assert b"gave its word" in safe[0][4] and b"uress" not in safe[0][4]


def test_the_phone_cannot_tell_the_button_from_a_report(page):
    pressed = bytes_after(page, lambda phone: phone.post(f"{page}/report", {"nonce": "n"}))
    written = bytes_after(page, lambda phone: phone.post(f"{page}/update", {"text": "Routine report", "nonce": "n"}))
    assert (pressed[1], written[1]) == (1, 0)
    assert pressed[0] == written[0]


def test_both_words_are_weighed_by_the_same_work(page, van, monkeypatch):
    weighed = []
    monkeypatch.setattr("incidents.commands.words.check_password", lambda word, kept: weighed.append(kept) or word == kept)
    for word in (SAFE, DURESS, "green boat"):
        bytes_after(
            page, lambda phone, word=word: phone.post(f"{page}/check", {"check": Check.objects.get().pk, "all_well": "yes", "word": word})
        )
    assert len(weighed) == 6


def test_a_wrong_word_is_said_on_the_page_and_leaves_the_check_open(page):
    phone = Client()
    assert phone.post(f"{page}/check", {"check": Check.objects.get().pk, "all_well": "yes", "word": "green boat"}).status_code == 303
    assert "That was not the agreed word" in phone.get(page).content.decode()
    assert phone.post(f"{page}/check", {"check": Check.objects.get().pk, "all_well": "yes"}).status_code == 409
    assert Check.objects.get().state == "asked"
