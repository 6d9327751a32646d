"""One run of clocks with their whole effect: how late a board sees each, while workers are killed, and what a worker's memory comes to.

Lateness is what a board sees: from the due time to the arrival of the alarm's card in a browser's place, by this machine's clock.
"""

import itertools
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from tests.bench.stand import spin_ms
from tests.faults.account import Books
from tests.faults.house import House
from tests.faults.watchers import Board

HEAD_START_S = 3.0
MOVED_EACH_S = 4_000  # clocks that are set for their time in a second, at least
PATIENCE_S = 600


class Bell(Board):
    """A board that notes when each incident's alarm came (seconds since 1970)."""

    def __init__(self, house: House, town: dict[str, Any]) -> None:
        super().__init__(house, town)
        self.rang: dict[str, float] = {}

    def _note(self, message: dict[str, Any]) -> None:
        super()._note(message)
        for card in message.get("cards", ()):
            if card["kind"] == "alarm" and card["cause"] == "not_sent":
                self.rang.setdefault(card["incident"], time.time())


class Killer(threading.Thread):
    """Kills one worker after the other, evenly over a time, and starts another in its place."""

    def __init__(self, house: House, kills: int, over_s: float) -> None:
        super().__init__(name="killer", daemon=True)
        self._workers = itertools.cycle(part for name, part in house.parts.items() if name.startswith("worker"))
        self._kills, self._every_s = kills, over_s / max(1, kills)
        self.killed = 0

    def run(self) -> None:
        """Kill until all are done."""
        began = time.monotonic()
        for turn in range(self._kills):
            time.sleep(max(0.0, began + turn * self._every_s - time.monotonic()))
            next(self._workers).crash()
            self.killed += 1


def due_times(house: House) -> dict[str, float]:
    """When the incidents' clocks fall due, by reference, of those within the hour."""
    query = """
        SELECT i.reference, t.due_at FROM clock_timer t JOIN incidents_incident i ON i.id = t.lock_on
        WHERE t.kind = 'not-sent' AND t.due_at < now() + interval '1 hour'
    """
    with psycopg.connect(house.url) as connection:
        return {reference: due_at.timestamp() for reference, due_at in connection.execute(query).fetchall()}


def lateness_ms(
    house: House,
    town: dict[str, Any],
    count: int,
    over_s: float,
    spins: list[float],
    *,
    kills: int = 0,
    then: Callable[[], None] | None = None,
    send_s: float = 0,
) -> list[float]:
    """Let clocks fall due, do what is to be done then (within ``send_s`` seconds), and wait until every one has rung."""
    bell = Bell(house, town)
    bell.start()
    first_in_s = HEAD_START_S + count / MOVED_EACH_S + send_s
    house.fall_due(count, first_in_s=first_in_s, over_s=over_s)
    due = due_times(house)
    if then is not None:
        then()
    time.sleep(max(0.0, min(due.values()) - time.time()))
    killer = Killer(house, kills, over_s)
    killer.start()
    deadline = time.monotonic() + over_s + PATIENCE_S
    while len(bell.rang) < len(due) and time.monotonic() < deadline:
        spins.append(spin_ms())
        time.sleep(0.5)
    killer.join()
    bell.finish()
    assert due.keys() <= bell.rang.keys(), f"{len(due.keys() - bell.rang.keys())} clocks did not ring"
    return [(bell.rang[reference] - at) * 1000 for reference, at in due.items()]


def insist_on_once(house: House) -> None:
    """Every settled clock has its effect, and has it once. Alarms nobody takes go on repeating meanwhile."""
    books = Books(house)
    with books.at_one_instant():
        flaws = books.timer_flaws()
    assert not flaws, flaws


def settled_by_timekeeper(house: House) -> None:
    """Wait until a worker keeps time."""
    with psycopg.connect(house.url, autocommit=True) as connection:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            fresh = "SELECT 1 FROM clock_enginebeat WHERE at > now() - interval '2 s'"  # the database's clock, which may be set
            if connection.execute(fresh).fetchone():
                return
            time.sleep(0.2)
    raise AssertionError("no worker keeps time")


def memory_mb(house: House, name: str = "worker0") -> float:
    """A process's own memory, what it shares not counted."""
    process = house.parts[name].process
    assert process is not None
    lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()
    own = [int(line.split()[1]) for line in lines if line.startswith(("Private_Clean", "Private_Dirty"))]
    return sum(own) / 1024
