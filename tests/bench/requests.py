"""What people wait for: logging an incident, and reading the board and the list of open incidents, with boards connected."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import psycopg

from tests.bench.stand import Row, console, rest, row, spin_ms, table, timed_ms
from tests.faults.writers import PLACE

OPEN = 300
AIM_CREATE_MS = 50
AIM_LIST_MS = 40
UNCOUNTED = 5
Acts = dict[str, tuple[Callable[[], None], float | None]]


def posts(http: httpx.Client, path: str, body: dict[str, Any]) -> None:
    """A write that must be taken."""
    answer = http.post(path, json=body, headers={"Idempotency-Key": str(uuid4())})
    assert answer.status_code == 201, answer.text


def gets(http: httpx.Client, path: str) -> None:
    """A read that must be answered."""
    assert http.get(path).status_code == 200


def one_row(reference: psycopg.Connection[Any]) -> None:
    """The least that a durable write can cost here: one row and its commit."""
    reference.execute("INSERT INTO bench_reference (words) VALUES ('x')")
    reference.commit()


def measure(*, boards: int, count: int, spins: list[float]) -> str:
    """Read, then write, each in turns with a reference."""
    with console(boards=boards, far=OPEN) as (house, town), psycopg.connect(house.url) as reference:
        reference.execute("CREATE TABLE bench_reference (id bigserial PRIMARY KEY, words text)")
        reference.commit()
        http = rest(house, town["writers"][0]["token"])
        reads: Acts = {
            f"GET board/ ({OPEN} open)": (lambda: gets(http, "/board/"), AIM_LIST_MS),
            f"GET incidents/?open=true&limit={OPEN}": (lambda: gets(http, f"/incidents/?open=true&limit={OPEN}"), AIM_LIST_MS),
            "reference: the smallest read over REST": (lambda: gets(http, "/organisations/?limit=1"), None),
        }
        writes: Acts = {
            "log an incident with its type": (
                lambda: posts(http, "/incidents/", {"type": "FLOOD", "summary": "Water", "place": PLACE}),
                AIM_CREATE_MS,
            ),
            "a contact arrives": (lambda: posts(http, "/contacts/", {"channel": "web", "line": "Water"}), AIM_CREATE_MS),
            "reference: one row and its commit": (lambda: one_row(reference), None),
        }
        rows = [*in_turns(reads, count, spins), *in_turns(writes, count, spins)]
    return table(f"Requests, {boards} boards connected, {count} of each in turns", rows)


def in_turns(acts: Acts, count: int, spins: list[float]) -> list[Row]:
    """Each act after the other, again and again; the first rounds load what stays loaded and do not count."""
    took: dict[str, list[float]] = {what: [] for what in acts}
    for turn in range(count + UNCOUNTED):
        for what, (act, _) in acts.items():
            millis = timed_ms(act)
            if turn >= UNCOUNTED:
                took[what].append(millis)
        spins.append(spin_ms())
    return [row(what, took[what], aim=aim) for what, (_, aim) in acts.items()]
