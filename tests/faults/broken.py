"""The console, broken on purpose: the harness must find every one of these. ``BROKEN`` in the environment names what is wrong.

Served in place of ``dispatch.asgi:application``.
"""

import os
import random
import time
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
from incidents.models import Incident

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


def locks_nothing() -> None:
    """Take clocks and their incidents without a lock; a moment's pause gives the other worker its chance."""
    armed = Timer.objects.armed

    def take_all(timer_ids: Any) -> set[int]:
        time.sleep(0.1)
        return set(armed().filter(pk__in=list(timer_ids)).values_list("pk", flat=True))

    def take(timer_id: int) -> Timer | None:
        time.sleep(0.1)
        return armed().filter(pk=timer_id).first()

    def incidents(ids: Any) -> dict[int, Incident]:
        return {each.pk: each for each in Incident.objects.select_related("centre").filter(pk__in=ids)}

    clocks.claim, clocks.claim_all, clocks.locked_incidents = take, take_all, incidents
    clocks.locked_incident = lambda incident_id, **_: incidents([incident_id]).get(incident_id)


globals()[os.environ["BROKEN"]]()
__all__ = ["application"]
