"""Handing a task to the broker without ever waiting for it long. For pumps and tasks; never on the way of a request.

Celery's own ``delay`` was still blocked after 60 s with a frozen Redis. Here a courier thread does the waiting, and the row that asked
for the task stays where it is until the broker is back.
"""

import logging
import queue
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from celery import Task
from kombu import Connection

log = logging.getLogger(__name__)

PATIENCE_S = 1.5
AWAY_S = 1.0  # after a failure nobody is kept waiting for so long


@dataclass(slots=True)
class Errand:
    """One task to hand over, and how that went."""

    task: "Task[Any, Any]"
    name: str
    args: tuple[Any, ...]
    done: threading.Event = field(default_factory=threading.Event)
    sent: bool = False
    abandoned: bool = False


class Courier:
    """One thread with one connection of its own. A broker that does not answer holds up this thread and nobody else."""

    def __init__(self) -> None:
        self._errands: queue.SimpleQueue[Errand] = queue.SimpleQueue()
        self._away_until = 0.0
        self._connection: Connection | None = None
        threading.Thread(target=self._work, name="courier", daemon=True).start()

    def send(self, errand: Errand) -> bool:
        """Wait at most ``PATIENCE_S`` for the broker to take it; False when it did not, or is known to be away."""
        if time.monotonic() < self._away_until:
            return False
        self._errands.put(errand)
        errand.done.wait(PATIENCE_S)
        if not errand.sent:
            errand.abandoned = True
            self._away_until = time.monotonic() + AWAY_S
            log.warning("The broker is away", extra={"task": errand.name})
        return errand.sent

    def _work(self) -> None:
        while True:
            errand = self._errands.get()
            if not errand.abandoned:
                self._hand_over(errand)
            errand.done.set()

    def _hand_over(self, errand: Errand) -> None:
        try:
            if self._connection is None:
                self._connection = errand.task.app.connection(
                    transport_options={"max_retries": 0, "connect_retries_timeout": 1, "socket_timeout": 1, "socket_connect_timeout": 1}
                )
            with errand.task.app.amqp.Producer(self._connection, auto_declare=False) as producer:
                errand.task.apply_async(args=errand.args, producer=producer, retry=False)
            errand.sent = True
        except Exception:
            log.warning("The broker did not take a task", exc_info=True, extra={"task": errand.name})
            self._hang_up()

    def _hang_up(self) -> None:
        broken, self._connection = self._connection, None
        try:
            if broken is not None:
                broken.collect(socket_timeout=0.1)
        except Exception:
            log.debug("The broken connection did not close", exc_info=True)


_courier: Courier | None = None
_choosing = threading.Lock()


def publish(task: "Task[Any, Any]", args: Sequence[Any] = ()) -> bool:
    """Hand a task to the broker within 2 s. False: it was not confirmed, so leave its row for later.

    The task must be idempotent: a broker that answers too late may have it all the same.
    """
    global _courier
    with _choosing:
        if _courier is None:
            _courier = Courier()
    return _courier.send(Errand(task, task.name, tuple(args)))
