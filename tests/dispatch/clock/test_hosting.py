"""Where the clock lives: the loop that is replaced, the second path, the pumps, and one process on a data folder."""

import subprocess
import sys
import threading

import pytest
from celery import Celery

from dispatch.clock import hosting, loop, pumps
from dispatch.clock.commands import alone
from dispatch.clock.hosting import AlreadyRunning, Timekeeping, start_embedded
from dispatch.clock.kinds import Settling
from tests.dispatch.clock.conftest import on_postgresql
from tests.dispatch.clock.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def timekeeping():
    """Timekeeping that is stopped afterwards."""
    keeping = Timekeeping()
    yield keeping
    keeping.stop()


@pytest.fixture
def pump():
    """Register pumps, and forget them afterwards."""
    names: list[str] = []

    def register(name, call, every_s=0.05) -> None:
        pumps.register(name, call, every_s)
        names.append(name)

    yield register
    for name in names:
        pumps.forget(name)


@pytest.fixture
def quiet_loop(monkeypatch):
    """A loop that does nothing, so that a test can stand in for it."""
    monkeypatch.setattr(loop, "run", lambda stop, engine: stop.wait(60))
    monkeypatch.setattr(hosting, "LOOK_AFTER_EVERY_S", 0.05)


def test_a_pump_that_fails_is_called_again(pump, timekeeping, quiet_loop):
    calls: list[int] = []

    def fail() -> None:
        calls.append(1)
        raise ValueError

    pump("failing", fail)
    timekeeping.start()
    until(lambda: len(calls) > 3)


def test_a_pump_that_hangs_holds_up_neither_the_others_nor_time(pump, timekeeping, quiet_loop):
    calls, hang = [], threading.Event()
    pump("hanging", lambda: hang.wait(30))
    pump("working", lambda: calls.append(1))
    timekeeping.start()
    until(lambda: len(calls) > 3)
    hang.set()


def test_a_loop_that_died_is_started_again(timekeeping, monkeypatch):
    lives: list[int] = []
    monkeypatch.setattr(loop, "run", lambda stop, engine: lives.append(1))
    monkeypatch.setattr(hosting, "LOOK_AFTER_EVERY_S", 0.05)
    timekeeping.start()
    until(lambda: len(lives) > 2)


@on_postgresql
def test_a_loop_that_is_stuck_in_one_timer_does_not_hold_up_the_others(kind, arming, ledger, timekeeping, monkeypatch):
    monkeypatch.setattr(hosting, "TOO_QUIET_S", 0.3)
    monkeypatch.setattr(hosting, "LOOK_AFTER_EVERY_S", 0.05)
    stuck, release = threading.Event(), threading.Event()

    def stick(settling: Settling) -> None:
        stuck.set()
        release.wait(30)

    kind("sticking", alone(stick))
    kind("welfare", alone(ledger.effect))
    arming("sticking", ago_s=100)
    timekeeping.start()
    assert stuck.wait(10)
    timer = arming("welfare")
    try:
        until(lambda: ledger.read() == [timer.pk])
    finally:
        release.set()


def test_a_second_process_on_the_same_data_folder_is_refused_with_a_reason(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    script = "import fcntl, sys; lock = open(sys.argv[1], 'a'); fcntl.flock(lock, fcntl.LOCK_EX); print(1, flush=True); input()"
    holder = subprocess.Popen([sys.executable, "-c", script, tmp_path / hosting.LOCK_FILE], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout.readline()
    with pytest.raises(AlreadyRunning, match="already running on the data folder"):
        start_embedded()
    assert not hosting.is_hosted_here()
    holder.kill()
    holder.communicate()
    hosting._take(tmp_path / hosting.LOCK_FILE).close()  # a killed process leaves no lock behind


def test_the_tasks_are_ready_before_any_thread_asks_for_them(settings, tmp_path, monkeypatch):
    app, ready = Celery("fresh", broker="memory://", set_as_current=False), []

    def do_nothing() -> None:
        """A task that was not asked for yet."""

    app.task(do_nothing, name="clock.test.ready")
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(hosting, "find_app", lambda _: app)
    monkeypatch.setattr(threading.Thread, "start", lambda _: ready.append(app._tasks["clock.test.ready"].request_stack is not None))
    embedded = hosting.Embedded(hosting._take(tmp_path / hosting.LOCK_FILE))
    embedded.start()
    embedded._lock.close()
    assert ready
    assert all(ready)
    hosting._hosted.remove(embedded._timekeeping)


@pytest.mark.needs_sqlite
def test_embedded_everything_runs_in_this_process_and_stops(settings, tmp_path, kind, arming, ledger, pump):
    from dispatch.celery import app  # noqa: PLC0415  (making the Celery application is part of the test)

    ran, calls = threading.Event(), []

    def run_it() -> None:
        ran.set()

    task = app.task(run_it, name="clock.test.embedded")
    settings.DATA_DIR = tmp_path
    kind("welfare", alone(lambda settling: calls.append(settling.timer_id)))
    timer = arming("welfare")
    pump("posting", lambda: ran.is_set() or task.delay(), 0.2)
    embedded = start_embedded()
    try:
        until(lambda: calls == [timer.pk])
        assert ran.wait(10)
        assert hosting.is_hosted_here()
    finally:
        embedded.stop()
    assert not hosting.is_hosted_here()
    assert {"timers", "timers-second", "celery", "pump-posting"}.isdisjoint(thread.name for thread in threading.enumerate())
    start_embedded().stop()  # and can start again
