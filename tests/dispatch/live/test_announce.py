"""Writing the log: one event an act, inside its transaction, without holes."""

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.db import connection, transaction

from dispatch.accounts.models import Centre
from dispatch.live import announce, doorstep, health, position
from dispatch.live.binding import bind
from dispatch.live.models import BoardEvent
from dispatch.live.reading import forget_events, news, renew_epoch

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
CARD = {"kind": "incident", "id": "1042", "revision": 7}


@pytest.fixture
def wexmouth(db: None) -> int:
    """A centre's id."""
    return Centre.objects.create(code="wexmouth", name="Wexmouth").pk


def say(centre: int, *cards: dict[str, object], at: datetime = NOON) -> int:
    """One act's announcement."""
    with transaction.atomic():
        return announce(centre_id=centre, at=at, cards=cards or [CARD])


def test_the_text_is_kept_exactly_as_browsers_receive_it(wexmouth: int) -> None:
    at = datetime(2026, 3, 1, 13, 0, 0, 250_000, tzinfo=timezone(timedelta(hours=1)))
    gone = {"kind": "unit", "id": "M21", "revision": 3, "gone": True, "since_at": NOON, "km": Decimal("1.5"), "name": "Señal ☎"}
    assert say(wexmouth, CARD, gone, at=at) == 1
    assert json.loads(BoardEvent.objects.get().payload) == {
        "op": "event",
        "sequence": 1,
        "epoch": position(wexmouth).epoch,
        "at": "2026-03-01T12:00:00.250000Z",
        "cards": [CARD, gone | {"since_at": "2026-03-01T12:00:00Z", "km": "1.5"}],
    }
    assert BoardEvent.objects.get().at == at


def test_numbers_follow_each_other_in_each_centre_by_itself(wexmouth: int) -> None:
    other = Centre.objects.create(code="other", name="Other").pk
    assert [say(wexmouth), say(wexmouth), say(other), say(wexmouth)] == [1, 2, 1, 3]
    assert position(wexmouth).epoch != position(other).epoch


def test_a_rollback_takes_its_number_back(wexmouth: int) -> None:
    say(wexmouth)
    with transaction.atomic():
        assert announce(centre_id=wexmouth, at=NOON, cards=[CARD]) == 2
        transaction.set_rollback(True)
    assert position(wexmouth).sequence == 1
    assert say(wexmouth) == 2


@pytest.mark.parametrize(
    "cards", [[], [{"id": "1", "revision": 1}], [{"kind": "unit", "id": 1, "revision": 1}], [{"kind": "unit", "id": "1", "revision": "1"}]]
)
def test_a_card_that_the_browser_could_not_place_is_refused(wexmouth: int, cards: list[dict[str, object]]) -> None:
    with pytest.raises(ValueError), transaction.atomic():
        announce(centre_id=wexmouth, at=NOON, cards=cards)
    assert not BoardEvent.objects.exists()


def test_an_instant_without_a_time_zone_is_refused(wexmouth: int) -> None:
    with pytest.raises(ValueError), transaction.atomic():
        announce(centre_id=wexmouth, at=datetime(2026, 3, 1), cards=[CARD])


def test_a_centre_without_events_has_a_position(wexmouth: int) -> None:
    first = position(wexmouth)
    assert first.sequence == 0
    assert len(first.epoch) == 12
    assert position(wexmouth) == first
    say(wexmouth)
    assert position(wexmouth) == (1, first.epoch)


def test_a_new_epoch_starts_a_new_history(wexmouth: int) -> None:
    say(wexmouth)
    before = position(wexmouth)
    renew_epoch(wexmouth)
    assert position(wexmouth).sequence == before.sequence
    assert position(wexmouth).epoch != before.epoch


def test_news_are_what_follows_a_number(wexmouth: int) -> None:
    for _ in range(5):
        say(wexmouth)
    read = news(wexmouth, 2, 2)
    assert read.position == position(wexmouth)
    assert [number for number, _ in read.events] == [3, 4]
    assert news(wexmouth, 5, 10).events == []


def test_old_events_can_be_forgotten_once_they_are_bound_and_the_numbers_go_on(wexmouth: int) -> None:
    say(wexmouth)
    say(wexmouth, at=NOON + timedelta(days=2))
    assert forget_events(before=NOON + timedelta(days=1)) == 0
    bind(wexmouth, whole=True)
    assert forget_events(before=NOON + timedelta(days=1)) == 1
    assert [number for number, _ in news(wexmouth, 0, 10).events] == [2]
    assert say(wexmouth) == 3


def test_the_hub_of_this_process_is_told_once_the_act_is_committed(
    wexmouth: int, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    knocks: list[int] = []
    monkeypatch.setattr(doorstep, "knock", knocks.append)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        say(wexmouth)
        assert knocks == []
    assert knocks == [wexmouth]


@pytest.mark.needs_postgresql
def test_the_bell_rings_inside_the_transaction(wexmouth: int) -> None:
    with connection.execute_wrapper(lambda execute, sql, params, many, context: seen.append(sql) or execute(sql, params, many, context)):
        seen: list[str] = []
        say(wexmouth)
    assert "pg_notify" in [sql for sql in seen if "SAVEPOINT" not in sql][-1]


def test_a_process_without_a_hub_says_so() -> None:
    assert health()["bell"] == "none"
