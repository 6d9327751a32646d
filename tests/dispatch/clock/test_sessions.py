"""An engine's sessions with PostgreSQL: the doorbell, sessions that are lost, and one that freezes."""

import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import connection

from dispatch.clock import session
from dispatch.clock.commands import alone, arm
from dispatch.clock.doorbell import Doorbell
from dispatch.clock.kinds import Settling
from dispatch.clock.loop import run_once
from dispatch.clock.models import EngineBeat, Timer
from tests.dispatch.clock.conftest import on_postgresql
from tests.dispatch.clock.waiting import in_thread, until

pytestmark = [pytest.mark.django_db(transaction=True), on_postgresql]


@pytest.fixture(autouse=True)
def _a_pool_of_ones_own(transactional_db: None) -> None:
    """Threads of earlier tests may have kept connections to themselves: those stay counted until the pool is closed."""
    connection.close()
    connection.close_pool()


def backend_pids(query_like: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE %s",
            [query_like],
        )
        return [pid for (pid,) in cursor.fetchall()]


def kill_backends(query_like: str) -> int:
    pids = backend_pids(query_like)
    with connection.cursor() as cursor:
        for pid in pids:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    return len(pids)


def test_the_doorbell_wakes_an_engine_that_sleeps(kind, centre, ledger, engines):
    kind("welfare", alone(ledger.effect))
    engines()
    until(EngineBeat.objects.exists)
    late = []
    for subject in range(5):
        time.sleep(0.31)
        now = datetime.now(UTC)
        arm(centre_id=centre.pk, kind="welfare", subject=subject, epoch=1, lock_on=None, due_at=now, at=now)
        until(lambda subject=subject: Timer.objects.filter(subject=subject, state="settled").exists(), within_s=2)
        late.append((datetime.now(UTC) - now).total_seconds())
    assert max(late) < 0.4, late
    assert sorted(late)[2] < 0.2, late


def test_an_engine_survives_the_loss_of_its_sessions(kind, arming, ledger, engines):
    kind("welfare", alone(ledger.effect))
    engines()
    until(lambda: len(backend_pids("LISTEN%")) == 1)
    arming("welfare")
    until(lambda: len(ledger.read()) == 1)
    assert kill_backends("%") >= 2
    arming("welfare")
    until(lambda: len(ledger.read()) == 2, within_s=30)
    until(lambda: len(backend_pids("LISTEN%")) == 1, within_s=30)


def test_a_doorbell_that_does_not_work_only_costs_time():
    bell = Doorbell()
    bell._line = type("Dead", (), {"notifies": lambda self, **_: (_ for _ in ()).throw(OSError()), "close": lambda self: None})()
    bell.wait(0.3, threading.Event())
    began = time.monotonic()
    bell.wait(0.3, threading.Event())
    assert 0.25 < time.monotonic() - began < 1
    bell.close()


def test_an_engine_frozen_in_a_claim_gives_it_up(kind, arming, ledger, monkeypatch):
    monkeypatch.setitem(session.BOUNDS, "idle_in_transaction_session_timeout", "400ms")
    inside = threading.Event()

    def frozen(settling: Settling) -> None:
        ledger.effect(settling)
        if not inside.is_set():
            inside.set()
            time.sleep(1.5)

    kind("welfare", alone(frozen))
    arming("welfare")

    def first() -> None:
        session.keep_short()
        with pytest.raises(Exception, match="(?i)timeout|terminat|closed|lost"):
            run_once(limit=1)

    thread = in_thread(first)
    inside.wait(5)
    assert run_once(limit=10).busy == 1
    until(lambda: run_once(limit=10).settled == 1, within_s=1.2)
    thread.join(10)
    assert len(ledger.read()) == 1
