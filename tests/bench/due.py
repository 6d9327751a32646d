"""How late clocks are with their whole effect (alarm, log line, message, next clock, board), and how long many at once take.

Lateness is what a board sees: from the due time to the arrival of the alarm's card in a browser's place, by this machine's clock.
"""

import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import Any

import psycopg

from tests.bench.stand import Row, console, row, spin_ms, table
from tests.faults.house import ROOT, SERVER, House
from tests.faults.watchers import Board

AIM_LATE_MS = 100
HEAD_START_S = 3.0


class Bell(Board):
    """A board that notes when each incident's alarm came (seconds since 1970)."""

    rang: dict[str, float]

    def _note(self, message: dict[str, Any]) -> None:
        super()._note(message)
        for card in message.get("cards", ()):
            if card["kind"] == "alarm" and card["cause"] == "not_sent":
                self.rang.setdefault(card["incident"], time.time())


def due_times(house: House) -> dict[str, float]:
    """When the incidents' clocks fall due, by reference, of those within the hour."""
    query = """
        SELECT i.reference, t.due_at FROM clock_timer t JOIN incidents_incident i ON i.id = t.lock_on
        WHERE t.kind = 'not-sent' AND t.due_at < now() + interval '1 hour'
    """
    with psycopg.connect(house.url) as connection:
        return {reference: due_at.timestamp() for reference, due_at in connection.execute(query).fetchall()}


def lateness_ms(house: House, town: dict[str, Any], count: int, over_s: float, spins: list[float]) -> list[float]:
    """Let clocks fall due and wait until every one has rung."""
    bell = Bell(house, town)
    bell.rang = {}
    bell.start()
    house.fall_due(count, first_in_s=HEAD_START_S, over_s=over_s)
    due = due_times(house)
    deadline = time.monotonic() + HEAD_START_S + over_s + 300
    while not due.keys() <= bell.rang.keys() and time.monotonic() < deadline:
        spins.append(spin_ms())
        time.sleep(0.5)
    bell.finish()
    assert due.keys() <= bell.rang.keys(), f"{len(due.keys() - bell.rang.keys())} clocks did not ring"
    return [(bell.rang[reference] - at) * 1000 for reference, at in due.items()]


def settled_by_timekeeper(house: House) -> None:
    """Wait until the worker keeps time."""
    with psycopg.connect(house.url, autocommit=True) as connection:
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            newest = connection.execute("SELECT max(at) FROM clock_enginebeat").fetchone()
            if newest and newest[0] and (datetime.now(UTC) - newest[0]).total_seconds() < 2:
                return
            time.sleep(0.2)
    raise AssertionError("no worker keeps time")


def bare(*, armed: int, count: int, over_s: int) -> Row:
    """The same with a single row as the whole effect."""
    words = ["--armed", str(armed), "--due", str(count), "--over", str(over_s), "--postgres", SERVER]
    done = subprocess.run([sys.executable, "-m", "tests.bench.timers", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    late = json.loads(done.stdout.splitlines()[-1])["late_s"]
    return Row("reference: one row as the whole effect", round(late["p50"] * 1000, 1), round(late["p99"] * 1000, 1), "p99")


def measure(*, armed: int, count: int, over_s: int, at_once: int, spins: list[float]) -> str:
    """Spread over a time, then all at once."""
    with console(boards=0, workers=1, far=armed + count + at_once) as (house, town):
        settled_by_timekeeper(house)
        spread = lateness_ms(house, town, count, over_s, spins)
    with console(boards=0, workers=1, far=armed + at_once) as (house, town):
        settled_by_timekeeper(house)
        drain = lateness_ms(house, town, at_once, 0, spins)
    rows = [row(f"{count} due over {over_s} s", spread, high=0.99, aim=AIM_LATE_MS), bare(armed=armed, count=count, over_s=over_s)]
    shown = table(f"Clocks with their whole effect, {armed} more armed", rows)
    took = max(drain) / 1000
    return f"{shown}\n{at_once} due at one instant: all done after {took:.1f} s, {at_once / took:.0f} a second.\n"
