"""One pass of the loop: what it settles, what it leaves alone, and in what order."""

from datetime import UTC, datetime, timedelta

import pytest

from dispatch.clock import loop
from dispatch.clock.commands import alone, arm, cancel, rearm
from dispatch.clock.kinds import Outcome, Settling
from dispatch.clock.loop import Report, pause_after, run_once
from dispatch.clock.models import Timer
from dispatch.clock.settlement import BATCH

pytestmark = pytest.mark.django_db


def test_what_is_due_is_settled_with_its_effect_and_what_is_not_due_waits(kind, arming, ledger):
    kind("welfare", alone(ledger.effect))
    due, later = arming("welfare"), arming("welfare", ago_s=-60)
    report = run_once(limit=100)
    assert (report.read, report.settled) == (1, 1)
    assert ledger.read() == [due.pk]
    assert dict(Timer.objects.values_list("pk", "state")) == {due.pk: "settled", later.pk: "armed"}


def test_a_second_pass_finds_nothing(kind, arming, ledger):
    kind("welfare", alone(ledger.effect))
    arming("welfare")
    run_once(limit=100)
    assert run_once(limit=100).read == 0
    assert len(ledger.read()) == 1


def test_the_most_overdue_goes_first_and_the_limit_holds(kind, arming, ledger):
    kind("welfare", alone(ledger.effect))
    middle, oldest, _newest = arming("welfare", ago_s=20), arming("welfare", ago_s=30), arming("welfare", ago_s=10)
    assert run_once(limit=2).settled == 2
    assert ledger.read() == [oldest.pk, middle.pk]


def test_the_settlement_is_told_everything_and_the_time_is_now(kind, arming):
    told: list[Settling] = []
    kind("welfare", alone(told.append))
    timer = arming("welfare", ago_s=5, lock_on=12)
    run_once(limit=10)
    (settling,) = told
    assert (settling.timer_id, settling.kind, settling.subject, settling.lock_on, settling.due_at) == (
        timer.pk, "welfare", timer.subject, 12, timer.due_at,
    )  # fmt: skip
    assert abs(settling.at - datetime.now(UTC)) < timedelta(seconds=5)
    assert settling.at > settling.due_at
    assert Timer.objects.get().settled_at == settling.at


def test_a_timer_taken_back_after_it_was_read_does_nothing(kind, arming, ledger):
    def taken_back_meanwhile(settling: Settling) -> Outcome:
        cancel(kind="welfare", subject=settling.subject, at=settling.at)
        return alone(ledger.effect)(settling)

    kind("welfare", taken_back_meanwhile)
    arming("welfare")
    assert run_once(limit=10).superseded == 1
    assert ledger.read() == []
    assert Timer.objects.get().state == "cancelled"


def test_a_busy_incident_is_tried_again_soon_and_costs_no_attempt(kind, arming, ledger, incident):
    held = [True]
    kind("welfare", lambda settling: Outcome.BUSY if held else ledger.under_lock(settling))
    arming("welfare", lock_on=incident.pk)
    report = run_once(limit=10)
    assert (report.busy, pause_after(report)) == (1, loop.BUSY_SLEEP_S)
    assert Timer.objects.get().attempts == 0
    held.clear()
    assert run_once(limit=10).settled == 1


def test_a_timer_said_to_be_settled_that_is_still_armed_has_failed(kind, arming):
    kind("welfare", lambda settling: Outcome.SETTLED)
    arming("welfare")
    assert run_once(limit=10).failed == 1
    assert Timer.objects.values_list("state", "attempts").get() == ("armed", 1)


def test_a_kind_nobody_here_knows_waits_for_an_engine_that_does(kind, arming, ledger):
    timer = arming("from-the-next-release")
    assert run_once(limit=10).read == 0
    kind("from-the-next-release", alone(ledger.effect))
    assert run_once(limit=10).settled == 1
    assert ledger.read() == [timer.pk]


def test_the_loop_leaves_a_replays_timers_to_the_replay(kind, arming, ledger):
    kind("welfare", alone(ledger.effect))
    arming("welfare", lane="replay")
    assert run_once(limit=10).read == 0
    assert run_once(limit=10, lane="replay").settled == 1


def test_a_settlement_may_arm_the_next_one_of_its_kind(kind, arming, centre):
    def again(settling: Settling) -> None:
        rearm(centre_id=centre.pk, kind="welfare", subject=settling.subject, lock_on=None, at=settling.at,
              due_at=settling.at + timedelta(minutes=10))  # fmt: skip

    kind("welfare", alone(again))
    arming("welfare")
    assert run_once(limit=10).settled == 1
    assert list(Timer.objects.order_by("epoch").values_list("epoch", "state")) == [(1, "cancelled"), (2, "armed")]


def test_many_at_once_are_settled_in_batches_each_exactly_once(kind, arming, ledger, django_assert_max_num_queries):
    kind("welfare", alone(ledger.effect))
    timers = [arming("welfare", ago_s=1000 - number) for number in range(BATCH * 3)]
    with django_assert_max_num_queries(BATCH * 3 * 5 + 100):  # a savepoint, the claim, the effect, the settlement, the release
        assert run_once(limit=1000).settled == BATCH * 3
    assert ledger.read() == [timer.pk for timer in timers]


def test_one_that_fails_in_a_batch_fails_alone(kind, arming, ledger):
    poisoned = arming("welfare", ago_s=500).pk

    def effect(settling: Settling) -> None:
        ledger.effect(settling)
        if settling.timer_id == poisoned:
            raise ValueError

    kind("welfare", alone(effect))
    others = [arming("welfare").pk for _ in range(BATCH + 5)]
    report = run_once(limit=1000)
    assert (report.settled, report.failed) == (BATCH + 5, 1)
    assert sorted(ledger.read()) == sorted(others)
    assert Timer.objects.get(pk=poisoned).attempts == 1


def test_a_batch_that_is_undone_is_settled_one_by_one(kind, arming, ledger, monkeypatch):
    def undone(reading, rows):
        raise RuntimeError

    monkeypatch.setattr(loop, "settle_batch", undone)
    kind("welfare", alone(ledger.effect))
    timers = [arming("welfare").pk for _ in range(BATCH + 1)]
    assert run_once(limit=1000).settled == BATCH + 1
    assert sorted(ledger.read()) == timers


@pytest.mark.parametrize("many", [3, BATCH + 3])
def test_a_pass_that_runs_out_of_time_leaves_the_rest_for_the_next(kind, arming, ledger, many):
    kind("welfare", alone(ledger.effect))
    for _ in range(many):
        arming("welfare")
    report = run_once(limit=1000, within_s=0)
    assert (report.read, report.settled, report.more) == (many, 0, True)
    assert run_once(limit=1000).settled == many


def test_the_loop_sleeps_until_the_next_one_within_bounds(kind, centre):
    kind("welfare", alone(lambda settling: None))
    now = datetime.now(UTC)
    arm(centre_id=centre.pk, kind="welfare", subject=1, epoch=1, lock_on=None, due_at=now + timedelta(seconds=0.6), at=now)
    assert 0.2 < pause_after(run_once(limit=10)) < 0.6
    quiet = Report(read=0, settled=0, superseded=0, busy=0, failed=0, dead=0, more=False, next_in_s=None)
    assert pause_after(quiet) == loop.LONGEST_SLEEP_S
