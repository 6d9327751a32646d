"""A hundred times a city's load on one machine: calls come as the record has them, and we look at the desk and at every event.

1,700 calls an hour on average and 4,100 in the busiest, 17,500 units, 4,600 open incidents (San Francisco's record, a hundredfold).
"""

import itertools
import json
import queue
import threading
import time
from contextlib import suppress
from datetime import datetime
from typing import Any

from tests.bench.due_run import Bell, due_times, settled_by_timekeeper
from tests.bench.stand import Row, console, rest, row, share, spin_ms, table
from tests.faults.house import House
from tests.faults.writers import Stopped, Writer

PER_HOUR = 1_700
BUSIEST_PER_HOUR = 4_100
UNITS = 17_500
OPEN = 4_600
DESKS = 24
BOARDS = 200
AIM_DESK_MS = 300
AIM_EVENT_MS = 1_000
CLOCKS_EACH_S = 2
BOARD_EVERY_S = 20.0


class Ear(Bell):
    """A board that also notes how long after it happened each event came, in milliseconds: of those that happened while it listened."""

    def __init__(self, house: House, town: dict[str, Any]) -> None:
        super().__init__(house, town)
        self.late_ms: list[float] = []
        self._since = time.time()

    def _note(self, message: dict[str, Any]) -> None:
        super()._note(message)
        if message["op"] == "event" and (at := datetime.fromisoformat(message["at"]).timestamp()) > self._since:
            self.late_ms.append((time.time() - at) * 1000)


class Desk(Writer):
    """A person who waits for a call, takes it to the end, and waits for the next."""

    def __init__(self, house: House, person: dict[str, Any], calls: "queue.Queue[float]") -> None:
        super().__init__(house.address, person, house.folder, pause_s=0.05)
        self._calls = calls
        self.waited_s: list[float] = []

    def _job(self) -> None:
        with suppress(queue.Empty):
            came = self._calls.get(timeout=0.2)
            self.waited_s.append(time.monotonic() - came)
            super()._job()


def gaps_s(seconds: int) -> list[float]:
    """The waits between calls: the middle third is the busiest hour's pace, the rest makes the average hold."""
    quiet = (PER_HOUR * 3 - BUSIEST_PER_HOUR) / 2
    gaps, at = [], 0.0
    while at < seconds:
        pace = BUSIEST_PER_HOUR if seconds / 3 <= at < seconds * 2 / 3 else quiet
        gaps.append(3600 / pace)
        at += gaps[-1]
    return gaps


def ring(calls: "queue.Queue[float]", seconds: int, spins: list[float]) -> int:
    """Let calls come for so long: how many came."""
    began, at = time.monotonic(), 0.0
    for count in itertools.count():
        gap = gaps_s(seconds)[count : count + 1]
        if not gap:
            return count
        at += gap[0]
        spins.append(spin_ms())
        time.sleep(max(0.0, began + at - time.monotonic()))
        calls.put(time.monotonic())
    return 0


def read_boards(house: House, token: str, took_ms: list[float], stop: threading.Event) -> None:
    """Fetch the whole board now and then, as a screen does that is switched on."""
    with rest(house, token) as http:
        while not stop.wait(BOARD_EVERY_S if took_ms else 1.0):
            began = time.perf_counter()
            assert http.get("/board/").status_code == 200
            took_ms.append((time.perf_counter() - began) * 1000)


def measure(*, seconds: int, spins: list[float], units: int = UNITS, open_: int = OPEN) -> str:
    """The whole load for so long."""
    town_of = {"writers": DESKS, "far": open_, "units": units}
    with console(boards=min(BOARDS, seconds), workers=2, **town_of) as (house, town):
        settled_by_timekeeper(house)
        calls: queue.Queue[float] = queue.Queue()
        desks = [Desk(house, person, calls) for person in town["writers"]]
        ear, stop, boards_ms = Ear(house, town), threading.Event(), list[float]()
        reader = threading.Thread(target=read_boards, args=(house, town["watcher"], boards_ms, stop), daemon=True)
        for thread in (ear, reader, *desks):
            thread.start()
        clocks = min(open_ // 2, seconds * CLOCKS_EACH_S)
        house.fall_due(clocks, first_in_s=5, over_s=seconds)
        due = due_times(house)
        came = ring(calls, seconds, spins)
        time.sleep(10)
        stop.set()
        finish(desks)
        reader.join(60)
        ear.finish()
        return shown(desks, ear, due, boards_ms, came, seconds, units, open_)


def finish(desks: list[Desk]) -> None:
    """Let every desk finish its write; fail where one was wronged."""
    for desk in desks:
        desk.finish()
    for desk in desks:
        desk.join(60)
        if desk.error is not None and not isinstance(desk.error, Stopped):
            raise desk.error


def shown(
    desks: list[Desk], ear: Ear, due: dict[str, float], boards_ms: list[float], came: int, seconds: int, units: int, open_: int
) -> str:
    """The figures as a table, and what to know beside it."""
    took_ms = [each.took_s * 1000 for desk in desks for each in desk.tries if each.status]
    waited_ms = [each * 1000 for desk in desks for each in desk.waited_s]
    rang_ms = [(ear.rang[reference] - at) * 1000 for reference, at in due.items() if reference in ear.rang]
    rows: list[Row] = [
        row("every request of a desk", took_ms, aim=AIM_DESK_MS),
        row("from an event to the board", ear.late_ms, high=1.0, aim=AIM_EVENT_MS),
        row("a clock, to the board", rang_ms, high=1.0, aim=AIM_EVENT_MS),
        row("a call until a desk is free", waited_ms),
        row("the whole board, fetched anew", boards_ms),
    ]
    taken = len(waited_ms)
    return (
        f"{table(f'{came} calls in {seconds} s, {units} units, {open_} open incidents, {DESKS} desks', rows)}\n"
        f"{taken} calls were taken ({taken / seconds * 3600:.0f} an hour), {len(took_ms)} requests, {len(ear.late_ms)} events, "
        f"{len(rang_ms)} of {len(due)} clocks rang; half of the desk's requests were below {share(took_ms, 0.5):.0f} ms.\n"
    )


if __name__ == "__main__":
    print(json.dumps(gaps_s(60)))
