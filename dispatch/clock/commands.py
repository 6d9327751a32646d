"""Arming timers and taking them back: what commands call, always inside their own transaction."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction

from dispatch.clock.kinds import Outcome, Settling
from dispatch.clock.models import Lane, State, Timer
from dispatch.rows import insert_rows

CHANNEL = "timers"
# Every command starts or stops clocks: composing these anew each time cost more than running them.
CANCEL = "UPDATE clock_timer SET state = %s, settled_at = %s WHERE state = 'armed' AND kind = %s AND subject = %s"
ARM_NEXT = """
    INSERT INTO clock_timer (centre_id, kind, subject, epoch, lock_on, lane, due_at, armed_at, state, attempts)
    SELECT {centre}, {kind}, {subject}, COALESCE(MAX(epoch), 0) + 1, {lock_on}, {lane}, {due_at}, {armed_at}, 'armed', 0
    FROM clock_timer WHERE kind = %s AND subject = %s RETURNING id, epoch
"""
EPOCHS = "SELECT kind, subject, MAX(epoch) FROM clock_timer WHERE (kind, subject) IN (VALUES {pairs}) GROUP BY kind, subject"
# PostgreSQL wants to know what it is given where no column says so.
TYPES = {"centre": "bigint", "kind": "varchar", "subject": "bigint", "lock_on": "bigint", "lane": "varchar",
         "due_at": "timestamptz", "armed_at": "timestamptz"}  # fmt: skip
SOON = timedelta(seconds=1)  # the loop never sleeps longer, so only what is due sooner needs the doorbell


def arm(
    *, centre_id: int, kind: str, subject: int, epoch: int, lock_on: int | None, due_at: datetime, at: datetime, lane: str = Lane.WALL
) -> Timer:
    """Arm a timer. The same kind, subject and epoch twice is an IntegrityError: a change of state needs a new epoch."""
    timer = Timer.objects.create(
        centre_id=centre_id, kind=kind, subject=subject, epoch=epoch, lock_on=lock_on, lane=lane, due_at=due_at, armed_at=at
    )
    if lane == Lane.WALL and due_at - at < SOON:
        ring()
    return timer


def rearm(*, centre_id: int, kind: str, subject: int, lock_on: int | None, due_at: datetime, at: datetime, lane: str = Lane.WALL) -> Timer:
    """Cancel the armed timer of this kind and subject, if any, and arm one with the next epoch. The caller holds the incident."""
    cancel(kind=kind, subject=subject, at=at)
    stored = connection.ops.adapt_datetimefield_value
    on_postgresql = connection.vendor == "postgresql"
    marks = {name: f"CAST(%s AS {type_})" if on_postgresql else "%s" for name, type_ in TYPES.items()}
    with connection.cursor() as cursor:
        facts: list[Any] = [centre_id, kind, subject, lock_on, str(lane), stored(due_at), stored(at)]
        cursor.execute(ARM_NEXT.format(**marks), [*facts, kind, subject])
        timer_id, epoch = cursor.fetchone()
    if lane == Lane.WALL and due_at - at < SOON:
        ring()
    return Timer(
        pk=timer_id, centre_id=centre_id, kind=kind, subject=subject, epoch=epoch, lock_on=lock_on, lane=lane, due_at=due_at, armed_at=at
    )


class Wanted(NamedTuple):
    """A timer to arm: ``lock_on`` is the incident, ``at`` the instant of the change that wants it."""

    centre_id: int
    kind: str
    subject: int
    lock_on: int
    lane: str
    due_at: datetime
    at: datetime


def arm_all(wanted: Sequence[Wanted]) -> None:
    """Arm several timers, each with the next epoch of its kind and subject. The caller holds their incidents, and none is armed already."""
    if not wanted:
        return
    pairs = ", ".join(["(%s, %s)"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(EPOCHS.format(pairs=pairs), [value for each in wanted for value in (each.kind, each.subject)])
        last = {(kind, subject): epoch for kind, subject, epoch in cursor.fetchall()}
    insert_rows(
        [
            Timer(
                centre_id=each.centre_id,
                kind=each.kind,
                subject=each.subject,
                epoch=last.get((each.kind, each.subject), 0) + 1,
                lock_on=each.lock_on,
                lane=each.lane,
                due_at=each.due_at,
                armed_at=each.at,
            )
            for each in wanted
        ]
    )
    if any(each.lane == Lane.WALL and each.due_at - each.at < SOON for each in wanted):
        ring()


def cancel_these(timer_ids: Sequence[int], *, at: datetime) -> int:
    """Take back these timers, as far as they are armed: how many were."""
    return Timer.objects.filter(pk__in=timer_ids).leave(State.CANCELLED, at) if timer_ids else 0


def supersede_these(timer_ids: Sequence[int], *, at: datetime) -> None:
    """Record of timers that were settled a moment ago, under the same locks, that they had nothing left to do."""
    if timer_ids:
        Timer.objects.filter(pk__in=timer_ids).update(state=State.SUPERSEDED, settled_at=at)


def cancel(*, kind: str, subject: int, at: datetime) -> int:
    """Take back every armed timer of this kind and subject: how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(CANCEL, [State.CANCELLED.value, connection.ops.adapt_datetimefield_value(at), kind, subject])
        stopped: int = cursor.rowcount
    return stopped


def cancel_for(*, lock_on: int, kinds: Iterable[str] | None = None, at: datetime) -> int:
    """Take back every armed timer that locks this incident, or only those of some kinds: how many there were."""
    timers = Timer.objects.filter(lock_on=lock_on)
    if kinds is not None:
        timers = timers.filter(kind__in=list(kinds))
    return timers.leave(State.CANCELLED, at)


def claim(timer_id: int) -> Timer | None:
    """Lock a timer that is still armed; None when somebody else has it or it is no longer armed.

    Call it inside the transaction that writes the effect, after the incident is locked, never before.
    """
    return (
        Timer.objects.armed()
        .select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        .filter(pk=timer_id)
        .first()
    )


def claim_all(timer_ids: Iterable[int]) -> set[int]:
    """Lock those of the timers that are still armed and that nobody else has; as ``claim``, in one statement. Their ids."""
    free = Timer.objects.armed().select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
    return set(free.filter(pk__in=list(timer_ids)).order_by("pk").values_list("pk", flat=True))


def alone(effect: Callable[[Settling], None]) -> Callable[[Settling], Outcome]:
    """Settle a kind that locks no incident: claim the timer, write the effect, settle it, in one transaction."""

    def settle(settling: Settling) -> Outcome:
        with transaction.atomic():
            timer = claim(settling.timer_id)
            if timer is None:
                return Outcome.SUPERSEDED
            effect(settling)
            timer.settle(settling.at)
        return Outcome.SETTLED

    return settle


def ring() -> None:
    """Wake the loops when this transaction commits. SQLite's loop looks often enough by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")
