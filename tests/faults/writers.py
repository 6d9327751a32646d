"""People at their desks: threads that log and dispatch over REST without a pause, each with a ledger outside the console.

The ledger holds, for every write: its kind, its mark (words that no other write bears), its key, and what came of it. An outcome that
is not known (no answer, or a 5xx) is asked for again with the same key until it is.
"""

import json
import logging
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from tests.faults.house import until

logging.getLogger("httpx").setLevel(logging.WARNING)  # a line for every write otherwise

GIVE_UP_S = 90.0
PAUSE_S = float(os.environ.get("FAULT_PAUSE_S", "0.1"))  # between two writes of one person
AGAIN_S = 0.1
PLACE = {"text": "14 Harbour Lane", "lat": 50.5745, "lon": -2.98}


@dataclass(frozen=True)
class Try:
    """One attempt: when (monotonic), how long it took, and the status; 0 when no answer came."""

    at: float
    took_s: float
    status: int


@dataclass(frozen=True)
class Entry:
    """One write: ``outcome`` is acked, refused, or unknown when the writer was stopped before it knew."""

    kind: str
    mark: str
    key: str
    outcome: str
    tries: int
    at: float


class Writer(threading.Thread):
    """One person who works."""

    def __init__(self, address: str, person: dict[str, Any], folder: Path, *, pause_s: float = 0.0) -> None:
        super().__init__(name=person["name"], daemon=True)
        self._http = httpx.Client(
            base_url=address, timeout=15, headers={"Authorization": f"Bearer {person['token']}"},
            limits=httpx.Limits(max_connections=1), trust_env=False,
        )  # fmt: skip
        self._units: list[str] = person["units"]
        self._pause_s = pause_s
        self._halt = threading.Event()
        self.ledger = folder / f"{person['name'].replace(' ', '-')}.jsonl"
        self.tries: list[Try] = []
        self.error: BaseException | None = None

    def run(self) -> None:
        """Take one job after another."""
        try:
            while not self._halt.is_set():
                self._job()
        except Stopped:
            pass
        except BaseException as error:
            self.error = error

    def finish(self) -> None:
        """Finish the write under way and stop."""
        self._halt.set()

    # ── one job ───────────────────────────────────────────────────────────────────────────────────────
    def _job(self) -> None:
        contact = self._write("contact", "/contacts/", lambda mark: {"channel": "telephone", "words": mark})
        self._write("answered", f"/contacts/{contact['id']}/answer/", lambda mark: {}, mark=str(contact["id"]))
        incident = self._write(
            "incident", "/incidents/",
            lambda mark: {"contact": int(contact["id"]), "type": "FLOOD", "summary": mark, "place": PLACE},
        )  # fmt: skip
        one = f"/incidents/{incident['reference']}"
        self._assess(one, incident)
        self._write("update", f"{one}/log/", lambda mark: {"text": mark})
        self._write("refused-deployment", f"{one}/deployments/", lambda mark: {"units": ["NOBODY"], "task": mark})
        sent = self._write("deployment", f"{one}/deployments/", lambda mark: {"units": self._units[:1], "task": mark})
        self._write("update", f"{one}/log/", lambda mark: {"text": mark})
        deployment = sent["results"][0]["id"]
        self._write(
            "ended",
            f"/deployments/{deployment}/status/",
            lambda mark: {"status": "stood_down", "why": "No longer needed"},
            mark=str(deployment),
        )

    def _assess(self, one: str, incident: dict[str, Any]) -> None:
        for answer in ("deny", "pipe_or_flat_above", "deny", "deny"):
            question = incident["question"]["id"]
            incident = self._write(
                "answer", f"{one}/answers/", lambda mark, question=question, answer=answer: {"question": question, "answer": answer},
                mark=f"{incident['reference']}/{question}",
            )  # fmt: skip

    def _write(self, kind: str, path: str, body: Any, mark: str = "") -> dict[str, Any]:
        mark, key = mark or f"{kind} {uuid4()}", str(uuid4())
        deadline = time.monotonic() + GIVE_UP_S
        for count, answer in enumerate(self._tries(path, body(mark), key, deadline), 1):
            outcome = "unknown" if answer is None else "acked" if answer.status_code < 300 else "refused"
            if answer is not None or self._halt.is_set() or time.monotonic() > deadline:
                self._keep(Entry(kind, mark, key, outcome, count, time.monotonic()))
                assert answer is not None or self._halt.is_set(), f"{kind} was not answered in {GIVE_UP_S} s"
                break
        if self._halt.is_set():
            raise Stopped
        assert answer is not None and (outcome == "refused") == kind.startswith("refused"), (kind, answer.status_code, answer.text)
        time.sleep(self._pause_s)
        found: dict[str, Any] = answer.json()
        return found

    def _tries(self, path: str, body: dict[str, Any], key: str, deadline: float) -> Iterator[httpx.Response | None]:
        while True:
            began, answer = time.monotonic(), None
            try:
                answer = self._http.post(path, json=body, headers={"Idempotency-Key": key})
            except httpx.HTTPError:
                pass
            status = answer.status_code if answer is not None else 0
            self.tries.append(Try(began, time.monotonic() - began, status))
            assert status in (0, 503) or status < 500, (path, status)  # a 500 is nobody's answer
            yield answer if answer is not None and status < 500 else None
            time.sleep(AGAIN_S)

    def _keep(self, entry: Entry) -> None:
        with self.ledger.open("a") as kept:
            kept.write(json.dumps(asdict(entry)) + "\n")


