"""Settling one timer, or many at once when behind, and what happens to one that fails.

A failure is counted and holds the timer back: 2 s, 4 s, … 60 s; after the fifth it is given up and its kind is told, loudly.
A database that is merely in the way (a lock waited for too long, a deadlock) is not the timer's fault and is not counted.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection, transaction

from dispatch.clock import kinds
from dispatch.clock.commands import claim
from dispatch.clock.due import Reading, Row
from dispatch.clock.kinds import Outcome, Settling
from dispatch.clock.models import State, Timer

log = logging.getLogger(__name__)

ATTEMPTS = 5
LONGEST_HOLD_S = 60
IN_THE_WAY_HOLD_S = 2
ALONE = 4  # so many are settled one by one; waiting for fifty before they went together made alarms a quarter of a second late in a storm
BATCH = 50
LEAST, MOST = 10, 200  # settled with shared statements, where the kind knows how
BATCH_S = 0.2  # a batch holds its incidents until it commits: keep it short
FAILED = "failed"
DEAD = "dead"
Results = dict[int, str]


def settle_one(settling: Settling) -> str:
    """Settle one timer by itself: its outcome, ``failed`` or ``dead``. Raises only when the database is gone."""
    try:
        return _attempt(settling)
    except (InterfaceError, OperationalError):
        if not connection.is_usable():
            raise
        log.warning("The database was in a timer's way", exc_info=True, extra=_facts(settling))
        _hold_back(settling, IN_THE_WAY_HOLD_S)
        return Outcome.BUSY


def _attempt(settling: Settling) -> str:
    try:
        return kinds.kind_named(settling.kind).settle(settling)
    except (InterfaceError, OperationalError):
        raise
    except Exception:
        log.exception("A timer could not be settled", extra=_facts(settling))
        return count_failure(settling)


def settle_batch(reading: Reading, rows: Sequence[Row]) -> tuple[Results, int]:
    """Settle many in one transaction, each in the savepoint that its own becomes, and stop after ``BATCH_S``.

    Those of a sort are settled with shared statements, and then they are the batch: what a transaction announces locks the board until
    it commits. Returns the outcomes, without those that failed, and how many rows it came to.
    """
    alike = _alike(rows)
    with _batch():
        if kinds.kind_named(rows[0][1]).together is not None:
            return _settle_piece(reading.together(alike)), len(alike)
        return _one_by_one(reading, alike)


@contextmanager
def _batch() -> Iterator[None]:
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Under deadlock_timeout: if anybody must give way, it is the batch. And everything is found by its key: the statistics
                # of tables that a storm has just filled would have them read from end to end for each batch.
                cursor.execute("SET LOCAL lock_timeout = '400ms'; SET LOCAL enable_seqscan = off")
        yield


def _one_by_one(reading: Reading, rows: Sequence[Row]) -> tuple[Results, int]:
    done: Results = {}
    began = time.monotonic()
    for came_to, row in enumerate(rows):
        if time.monotonic() - began >= BATCH_S:
            return done, came_to
        done |= _settle_piece([reading.settling(row)])
    return done, len(rows)


def _alike(rows: Sequence[Row]) -> Sequence[Row]:
    """The first rows, as far as the same function settles them together, or as far as none does."""
    together = kinds.kind_named(rows[0][1]).together
    others = (place for place, row in enumerate(rows) if kinds.kind_named(row[1]).together is not together)
    return rows[: next(others, len(rows))]


def _settle_piece(piece: Sequence[Settling]) -> dict[int, str]:
    kind = kinds.kind_named(piece[0].kind)
    try:
        if kind.together is None:
            return {piece[0].timer_id: kind.settle(piece[0])}
        with transaction.atomic():
            return dict(kind.together(piece))
    except (InterfaceError, OperationalError):
        raise
    except Exception:  # met again, and counted, one at a time
        log.warning("Timers left their batch", exc_info=True, extra=_facts(piece[0]) | {"timers": len(piece)})
        return {}


def count_failure(settling: Settling) -> str:
    """Count a failed attempt and hold the timer back; give it up after the last."""
    if _attempts(settling) + 1 >= ATTEMPTS:
        return _give_up(settling)
    with transaction.atomic():
        timer = claim(settling.timer_id)
        if timer is None:
            return Outcome.SUPERSEDED
        timer.attempts += 1
        timer.not_before = settling.at + timedelta(seconds=min(LONGEST_HOLD_S, 2**timer.attempts))
        timer.save(update_fields=["attempts", "not_before"])
    return FAILED


def _attempts(settling: Settling) -> int:
    return Timer.objects.filter(pk=settling.timer_id).values_list("attempts", flat=True).first() or 0


def _give_up(settling: Settling) -> str:
    on_dead = kinds.kind_named(settling.kind).on_dead
    try:
        with transaction.atomic():
            if on_dead is not None:
                on_dead(settling)
            return _mark_dead(settling.timer_id, settling.at)
    except (InterfaceError, OperationalError):
        raise
    except Exception:
        log.exception("Nobody could be told of a timer that was given up", extra=_facts(settling))
    with transaction.atomic():
        return _mark_dead(settling.timer_id, settling.at)


def _mark_dead(timer_id: int, at: datetime) -> str:
    timer = claim(timer_id)
    if timer is None:
        transaction.set_rollback(True)  # somebody settled it after all: nobody is to be told that it died
        return Outcome.SUPERSEDED
    Timer.objects.filter(pk=timer.pk).update(attempts=timer.attempts + 1)
    Timer.objects.filter(pk=timer.pk).leave(State.DEAD, at)
    log.error("A timer was given up", extra={"timer": timer.pk, "kind": timer.kind})
    return DEAD


def _hold_back(settling: Settling, seconds: float) -> None:
    Timer.objects.armed().filter(pk=settling.timer_id).update(not_before=settling.at + timedelta(seconds=seconds))


def _facts(settling: Settling) -> dict[str, object]:
    return {"timer": settling.timer_id, "kind": settling.kind, "subject": settling.subject, "lock_on": settling.lock_on}
