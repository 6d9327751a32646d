"""Clocks go first: what else a process does waits a moment while its loop settles clocks.

Threads of one process compute one at a time. Fifty messages sent beside a storm of alarms made each alarm wait for several of them.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_S = 0.2  # nothing waits longer, however many clocks are due

_quiet = threading.Event()
_quiet.set()


@contextmanager
def settling() -> Iterator[None]:
    """Clocks are settled while the block runs."""
    _quiet.clear()
    try:
        yield
    finally:
        _quiet.set()


def after_the_clocks() -> None:
    """Come back when no clock is being settled in this process, after ``PATIENCE_S`` at the latest."""
    _quiet.wait(PATIENCE_S)
