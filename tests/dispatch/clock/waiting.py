"""Waiting for what other threads do."""

import threading
import time
from collections.abc import Callable

from django.db import connection


def in_thread(target: Callable[..., object], *args: object) -> threading.Thread:
    def work() -> None:
        try:
            target(*args)
        finally:
            connection.close()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def until(true: Callable[[], object], within_s: float = 10) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
