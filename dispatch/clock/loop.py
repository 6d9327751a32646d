"""The loop that settles timers: look, settle, beat, sleep until the next one.

1. Read the due timers without a lock, most overdue first.
2. Settle each through its kind, one transaction each; when more than ``ALONE`` are due, in batches, which is faster but holds longer.
3. Look again at what was said to be settled: one that is still armed has failed.
4. Write the heartbeat. Sleep until the next due time, at most a second, or until the doorbell rings.

Any number of loops may run at once, in any number of processes, and any may be killed at any moment.
"""

import logging
import math
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

from dispatch.clock import heartbeat
from dispatch.clock.checks import insist_on_a_safe_database
from dispatch.clock.doorbell import Doorbell
from dispatch.clock.due import Reading, Row, first_due_for, look, still_armed
from dispatch.clock.kinds import Outcome, Settling
from dispatch.clock.models import Lane
from dispatch.clock.now import SteadyClock
from dispatch.clock.pace import settling
from dispatch.clock.session import keep_short, let_go
from dispatch.clock.settlement import ALONE, BATCH, BATCH_S, DEAD, FAILED, LEAST, MOST, Results, count_failure, settle_batch, settle_one

log = logging.getLogger(__name__)

LIMIT = 1000
PASS_S = 1.0  # a pass ends in time for the heartbeat
SHORTEST_SLEEP_S = 0.025  # several that fall due together are settled together
LONGEST_SLEEP_S = 1.0
BUSY_SLEEP_S = 0.1
AFTER_AN_ERROR_S = 0.5
REPLAY_PATIENCE = 100  # looks at a busy incident, 20 ms apart


@dataclass(frozen=True, slots=True)
class Report:
    """What one pass did: how many timers came to which end, and when to look again."""

    read: int
    settled: int
    superseded: int
    busy: int
    failed: int
    dead: int
    more: bool
    next_in_s: float | None


def run_once(*, limit: int = LIMIT, lane: str = Lane.WALL, steady: SteadyClock | None = None, within_s: float = math.inf) -> Report:
    """Settle what is due now, at most ``limit`` timers; after ``within_s`` no more is begun. Raises only when the database is gone."""
    reading = look(limit=limit, lane=lane, steady=steady)
    results = _settle_all(reading, time.monotonic() + within_s)
    _find_false_claims(reading, results)
    ends = Counter(results.values())
    return Report(
        read=len(reading.rows),
        settled=ends[Outcome.SETTLED],
        superseded=ends[Outcome.SUPERSEDED],
        busy=ends[Outcome.BUSY],
        failed=ends[FAILED],
        dead=ends[DEAD],
        more=len(reading.rows) >= limit or len(results) < len(reading.rows),
        next_in_s=reading.next_in_s,
    )


def _settle_all(reading: Reading, until: float) -> Results:
    results: Results = {}
    rest = list(reading.rows)
    alone: list[Row] = [] if len(rest) > ALONE else rest
    size = BATCH
    while rest is not alone and rest and time.monotonic() < until:
        began = time.monotonic()
        done, came_to = _try_batch(reading, rest[:size])
        results |= done
        alone += [row for row in rest[:came_to] if row[0] not in done]
        del rest[:came_to]
        size = next_size(size, time.monotonic() - began)
    for row in alone:
        if time.monotonic() < until:
            results[row[0]] = settle_one(reading.settling(row))
    return results


def next_size(size: int, took_s: float) -> int:
    """How many the next batch may hold, so that none holds its incidents much longer than ``BATCH_S``."""
    return min(MOST, size * 2) if took_s < BATCH_S / 3 else max(LEAST, size // 2) if took_s > BATCH_S else size


def _try_batch(reading: Reading, rows: Sequence[Row]) -> tuple[Results, int]:
    try:
        return settle_batch(reading, rows)
    except Exception:  # whatever it was, it is met again, and counted, one at a time
        log.warning("A batch of timers was undone", exc_info=True, extra={"timers": len(rows)})
        return {}, len(rows)


def _find_false_claims(reading: Reading, results: Results) -> None:
    """Treat "settled" but still armed as a failure, and "superseded" but still armed as somebody else at work."""
    if not results:
        return
    armed = still_armed(list(results))
    for row in [row for row in reading.rows if row[0] in armed]:
        if results[row[0]] == Outcome.SETTLED:
            log.error("A timer was said to be settled and was not", extra={"timer": row[0], "kind": row[1]})
            results[row[0]] = count_failure(reading.settling(row))
        elif results[row[0]] == Outcome.SUPERSEDED:
            results[row[0]] = Outcome.BUSY


def settle_due(*, centre_id: int, lane: str, upto: datetime) -> int:
    """Settle a centre's timers up to an instant of a lane's own time, in the order they fall due: how many were settled.

    For drivers of a replay: ``at`` is each timer's own due time, and timers armed on the way have their turn too.
    """
    settled = 0
    waits = 0
    while waits < REPLAY_PATIENCE and (found := first_due_for(centre_id=centre_id, lane=lane, upto=upto)) is not None:
        (timer_id, kind, subject, lock_on, due_at), at = found
        settling = Settling(timer_id=timer_id, kind=kind, subject=subject, lock_on=lock_on, due_at=due_at, at=at)
        outcome = settle_one(settling)
        if outcome == Outcome.SETTLED and still_armed([timer_id]):
            outcome = count_failure(settling)
        settled += outcome == Outcome.SETTLED
        waits = waits + 1 if outcome in {Outcome.BUSY, Outcome.SUPERSEDED} else 0
        if waits:
            time.sleep(0.02)
    return settled


@dataclass(slots=True)
class Engine:
    """One loop's memory between passes. ``passed_at`` (monotonic) is when it last finished one."""

    steady: SteadyClock = field(default_factory=SteadyClock)
    pulse: heartbeat.Pulse = field(default_factory=heartbeat.Pulse)
    passed_at: float = field(default_factory=time.monotonic)
    vetted: bool = False

    def cycle(self) -> Report:
        """One pass with everything around it; the database is vetted at the first."""
        if not self.vetted:
            insist_on_a_safe_database()
            keep_short()
            self.vetted = True
        if self.pulse.is_wanted():
            self.steady.notice(self.pulse.beat())
        with settling():
            report = run_once(steady=self.steady, within_s=PASS_S)
        self.passed_at = time.monotonic()
        return report

    def quiet_for_s(self) -> float:
        """Seconds since the last finished pass."""
        return time.monotonic() - self.passed_at


def run(stop: Event, engine: Engine | None = None) -> None:
    """Keep time until told to stop. Survives whatever a pass raises, and a database that goes away and comes back."""
    engine = engine or Engine()
    with Doorbell() as doorbell:
        while not stop.is_set():
            try:
                report = engine.cycle()
                doorbell.wait(min(pause_after(report), engine.pulse.wanted_in_s()), stop)
            except Exception:
                log.exception("The timers' loop was interrupted")
                engine.vetted = False
                doorbell.close()
                let_go()
                stop.wait(AFTER_AN_ERROR_S)
    let_go()


def pause_after(report: Report) -> float:
    """Seconds to sleep after a pass: none when there is more to do, else until the next one, within bounds."""
    if report.more and report.settled:
        return 0.0
    pause = LONGEST_SLEEP_S if report.next_in_s is None else report.next_in_s
    if report.busy:
        pause = min(pause, BUSY_SLEEP_S)
    return min(LONGEST_SLEEP_S, max(SHORTEST_SLEEP_S, pause))
