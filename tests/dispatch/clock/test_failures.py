"""A timer that cannot be settled: held back, tried again, given up loudly; and a database that is merely in the way."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from dispatch.clock.commands import alone
from dispatch.clock.kinds import Outcome, Settling
from dispatch.clock.loop import run_once
from dispatch.clock.models import Timer

pytestmark = pytest.mark.django_db


def poison(settling: Settling) -> Outcome:
    raise ValueError


def let_the_wait_pass() -> None:
    Timer.objects.armed().update(not_before=datetime.now(UTC) - timedelta(seconds=1))


def test_a_failure_undoes_the_effect_and_holds_the_timer_back(kind, arming, ledger):
    def effect(settling: Settling) -> None:
        ledger.effect(settling)
        raise ValueError

    kind("welfare", alone(effect))
    arming("welfare")
    assert run_once(limit=10).failed == 1
    assert ledger.read() == []
    timer = Timer.objects.get()
    assert timer.attempts == 1
    assert timedelta(seconds=0.5) < timer.not_before - datetime.now(UTC) <= timedelta(seconds=2)
    assert run_once(limit=10).read == 0


def test_the_wait_doubles_and_the_fifth_failure_is_the_last(kind, arming):
    told: list[int] = []
    kind("welfare", poison, on_dead=lambda settling: told.append(settling.timer_id))
    timer = arming("welfare")
    waits = []
    for _ in range(4):
        assert run_once(limit=10).failed == 1
        timer.refresh_from_db()
        waits.append(round((timer.not_before - datetime.now(UTC)).total_seconds()))
        let_the_wait_pass()
    assert waits == [2, 4, 8, 16]
    assert told == []
    assert run_once(limit=10).dead == 1
    timer.refresh_from_db()
    assert (timer.state, timer.attempts, told) == ("dead", 5, [timer.pk])
    assert timer.settled_at is not None
    assert run_once(limit=10).read == 0


def test_a_timer_is_given_up_even_when_nobody_can_be_told(kind, arming):
    kind("welfare", poison, on_dead=poison)
    Timer.objects.filter(pk=arming("welfare").pk).update(attempts=4)
    assert run_once(limit=10).dead == 1
    assert Timer.objects.get().state == "dead"


def test_what_is_told_of_a_dead_timer_is_undone_when_somebody_settled_it_after_all(kind, arming, ledger):
    def told_too_late(settling: Settling) -> None:
        ledger.effect(settling)
        Timer.objects.filter(pk=settling.timer_id).update(state="cancelled", settled_at=settling.at)

    kind("welfare", poison, on_dead=told_too_late)
    Timer.objects.filter(pk=arming("welfare").pk).update(attempts=4)
    run_once(limit=10)
    assert ledger.read() == []


def test_a_poisoned_timer_does_not_hold_up_the_others(kind, arming, ledger):
    kind("poisoned", poison)
    kind("welfare", alone(ledger.effect))
    arming("poisoned", ago_s=100)
    good = arming("welfare")
    report = run_once(limit=10)
    assert (report.failed, report.settled, ledger.read()) == (1, 1, [good.pk])


def test_a_database_in_the_way_is_not_the_timers_fault(kind, arming):
    def waited_too_long(settling: Settling) -> Outcome:
        raise OperationalError

    kind("welfare", waited_too_long)
    Timer.objects.filter(pk=arming("welfare").pk).update(attempts=4)
    report = run_once(limit=10)
    timer = Timer.objects.get()
    assert (report.busy, timer.state, timer.attempts) == (1, "armed", 4)
    assert timer.not_before > datetime.now(UTC)
