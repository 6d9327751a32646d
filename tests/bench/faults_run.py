"""Exactly once, through everything: clocks fall due while workers, PostgreSQL and Redis die and clocks are set; an outside ledger compares.

    TEST_DATABASE_URL=postgres://postgres@127.0.0.1:PORT/dispatch python -m tests.bench.faults_run FOLDER '{"kills": 30, …}'

Starts a PostgreSQL of its own on that port. Each chapter has a house of its own; it prints a line of JSON for each, with every flaw found.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tests.bench.cluster import Cluster, FakeClock, ServerClock
from tests.bench.due_run import due_times, settled_by_timekeeper
from tests.faults.account import Books, flaws, settle_down
from tests.faults.house import SERVER, Ground, House, until
from tests.faults.watchers import Wall
from tests.faults.writers import Office

DUE = 120
PATIENCE_S = 240
PUT_OFF_S = 3000
NIGHTS = {
    "clocks go forward": datetime(2027, 3, 28, 0, 59, 40, tzinfo=UTC),
    "clocks go back": datetime(2027, 10, 31, 0, 59, 40, tzinfo=UTC),
}
UNSAFE = "tests.faults.broken_worker"
WITHOUT = (
    "ALTER TABLE incidents_logline DROP CONSTRAINT a_log_number_is_used_once",
    "ALTER TABLE incidents_logline DROP CONSTRAINT incidents_logline_timer_id_key",
    "ALTER TABLE clock_timer DROP CONSTRAINT a_timer_is_armed_once_in_an_epoch",
)
HELD = """
    SELECT i.reference, count(DISTINCT e.id), count(DISTINCT l.id), count(DISTINCT m.id) FROM incidents_incident i
    LEFT JOIN incidents_escalation e ON e.incident_id = i.id AND e.cause = 'not_sent'
    LEFT JOIN incidents_logline l ON l.incident_id = i.id AND l.entry = 'escalation.raised' AND l.timer_id IS NOT NULL
    LEFT JOIN incidents_message m ON m.incident_id = i.id AND m.key LIKE 'alarm-' || e.id || '-0-%'
    GROUP BY 1
"""
Fault = Callable[[House, float], None]


class Run:
    """The server, its clock and the ground that every chapter's house stands on."""

    def __init__(self, folder: Path, wanted: dict[str, Any]) -> None:
        self.folder, self.wanted = folder, wanted
        self.server_clock, self.clock = ServerClock(folder, "server-clock"), FakeClock(folder, "clock")
        self.cluster = Cluster(folder, urlsplit(SERVER).port or 0, self.server_clock)
        self.cluster.start()
        os.environ.update(self.clock.environment)  # for the processes started from here; our own clock stays true
        self.ground = Ground(folder, on_postgresql=True, writers=4, far=DUE)

    def set_clocks(self, seconds: float) -> None:
        """Set the clock of every process, and the server's."""
        self.clock.set(seconds)
        self.server_clock.set(seconds)

    def chapter(
        self, name: str, fault: Fault, *, over_s: float, people: bool = True, unsafe: bool = False, of_timers: bool = False
    ) -> dict[str, Any]:
        """Let clocks fall due in a house of its own while a fault happens; what the ledgers say against the database afterwards."""
        folder = Path(mkdtemp(dir=self.folder))
        house = House(folder, self.ground, workers=0 if unsafe else 2)
        for each in range(2 if unsafe else 0):
            house.add(f"worker{each}", [sys.executable, "-m", "celery", "-A", UNSAFE, "worker", "--pool", "threads", "-n", f"w{each}@%h"])
        house.environment["BROKEN"] = "locks_nothing"
        town = house.build()
        try:
            if unsafe:
                without_constraints(house)
            house.fall_due(DUE, first_in_s=PUT_OFF_S, over_s=1)  # after a jump over months they would all ring as the workers start
            house.start()
            settled_by_timekeeper(house)
            return {"chapter": name, **self._through(house, town, fault, over_s, people, of_timers)}
        finally:
            house.close()

    def _through(self, house: House, town: dict[str, Any], fault: Fault, over_s: float, people: bool, of_timers: bool) -> dict[str, Any]:
        began = time.monotonic()
        house.fall_due(DUE, first_in_s=2, over_s=over_s)
        ledger = due_times(house)
        with ExitStack() as stack:
            wall = stack.enter_context(Wall(house, town))
            office = stack.enter_context(Office(house.address, town, house.folder)) if people else None
            fault(house, over_s)
            missing: list[str] = []
            try:
                until(lambda: all_rang(house, ledger), within_s=PATIENCE_S, what="every clock has rung")
            except AssertionError as late:
                missing = [str(late)]
            if office is not None:
                office.finish()
            settle_down(house, within_s=PATIENCE_S)
            entries = office.entries() if office is not None else []
            told = timers_alone(house) if of_timers else flaws(house, wall, entries)
            found = [
                *missing,
                *self.cluster.fell_over(),
                *told,
                *ledger_flaws(house, ledger),
            ]  # the ledger last: a second effect may come late
        return {"clocks": len(ledger), "writes": len(entries), "seconds": round(time.monotonic() - began), "flaws": found[:5]}


