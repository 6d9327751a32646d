"""Whispers reach whoever is there, after the commit, and leave nothing behind."""

import asyncio

import pytest
from django.db import transaction

from dispatch.live import doorstep, whisper
from dispatch.live.bells import pass_on
from dispatch.live.hub import Hub
from dispatch.live.models import BoardEvent
from dispatch.live.whispers import heard_whisper


@pytest.mark.django_db(transaction=True)
def test_it_is_passed_on_when_the_transaction_commits_and_not_before(monkeypatch, wexmouth):
    if transaction.get_connection().vendor == "postgresql":
        pytest.skip("PostgreSQL carries it itself")
    heard = []
    monkeypatch.setattr(doorstep, "pass_on", lambda centre, text: heard.append((centre, text)))
    with transaction.atomic():
        whisper(centre_id=wexmouth.pk, what={"about": "typing", "by": "Amina Khan"})
        assert heard == []
    assert heard == [(wexmouth.pk, b'{"op":"whisper","about":"typing","by":"Amina Khan"}')]
    assert BoardEvent.objects.count() == 0


def test_a_rolled_back_whisper_was_never_said_and_a_long_one_is_refused(monkeypatch, db):
    heard = []
    monkeypatch.setattr(doorstep, "pass_on", lambda *said: heard.append(said))
    with transaction.atomic():
        whisper(centre_id=1, what={"about": "typing"})
        transaction.set_rollback(True)
    with pytest.raises(ValueError, match="short"):
        whisper(centre_id=1, what={"about": "x" * 5_000})
    assert heard == []


@pytest.mark.parametrize(("payload", "heard"), [('7 {"op":"whisper"}', (7, b'{"op":"whisper"}')), ("seven x", None), ("7", None)])
def test_a_notification_is_a_whisper_or_nothing(payload, heard):
    assert heard_whisper(payload) == heard
    rung, said = [], []
    pass_on("whisper", payload, rung.append, lambda *each: said.append(each))
    pass_on("board", "7", rung.append, lambda *each: said.append(each))
    assert (rung, said) == ([7], [heard] if heard else [])


def test_a_hub_without_the_centre_keeps_quiet():
    async def say():
        Hub().whisper(1, b"{}")

    asyncio.run(say())