class Stopped(Exception):
    """The writer was told to finish."""


@dataclass(frozen=True)
class Figures:
    """How the writes of a stretch of time went."""

    writes: int
    answered: int
    p50_ms: float
    p95_ms: float
    longest_s: float

    @property
    def success(self) -> float:
        """The share of attempts that were answered."""
        return self.answered / self.writes if self.writes else 0.0


class Office:
    """All the writers together."""

    def __init__(self, address: str, town: dict[str, Any], folder: Path, *, pause_s: float = PAUSE_S, trusting: bool = True) -> None:
        self._trusting = trusting
        self.writers = [Writer(address, person, folder, pause_s=pause_s) for person in town["writers"]]

    def __enter__(self) -> "Office":
        for writer in self.writers:
            writer.start()
        return self

    def __exit__(self, *ignored: object) -> None:
        self.finish()

    def finish(self) -> None:
        """Stop them, wait for them, and fail where one of them was wronged, unless that is expected of this console."""
        for writer in self.writers:
            writer.finish()
        for writer in self.writers:
            writer.join(GIVE_UP_S)
        for writer in self.writers:
            if writer.error is not None and self._trusting:
                raise writer.error

    def get_on(self, writes: int, within_s: float = 120) -> None:
        """Wait until so many more writes have been answered."""
        wanted = self.answered() + writes
        until(
            lambda: self.answered() >= wanted or any(writer.error for writer in self.writers),
            within_s=within_s,
            what=f"{writes} more writes",
        )

    def answered(self) -> int:
        """How many attempts have been answered."""
        return sum(200 <= each.status < 500 for writer in self.writers for each in list(writer.tries))

    def figures(self, begin: float, end: float) -> Figures:
        """How the attempts begun between two instants (monotonic) went."""
        tries = [each for writer in self.writers for each in list(writer.tries) if begin <= each.at < end]
        took = sorted(each.took_s for each in tries if each.status and each.status < 500)
        at = len(took) - 1
        return Figures(
            writes=len(tries),
            answered=len(took),
            p50_ms=round(took[at // 2] * 1000, 1) if took else 0.0,
            p95_ms=round(took[int(at * 0.95)] * 1000, 1) if took else 0.0,
            longest_s=round(max((each.took_s for each in tries), default=0.0), 2),
        )

    def entries(self) -> list[dict[str, Any]]:
        """Every entry of every ledger, read back from the files."""
        return [entry for writer in self.writers for entry in read(writer.ledger)]


def read(ledger: Path) -> list[dict[str, Any]]:
    """A ledger's entries; a last line that was cut by a kill does not count."""
    if not ledger.exists():
        return []
    return [json.loads(line) for line in ledger.read_text().splitlines() if line.endswith("}")]
