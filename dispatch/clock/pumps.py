"""Pumps: small jobs that look for rows to send on, called again and again, each in a thread of its own.

An app registers its pump when it starts; whoever keeps time in the process runs it. A pump must be safe to run in several
processes at once (``FOR UPDATE SKIP LOCKED``) and may be killed at any moment.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from dispatch.clock.session import let_go

log = logging.getLogger(__name__)

EVERY_S = 0.5
RESTS_S = 5.0  # a pump that rests so long gives its session back: there are as many pumps as a pool has sessions


@dataclass(frozen=True, slots=True)
class Pump:
    """A job, how often it is called, and how long after the start for the first time, in seconds."""

    name: str
    call: Callable[[], object]
    every_s: float
    first_in_s: float = 0.0


_registered: dict[str, Pump] = {}


def register(name: str, call: Callable[[], object], every_s: float = EVERY_S, *, first_in_s: float = 0.0) -> None:
    """Have a job called at least every ``every_s`` seconds, from one call's beginning to the next's. The same name again replaces it.

    What is not urgent comes ``first_in_s`` later: a process that has just started, perhaps in place of one that died, has better to do.
    """
    if every_s <= 0:
        raise ValueError("A pump is called every so many seconds, more than none.")
    _registered[name] = Pump(name, call, every_s, first_in_s)


def forget(name: str) -> None:
    """Take a job back; a thread that runs already goes on."""
    _registered.pop(name, None)


def registered() -> list[Pump]:
    """The jobs to run."""
    return list(_registered.values())


def keep_pumping(pump: Pump, stop: Event) -> None:
    """Call the job until told to stop. Whatever it raises is logged. Its database session is let go then, and while it rests for long."""
    stop.wait(pump.first_in_s)
    while not stop.is_set():
        began = time.monotonic()
        try:
            pump.call()
        except Exception:
            log.exception("A pump failed", extra={"pump": pump.name})
            let_go()
        if pump.every_s >= RESTS_S:
            let_go()
        stop.wait(max(0.01, pump.every_s - (time.monotonic() - began)))
    let_go()