def all_rang(house: House, ledger: dict[str, float]) -> bool:
    """Whether every incident of the ledger has its alarm."""
    raised = {reference for reference, alarms, _, _ in Books(house).rows(HELD) if alarms}
    return ledger.keys() <= raised


def timers_alone(house: House) -> list[str]:
    """What is wrong with timers and log. After a jump over months the board's old events are bound in volumes, as they should be."""
    broken = house.log_holds()
    return [*Books(house).timer_flaws(), *([broken] if broken else [])]


def ledger_flaws(house: House, ledger: dict[str, float]) -> list[str]:
    """Where an incident of the ledger has anything but one alarm, one line and one message."""
    held = {reference: counts for reference, *counts in Books(house).rows(HELD)}
    return [f"{reference}: {held[reference]} alarms, lines, messages" for reference in ledger if held[reference] != [1, 1, 1]]


def without_constraints(house: House) -> None:
    """Take away what would stop a second effect even without a lock."""
    with psycopg.connect(house.url) as connection:
        for statement in WITHOUT:
            connection.execute(statement)  # type: ignore[call-overload]


def spread_over(over_s: float, times: int, act: Callable[[int], None]) -> None:
    """Do something so many times, evenly over a time."""
    began = time.monotonic()
    for turn in range(times):
        time.sleep(max(0.0, began + over_s * turn / times - time.monotonic()))
        act(turn)


def redis_away(house: House, seconds: float) -> None:
    """Kill Redis, and start it again after a time."""
    house.parts["redis"].kill()
    time.sleep(seconds)
    house.parts["redis"].start()


def main() -> int:
    """Every chapter, a line each."""
    folder, wanted = Path(sys.argv[1]), json.loads(sys.argv[2])
    run = Run(folder, wanted)

    def told(*given: Any, **more: Any) -> None:
        print(json.dumps(run.chapter(*given, **more)), flush=True)

    try:
        kills, crashes, away_s = wanted["kills"], wanted["crashes"], wanted["redis_s"]
        told(
            f"{kills} × kill -9 of a worker",
            lambda house, s: spread_over(s, kills, lambda n: house.parts[f"worker{n % 2}"].crash()),
            over_s=kills * 3,
        )
        told(f"{crashes} × kill -9 of PostgreSQL", lambda _, s: spread_over(s, crashes, lambda _: run.cluster.crash()), over_s=crashes * 8)
        told(f"Redis gone for {away_s} s", redis_away, over_s=away_s)
        steps = [60, 0, 3600, 0]
        told(
            "wall clock set by a minute and an hour both ways",
            lambda _, s: spread_over(s, 4, lambda n: run.set_clocks(steps[n])),
            over_s=60,
            people=False,
        )
        run.clock.set(30)
        told("clocks of console and database 30 s apart", lambda *_: None, over_s=20, people=False)
        for night, at in NIGHTS.items():
            run.set_clocks(at.timestamp() - time.time() - 30)
            told(night, lambda *_: None, over_s=40, people=False, of_timers=True)
        run.set_clocks(0)
        told("without the lock, to see it found", lambda *_: None, over_s=1, people=False, unsafe=True)
    finally:
        run.set_clocks(0)
        run.ground.close()
        run.cluster.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
