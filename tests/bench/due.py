"""How late clocks are with their whole effect (alarm, log line, message, next clock, board), through kills, and how long many at once take.

Beside them the same clocks as Celery's delayed tasks, and the same timers with one row as the whole effect.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import psycopg

from tests.bench.due_run import insist_on_once, lateness_ms, memory_mb, settled_by_timekeeper
from tests.bench.stand import Row, console_on, ground_of, row, share, so_far, table
from tests.faults.house import ROOT, SERVER, Ground, House

AIM_LATE_MS = 250
AIM_ALONE_MS = 100
AIM_DRAIN_S = 60
AIM_MEMORY_MB = 100
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Load:
    """So many clocks armed for tomorrow, ``count`` due over ``over_s`` seconds, ``at_once`` at one instant, through so many kills."""

    armed: int
    count: int
    over_s: int
    at_once: int = 0
    kills: int = 0


def bare(load: Load) -> Row:
    """The same with a single row as the whole effect."""
    words = ["--armed", str(load.armed), "--due", str(load.count), "--over", str(load.over_s), "--postgres", SERVER]
    done = subprocess.run([sys.executable, "-m", "tests.bench.timers", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    late = json.loads(done.stdout.splitlines()[-1])["late_s"]
    return Row("reference: one row as the whole effect", round(late["p50"] * 1000, 1), round(late["p99"] * 1000, 1), "p99")


def spread(ground: Ground, load: Load, spins: list[float], *, kills: int = 0) -> tuple[list[float], float]:
    """Spread over a time: lateness (ms), and a worker's memory (MB) while all are armed."""
    with console_on(ground, workers=WORKERS + bool(kills)) as (house, town):
        settled_by_timekeeper(house)
        memory = memory_mb(house)
        late = lateness_ms(house, town, load.count, load.over_s, spins, kills=kills)
        insist_on_once(house)
        return late, memory


def drain_s(ground: Ground, load: Load, spins: list[float]) -> float:
    """All at one instant: seconds until the last has rung."""
    with console_on(ground, workers=WORKERS) as (house, town):
        settled_by_timekeeper(house)
        late = lateness_ms(house, town, load.at_once, 0, spins)
        insist_on_once(house)
        return max(late) / 1000


def empty_memory_mb(ground: Ground) -> float:
    """What a worker takes with nothing armed."""
    with console_on(ground, workers=1) as (house, _):
        with psycopg.connect(house.url) as connection:
            connection.execute("DELETE FROM clock_timer WHERE state = 'armed'")
        settled_by_timekeeper(house)
        return memory_mb(house)


def as_delayed_tasks(ground: Ground, load: Load, spins: list[float]) -> tuple[list[float], float]:
    """The same clocks as Celery tasks with an ETA: lateness, and the worker's memory while all are armed."""
    with console_on(ground) as (house, town):
        celery = [sys.executable, "-m", "celery", "-A", "tests.bench.eta", "worker", "--pool", "threads", "--concurrency", "4"]
        house.add("worker0", [*celery, "--loglevel", "ERROR", "--without-mingle", "--without-gossip"])
        house.parts["worker0"].start()
        late = lateness_ms(house, town, load.count, load.over_s, spins, then=lambda: send_tasks(house), send_s=load.armed / 500)
        return late, memory_mb(house)


def send_tasks(house: House) -> None:
    """Send a delayed task for every armed clock."""
    subprocess.run([sys.executable, "-m", "tests.bench.eta"], cwd=ROOT, env=house.environment, check=True, capture_output=True)


def ratio(theirs: float, ours: float) -> str:
    """How many times as much."""
    return f"{theirs / max(ours, 0.001):.1f} times ours"


def measure_alone(load: Load, spins: list[float]) -> str:
    """What a centre of a thousand clocks a minute sees: spread over a time, nothing killed."""
    with ground_of(far=load.armed + load.count) as ground:
        late, _ = spread(ground, load, spins)
    what = f"{load.count} due over {load.over_s} s"
    rows: list[Any] = [row(what, late, high=0.99, aim=AIM_ALONE_MS), bare(load)]
    return table(f"Clocks with their whole effect, {load.armed} more armed; each effect there once", rows) + "\n"


def measure(load: Load, spins: list[float]) -> str:
    """Spread over a time, through kills, and all at once; then what stands beside it. Each figure is said when it is known."""
    what = f"{load.count} due over {load.over_s} s"
    with ground_of(far=load.armed + max(load.count, load.at_once)) as ground:
        empty = empty_memory_mb(ground)
        quiet, memory = spread(ground, load, spins)
        so_far(f"{what}: p99 {share(quiet, 0.99):.0f} ms; a worker's memory {empty:.0f} MB, then {memory:.0f} MB")
        killed, _ = spread(ground, load, spins, kills=load.kills)
        so_far(f"through {load.kills} kills: p99 {share(killed, 0.99):.0f} ms")
        took = drain_s(ground, load, spins)
        so_far(f"{load.at_once} at once: {took:.1f} s")
        tasks, their_memory = as_delayed_tasks(ground, load, spins)
        so_far(f"as delayed tasks: p99 {share(tasks, 0.99):.0f} ms")
    rows: list[Any] = [
        row(what, quiet, high=0.99, aim=AIM_LATE_MS),
        row(f"{what}, {load.kills} × kill -9 of a worker", killed, high=0.99, aim=AIM_LATE_MS),
        row(f"reference: {what} as Celery tasks with an ETA", tasks, high=0.99),
        bare(load),
    ]
    lines = [
        table(f"Clocks with their whole effect, {load.armed} more armed; each effect there once", rows),
        f"Celery's p99 is {ratio(share(tasks, 0.99), share(quiet, 0.99))}.",
        f"{load.at_once} due at one instant: all done after {took:.1f} s, {load.at_once / took:.0f} a second (aim: {AIM_DRAIN_S} s).",
        f"A worker's own memory: {empty:.0f} MB with nothing armed, {memory:.0f} MB with {load.armed} (aim: {AIM_MEMORY_MB} MB more); "
        f"{their_memory:.0f} MB as delayed tasks.",
    ]
    return "\n".join(lines) + "\n"
