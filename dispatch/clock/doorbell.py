"""How the loop sleeps: until a time, until it is told to stop, or until a command arms a timer for the very next moment.

On PostgreSQL that is a NOTIFY, listened to on a connection of its own. It only saves time: without it the loop looks every second.
SQLite has no such thing, so there the loop looks every tenth of a second.
"""

import contextlib
import logging
import time
from threading import Event
from types import TracebackType
from typing import Any, Self

import psycopg
from django.db import connection

from dispatch.clock.commands import CHANNEL

log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.1
RETRY_S = 5.0
COALESCE_S = 0.03


class Doorbell:
    """Listens on a connection of its own, opened when first needed and again after it breaks."""

    def __init__(self) -> None:
        self._line: psycopg.Connection[Any] | None = None
        self._not_before = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def wait(self, seconds: float, stop: Event) -> None:
        """Sleep for so long, or until rung or told to stop (which may take up to a second to be heard)."""
        if connection.vendor != "postgresql":
            stop.wait(min(seconds, LOOK_EVERY_S))
        elif seconds > COALESCE_S and (line := self._listen()) is not None:
            self._hear(line, seconds)
        else:
            stop.wait(seconds)

    def close(self) -> None:
        """Hang up; the next wait opens another line."""
        line, self._line = self._line, None
        if line is not None:
            with contextlib.suppress(psycopg.Error, OSError):
                line.close()

    def _listen(self) -> psycopg.Connection[Any] | None:
        if self._line is None and time.monotonic() >= self._not_before:
            try:
                self._line = psycopg.connect(**connection.get_connection_params(), autocommit=True)
                self._line.execute(f"LISTEN {CHANNEL}")
            except (psycopg.Error, OSError):
                self._broken()
        return self._line

    def _hear(self, line: psycopg.Connection[Any], seconds: float) -> None:
        began = time.monotonic()
        try:
            heard = list(line.notifies(timeout=seconds, stop_after=1))
        except (psycopg.Error, OSError):  # psycopg's own errors, which are not django.db's
            self._broken()
            return
        if heard:
            time.sleep(max(0.0, COALESCE_S - (time.monotonic() - began)))

    def _broken(self) -> None:
        log.warning("The timers' doorbell is out of order; looking every second instead")
        self._not_before = time.monotonic() + RETRY_S
        self.close()
