"""What the benchmarks share: a console on PostgreSQL with boards connected, a clock for requests, tables, and the machine's own noise."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import httpx
import psycopg
from psycopg import sql

from tests.faults.house import ROOT, SERVER, Ground, House

BOARDS_OF_ONE_PERSON = 40


class Row(NamedTuple):
    """One line of a table: milliseconds unless it says otherwise."""

    what: str
    p50: float
    high: float
    which: str
    aim: float | None = None

    @property
    def verdict(self) -> str:
        """Whether the aim is met."""
        return "" if self.aim is None else ("yes" if self.high <= self.aim else "no")


def share(values: Sequence[float], part: float) -> float:
    """The value that this part of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def row(what: str, took_ms: Sequence[float], *, high: float = 0.95, aim: float | None = None) -> Row:
    """The median and a high share of what was measured."""
    return Row(what, round(share(took_ms, 0.5), 2), round(share(took_ms, high), 2), f"p{high * 100:.0f}", aim)


def table(title: str, rows: Sequence[Row], unit: str = "ms") -> str:
    """A Markdown table."""
    lines = [f"### {title}", "", f"| | p50 {unit} | high {unit} | | aim | met |", "|---|---:|---:|---|---:|---|"]
    lines += [f"| {r.what} | {r.p50} | {r.high} | {r.which} | {'' if r.aim is None else r.aim} | {r.verdict} |" for r in rows]
    return "\n".join(lines) + "\n"


def timed_ms(act: Callable[[], object]) -> float:
    """How long something takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def spin_ms() -> float:
    """A fixed piece of pure Python: what it takes longer than at its best is the machine's noise."""
    return timed_ms(lambda: sum(number * number for number in range(200_000)))


def noise(spins: Sequence[float]) -> str:
    """What the machine was like while we measured."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"Machine: {os.cpu_count()} processors, load {load} at the end; a fixed loop took {share(spins, 0.5):.1f} ms (median), "
        f"{min(spins):.1f} ms at best: other work cost a factor of {share(spins, 0.5) / min(spins):.1f}."
    )


def so_far(words: str) -> None:
    """Say what is known already, beside the tables: a whole run takes long."""
    print(words, file=sys.stderr, flush=True)


@contextmanager
def ground_of(**town: int) -> Iterator[Ground]:
    """A database with a town in it, for several consoles one after the other; the town is that of ``tests.faults.town``."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        ground = Ground(Path(folder), on_postgresql=True, **{"writers": 6, **town})
        try:
            yield ground
        finally:
            ground.close()


@contextmanager
def console(*, boards: int, workers: int = 0, **town: int) -> Iterator[tuple[House, dict[str, Any]]]:
    """A console with a town of its own and so many boards connected."""
    with ground_of(**town) as ground, console_on(ground, boards=boards, workers=workers) as built:
        yield built


@contextmanager
def console_on(ground: Ground, *, boards: int = 0, workers: int = 0) -> Iterator[tuple[House, dict[str, Any]]]:
    """A console on a copy of a ground."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        house = House(Path(folder), ground, workers=workers)
        client = None
        try:
            made = house.build()
            if ground.name:
                with psycopg.connect(house.url, autocommit=True) as connection:
                    connection.execute("ANALYZE")  # as autovacuum does wherever it is on
            house.start()
            client = watch(house, made, boards) if boards else None
            yield house, made
        finally:
            if client is not None:
                client.kill()
                client.wait(10)
            house.close()


def watch(house: House, town: dict[str, Any], boards: int) -> "subprocess.Popen[str]":
    """Connect so many boards, in a process of their own."""
    tokens = [person["token"] for person in town["writers"]]
    asked = [tokens[number % len(tokens)] for number in range(1 + boards // BOARDS_OF_ONE_PERSON)]
    tickets = [rest(house, token).post("/ticket/").json()["ticket"] for token in asked]
    paths = [f"/ws/board/?after=0&epoch={quote(town['epoch'])}&ticket={quote(ticket)}" for ticket in tickets]
    client = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.fanout_client"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert client.stdin and client.stdout
    client.stdin.write(json.dumps({"port": house.port, "paths": paths, "boards": boards}) + "\n")
    client.stdin.flush()
    assert client.stdout.readline().strip() == "open", "not every board could be opened"
    return client


def rest(house: House, token: str) -> httpx.Client:
    """REST as one person speaks it."""
    return httpx.Client(base_url=house.address, headers={"Authorization": f"Bearer {token}"}, timeout=30, trust_env=False)


def on_each_database(module: str, *words: object) -> Iterator[tuple[str, str]]:
    """What a module of the benchmarks prints on SQLite, then on PostgreSQL: in a process and an empty database of its own each time."""
    name = f"bench_{module.rpartition('.')[2]}"
    for vendor in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            url = "" if vendor == "SQLite" else _emptied(name)
            surroundings = {**os.environ, "DEMO": "1", "DATA_DIR": folder, "DATABASE_URL": url, "REDIS_URL": ""}
            subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=surroundings, check=True)
            asked = [sys.executable, "-m", module, *map(str, words)]
            done = subprocess.run(asked, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr[-3000:]
        yield vendor, done.stdout
    _drop(name)


def _emptied(name: str) -> str:
    _drop(name)
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{SERVER}/{name}"


def _drop(name: str) -> None:
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
