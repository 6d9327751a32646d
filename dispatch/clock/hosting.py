"""Where the clock lives: the threads that keep time inside a process.

In services, a Celery worker hosts them (``dispatch.celery``). Embedded, the web process does, together with a Celery worker of its own
on the memory broker; then a second process on the same data folder is refused.
"""

import fcntl
import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO, Protocol

from celery import Celery
from celery.app.utils import find_app
from celery.worker import state as worker_state
from django.conf import settings

from dispatch.clock import loop, pumps
from dispatch.clock.session import let_go

log = logging.getLogger(__name__)

LOOK_AFTER_EVERY_S = 1.0
TOO_QUIET_S = 2.0
STOP_WITHIN_S = 10.0
# A thread that comes back from the database waits so long for one that computes. Python's usual 5 ms, at each of a dozen statements,
# made an alarm late whenever messages were being sent beside it.
SWITCH_S = 0.0005
CELERY_APP = "dispatch.celery"  # found by name, as `celery -A` does: this floor may not import the roof
LOCK_FILE = "console.lock"


class Stoppable(Protocol):
    """Something that runs until it is told to stop."""

    def stop(self) -> None:
        """Stop it and wait until it has."""


class AlreadyRunning(RuntimeError):
    """Another process is running on this data folder."""


class Timekeeping:
    """The loop, a second path that takes over when the loop is stuck or dead, and the pumps."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._engine = loop.Engine()
        self._second = loop.Engine()
        self._threads: list[threading.Thread] = []
        self._loop: threading.Thread | None = None

    def start(self) -> None:
        """Start every thread; they are daemons, so a process that must end does."""
        sys.setswitchinterval(SWITCH_S)
        _hosted.append(self)
        self._loop = self._begin("timers", self._keep_time)
        self._begin("timers-second", self._look_after)
        for pump in pumps.registered():
            self._begin(f"pump-{pump.name}", partial(pumps.keep_pumping, pump, self._stop))

    def ask_to_stop(self) -> None:
        """Tell every thread to stop, without waiting."""
        self._stop.set()

    def stop(self) -> None:
        """Tell every thread to stop and wait for them, at most ``STOP_WITHIN_S`` together."""
        self.ask_to_stop()
        deadline = time.monotonic() + STOP_WITHIN_S
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        if self in _hosted:
            _hosted.remove(self)

    def _begin(self, name: str, target: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=target, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()
        return thread

    def _keep_time(self) -> None:
        loop.run(self._stop, self._engine)

    def _look_after(self) -> None:
        """Every second: replace a dead loop, and settle timers from here while the loop is stuck in one of them."""
        while not self._stop.wait(LOOK_AFTER_EVERY_S):
            if self._loop is not None and not self._loop.is_alive():
                log.error("The timers' loop died and is started again")
                self._loop = self._begin("timers", self._keep_time)
            if self._engine.quiet_for_s() > TOO_QUIET_S:
                self._second_path()
        let_go()

    def _second_path(self) -> None:
        try:
            self._second.cycle()
        except Exception:
            log.exception("The timers' second path was interrupted")
            self._second.vetted = False
            let_go()


class Embedded:
    """Timekeeping and a Celery worker inside the web process."""

    def __init__(self, lock: IO[str]) -> None:
        self._lock = lock
        self._app: Celery = find_app(CELERY_APP)
        self._stop = threading.Event()
        self._timekeeping = Timekeeping()
        self._worker = threading.Thread(target=self._work, name="celery", daemon=True)

    def start(self) -> None:
        """Start the threads, after the tasks are known: two threads that make them known at once leave some of them unusable for good."""
        self._app.finalize()
        self._timekeeping.start()
        self._worker.start()

    def stop(self) -> None:
        """Stop the threads and give the data folder back."""
        self._stop.set()
        self._timekeeping.ask_to_stop()
        worker_state.should_stop = os.EX_OK  # type: ignore[assignment]  # how a worker is asked from another thread
        self._worker.join(STOP_WITHIN_S)
        worker_state.should_stop = None
        self._timekeeping.stop()
        self._lock.close()

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                # WorkController, unlike the command's Worker, leaves signals and logging to the process it is in
                self._app.WorkController(
                    hostname="embedded@localhost", pool="solo", concurrency=1, quiet=True,
                    without_heartbeat=True, without_mingle=True, without_gossip=True,
                ).start()  # fmt: skip
            except Exception:
                log.exception("The embedded worker ended")
            self._stop.wait(1.0)


_hosted: list[Timekeeping] = []


def is_hosted_here() -> bool:
    """Whether this process keeps time already."""
    return bool(_hosted)


def start_embedded() -> Stoppable:
    """Keep time and run tasks in this process. Raises AlreadyRunning when another process does on the same data folder."""
    embedded = Embedded(_take(settings.DATA_DIR / LOCK_FILE))
    embedded.start()
    return embedded


def _take(path: Path) -> IO[str]:
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise AlreadyRunning(
            f"Dispatch Console is already running on the data folder {path.parent}. "
            "Stop that one first, or start this one on another folder with --data DIR."
        ) from error
    return lock
