"""Engines against engines and against commands: real threads, real locks, PostgreSQL."""

import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction

from dispatch.clock import loop
from dispatch.clock.commands import alone, arm, cancel
from dispatch.clock.due import almost_due
from dispatch.clock.kinds import Outcome, Settling
from dispatch.clock.loop import run_once
from dispatch.clock.models import Timer
from dispatch.clock.now import SteadyClock
from tests.dispatch.clock.conftest import on_postgresql
from tests.dispatch.clock.waiting import in_thread, until

pytestmark = [pytest.mark.django_db(transaction=True), on_postgresql]


@pytest.mark.parametrize("spread_s", [0, 2], ids=["all at once", "over two seconds"])
def test_two_engines_settle_five_hundred_each_exactly_once(kind, centre, ledger, engines, spread_s):
    kind("welfare", ledger.under_lock)
    now = datetime.now(UTC)
    locks = apps.get_model("accounts", "Centre")._default_manager.bulk_create(
        apps.get_model("accounts", "Centre")(code=f"lock-{number}", name="x") for number in range(60)
    )
    Timer.objects.bulk_create(
        Timer(centre_id=centre.pk, kind="welfare", subject=number, epoch=1, lock_on=locks[number % 60].pk, armed_at=now,
              due_at=now + timedelta(seconds=spread_s * number / 500))
        for number in range(500)
    )  # fmt: skip
    engines(), engines()
    until(lambda: not Timer.objects.armed().exists(), within_s=20)
    written = Counter(ledger.read())
    assert set(written) == set(Timer.objects.values_list("pk", flat=True))
    assert set(written.values()) == {1}
    assert set(Timer.objects.values_list("state", flat=True)) == {"settled"}


def test_an_incident_that_somebody_holds_is_busy_and_nobody_waits(kind, arming, ledger, incident):
    kind("welfare", ledger.under_lock)
    arming("welfare", lock_on=incident.pk)
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            type(incident)._default_manager.select_for_update().get(pk=incident.pk)
            held.set()
            release.wait(10)

    holder = in_thread(hold)
    held.wait(10)
    began = time.monotonic()
    report = run_once(limit=10)
    assert (report.busy, report.settled) == (1, 0)
    assert time.monotonic() - began < 0.5
    release.set()
    holder.join(10)
    assert run_once(limit=10).settled == 1
    assert len(ledger.read()) == 1


def test_taking_back_and_settling_at_once_have_one_winner(kind, centre, ledger):
    kind("welfare", alone(ledger.effect))
    for subject in range(40):
        now = datetime.now(UTC)
        timer = arm(centre_id=centre.pk, kind="welfare", subject=subject, epoch=1, lock_on=None, due_at=now - timedelta(seconds=1), at=now)
        start, taken_back = threading.Barrier(2), []

        def take_back(subject=subject, start=start, taken_back=taken_back) -> None:
            start.wait(5)
            time.sleep(0.0005 * (subject % 8))
            taken_back.append(cancel(kind="welfare", subject=subject, at=datetime.now(UTC)))

        other = in_thread(take_back)
        start.wait(5)
        run_once(limit=10)
        other.join(10)
        timer.refresh_from_db()
        assert (timer.state, taken_back, ledger.read().count(timer.pk)) in [("cancelled", [1], 0), ("settled", [0], 1)]


def test_a_slow_settlement_is_not_repeated_by_another_engine(kind, arming, ledger):
    inside, go_on = threading.Event(), threading.Event()

    def slowly(settling: Settling) -> None:
        ledger.effect(settling)
        inside.set()
        go_on.wait(10)

    kind("welfare", alone(slowly))
    arming("welfare")
    first = in_thread(lambda: run_once(limit=10))
    inside.wait(10)
    report = run_once(limit=10)
    go_on.set()
    first.join(10)
    assert (report.settled, report.busy, len(ledger.read())) == (0, 1, 1)


def test_a_batch_gives_way_rather_than_a_person(kind, arming, ledger, incident):
    """What a settlement waits for inside a batch it waits for briefly; alone it may wait longer."""

    def wants_the_row(settling: Settling) -> None:
        ledger.effect(settling)
        type(incident)._default_manager.select_for_update().get(pk=incident.pk)

    kind("welfare", alone(wants_the_row))
    for _ in range(60):
        arming("welfare")
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            type(incident)._default_manager.select_for_update().get(pk=incident.pk)
            held.set()
            release.wait(10)

    holder = in_thread(hold)
    held.wait(10)
    threading.Timer(0.9, release.set).start()
    report = run_once(limit=100)
    holder.join(10)
    assert report.settled == 60
    assert sorted(ledger.read()) == sorted(Timer.objects.values_list("pk", flat=True))


def test_reading_what_is_due_uses_the_index_of_armed_timers(kind, centre):
    kind("welfare", alone(lambda settling: None))
    now = datetime.now(UTC)
    Timer.objects.bulk_create(
        [
            Timer(
                centre_id=centre.pk, kind="welfare", subject=number, epoch=1, armed_at=now, due_at=now + timedelta(hours=1, seconds=number)
            )
            for number in range(20_000)
        ],
        batch_size=5000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE clock_timer")
    plan = almost_due("wall", SteadyClock())[:200].explain(analyze=True)
    assert "Index Scan using timer_armed_by_due" in plan
    condition = next(line for line in plan.splitlines() if "Index Cond" in line)
    assert "due_at <=" in condition
    assert "statement_timestamp()" in condition


def test_settling_in_a_busy_house_reports_and_goes_on(kind, arming):
    kind("welfare", lambda settling: Outcome.BUSY)
    for _ in range(loop.LIMIT):
        arming("welfare")
    report = run_once(limit=loop.LIMIT)
    assert report.busy == loop.LIMIT
    assert loop.pause_after(report) > 0
