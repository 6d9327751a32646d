"""The console, broken on purpose: the harness must find every one of these. ``BROKEN`` in the environment names what is wrong.

Served in place of ``dispatch.asgi:application``.
"""

import os
import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import transaction

from dispatch.asgi import application  # isort: skip  (loads the apps: what follows may only be imported after it)

from dispatch.api import idempotency, views
from dispatch.clock.models import Timer
from dispatch.live import announcing, exits
from dispatch.refusal import Refusal
from incidents import clocks
from incidents.commands import _change

DIE = random.Random(7)
EVERY = 10


def acks_what_it_did_not_write() -> None:
    """Answer, and undo the transaction that would have kept it."""
    keep = idempotency.answered_once

    def lose(**given: Any) -> Any:
        with transaction.atomic():
            response = keep(**given)
            if DIE.randrange(EVERY) == 0:
                transaction.set_rollback(True)
        return response

    views.answered_once = lose


def does_it_twice() -> None:
    """Take no notice of the key, and act on some requests twice."""

    def twice(*, act: Callable[[], Any], **_: Any) -> Any:
        response = act()
        if DIE.randrange(EVERY) == 0:
            with suppress(Refusal):
                act()
        return response

    views.answered_once = twice


def leaves_numbers_out() -> None:
    """Take numbers for events that are never kept."""
    take = announcing.next_numbers

    def too_many(cursor: Any, centre_id: int, count: int) -> Any:
        if DIE.randrange(EVERY) == 0:
            take(cursor, centre_id, count)
        return take(cursor, centre_id, count)

    announcing.next_numbers = too_many


def repeats_numbers() -> None:
    """Write every event's frame twice."""
    for kind in (exits.WireExit, exits.AsgiExit):
        put = kind.put
        kind.put = lambda self, frames, put=put: put(self, frames + frames)  # type: ignore[method-assign]


def forgets_effects() -> None:
    """Settle some timers and undo what they were to do."""
    finish = _change.finish_together

    def forget(changes: Any) -> None:
        kept = [each for each in changes if not (each.lines and each.lines[0].timer_id is not None and DIE.randrange(2) == 0)]
        if kept:
            finish(kept)

    _change.finish_together = clocks.finish_together = forget


def fires_again() -> None:
    """Settle some timers without saying so, and once more on the next look."""
    Timer.settle = lambda self, at: None  # type: ignore[method-assign]


def writes_over_the_log() -> None:
    """Seal the log's lines with something else."""
    sealed = _change.LogLine.seal_it_must_carry
    _change.LogLine.seal_it_must_carry = lambda self: sealed(self)[::-1]  # type: ignore[method-assign]


globals()[os.environ["BROKEN"]]()
__all__ = ["application"]
