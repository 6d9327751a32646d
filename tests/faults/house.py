"""The real thing, as processes that can be killed: a database, a Redis, web, workers and a second writer, all of the test's own."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from tests.ground import migrated_database, migrated_file
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/dispatch").rpartition("/")[0]
START_S = 120
FALL_DUE = """
    WITH chosen AS (
        SELECT t.id, i.id AS incident, t.due_at AS was,
               clock_timestamp() + (%(first)s + (row_number() OVER (ORDER BY t.id) - 1) * %(apart)s) * interval '1 second' AS due_at
        FROM clock_timer t JOIN incidents_incident i ON i.id = t.lock_on
        WHERE t.state = 'armed' AND t.kind = 'not-sent' ORDER BY t.id LIMIT %(count)s
    ), waited AS (
        UPDATE incidents_incident SET stage_at = stage_at + (chosen.due_at - chosen.was)
        FROM chosen WHERE chosen.incident = incidents_incident.id
    )
    UPDATE clock_timer SET due_at = chosen.due_at FROM chosen WHERE chosen.id = clock_timer.id
"""


def _instant(text: str) -> datetime:
    """An instant as SQLite keeps it."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _text(instant: datetime) -> str:
    """The same back."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(" ", timespec="microseconds")


def listens(port: int) -> bool:
    """Whether somebody listens there."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def until(holds: Any, *, within_s: float, what: str) -> None:
    """Wait until something holds; fail with its name when it does not in time."""
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline, f"not within {within_s} s: {what}"
        time.sleep(0.05)


class Part:
    """One process of the house, in a group of its own, with its own log."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], log: Path, port: int | None = None) -> None:
        self.name, self.port, self.kills = name, port, 0
        self._command, self._environment, self._log = command, environment, log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; a server is waited for."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command, cwd=ROOT, env=self._environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        if self.port is not None:
            until(lambda: self._has_ended() or listens(self.port or 0), within_s=START_S, what=f"{self.name} listens")
            assert not self._has_ended(), self._log.read_text()[-3000:]

    def _has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def signal(self, how: int) -> None:
        """Send a signal to the whole group."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, how)

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        self.signal(signal.SIGKILL)
        if self.process is not None:
            self.process.wait(20)
        self.kills += 1

    def crash(self) -> None:
        """kill -9 and start again, as whatever looks after processes would."""
        self.kill()
        self.start()


def environment(folder: Path, url: str, redis_port: int | None = None) -> dict[str, str]:
    """What our processes are told, and nothing of what this one was."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DATABASE_", "REDIS_"))}
    redis = f"redis://127.0.0.1:{redis_port}/0" if redis_port else ""
    return {
        **ours, "DJANGO_SETTINGS_MODULE": "dispatch.settings", "DEMO": "1", "DATA_DIR": str(folder), "DATABASE_URL": url,
        "REDIS_URL": redis, "WORKER_CONCURRENCY": "2", "EXERCISE_EVERY_S": "0",
    }  # fmt: skip


def on_the_server(statement: str) -> None:
    """One statement outside any database of ours."""
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as admin:
        admin.execute(statement)  # type: ignore[call-overload]


class Ground:
    """A database with the town in it, built once: every house stands on a copy."""

    def __init__(self, folder: Path, *, on_postgresql: bool, **town: int) -> None:
        self.name = f"faults_ground_{os.getpid()}" if on_postgresql else ""
        self.file = folder / "dispatch.sqlite3"
        if self.name:
            on_the_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
            on_the_server(f'CREATE DATABASE "{self.name}" TEMPLATE "{migrated_database(f"{SERVER}/faults")}"')
        else:
            shutil.copy(migrated_file(), self.file)
        told = environment(folder, f"{SERVER}/{self.name}" if self.name else "")
        seed = [sys.executable, "-m", "tests.faults.town", "seed", json.dumps(town)]
        done = subprocess.run(seed, cwd=ROOT, env=told, capture_output=True, text=True, timeout=900)
        assert done.returncode == 0, done.stderr[-3000:]
        self.town: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])

    def copy(self, name: str, folder: Path) -> None:
        """A copy of its own for a house."""
        if self.name:
            on_the_server(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"')
        else:
            shutil.copy(self.file, folder / "dispatch.sqlite3")

    def close(self) -> None:
        """Take it away."""
        if self.name:
            on_the_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


class House:
    """Everything of one test: with services on PostgreSQL, otherwise one process on SQLite."""

    def __init__(self, folder: Path, ground: Ground, *, workers: int = 1, web: str = "dispatch.asgi:application") -> None:
        self.folder, self.ground = folder, ground
        on_postgresql = bool(ground.name)
        self.name = f"faults_{os.getpid()}_{time.monotonic_ns() % 10**9}"
        self.url = f"{SERVER}/{self.name}" if on_postgresql else ""
        self.redis_port = free_port() if on_postgresql else None
        self.port = free_port()
        self.environment = environment(folder, self.url, self.redis_port)
        self.parts: dict[str, Part] = {}
        if self.redis_port:
            self.add("redis", ["redis-server", "--port", str(self.redis_port), "--save", "", "--dir", str(folder)], self.redis_port)
        self.add("web", self.web_command(web), self.port)
        for number in range(workers if on_postgresql else 0):
            self.add(f"worker{number}", [str(ROOT / "bin" / "worker"), "-n", f"w{number}@%h"])

    def web_command(self, application: str) -> list[str]:
        """How the web process is started."""
        return [
            sys.executable, "-m", "uvicorn", application, "--host", "127.0.0.1", "--port", str(self.port),
            "--ws", "dispatch.live.wire:WireProtocol", "--log-level", "warning", "--no-access-log",
        ]  # fmt: skip

    def add(self, name: str, command: list[str], port: int | None = None) -> None:
        """One more process."""
        told = self.environment if name != "redis" else {**self.environment, "LD_PRELOAD": ""}  # its allocator bears no clock put before it
        self.parts[name] = Part(name, command, told, self.folder / f"{name}.log", port)

    def add_insider(self) -> Path:
        """A second writer process, straight through the commands; the file is its ledger."""
        ledger = self.folder / "insider.jsonl"
        self.add("insider", [sys.executable, "-m", "tests.faults.town", "insider", str(ledger)])
        return ledger

    # ── the database ──────────────────────────────────────────────────────────────────────────────────
    def build(self) -> dict[str, Any]:
        """Stand on a copy of the ground; what the writers need to know."""
        self.ground.copy(self.name, self.folder)
        return self.ground.town

    def fall_due(self, count: int, *, first_in_s: float, over_s: float) -> None:
        """Let so many clocks fall due evenly over a time that begins soon: their incidents have waited for so much longer."""
        now = datetime.now(UTC)
        due = [now + timedelta(seconds=first_in_s + over_s * each / count) for each in range(count)]
        if self.url:
            with psycopg.connect(self.url) as connection:
                connection.execute(FALL_DUE, {"count": count, "first": first_in_s, "apart": over_s / count})
            return
        chosen = "SELECT t.id, t.due_at, i.id, i.stage_at FROM clock_timer t JOIN incidents_incident i ON i.id = t.lock_on"
        chosen += f" WHERE t.state = 'armed' AND t.kind = 'not-sent' ORDER BY t.id LIMIT {count}"
        with closing(sqlite3.connect(self.folder / "dispatch.sqlite3", timeout=20)) as file, file:
            found = file.execute(chosen).fetchall()
            texts = [_text(at) for at in due]
            waited = [
                (_text(_instant(since) + (at - _instant(was))), incident)
                for at, (_, was, incident, since) in zip(due, found, strict=False)
            ]  # fmt: skip
            file.executemany("UPDATE incidents_incident SET stage_at = ? WHERE id = ?", waited)
            file.executemany("UPDATE clock_timer SET due_at = ? WHERE id = ?", zip(texts, [row[0] for row in found], strict=False))

    def let_leases_run_out(self) -> None:
        """Let the minute pass that a message waits for a worker that died with it."""
        statement = "UPDATE incidents_message SET next_at = queued_at WHERE state = 'sending'"
        if self.url:
            with psycopg.connect(self.url) as connection:
                connection.execute(statement)
        else:
            with closing(sqlite3.connect(self.folder / "dispatch.sqlite3", timeout=20)) as file, file:
                file.execute(statement)

    def troubles(self) -> str:
        """What the web process wrote about requests that failed unforeseen."""
        log = self.folder / "web.log"
        _, found, rest = log.read_text().partition("Internal Server Error") if log.exists() else ("", "", "")
        return found + rest[:6000]

    def log_holds(self) -> str:
        """What the proof of every log chain says; empty when all hold."""
        done = subprocess.run(
            [sys.executable, "manage.py", "verify_log"], cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120
        )
        return "" if done.returncode == 0 else done.stderr.strip() or "it failed"

    def cut_every_session(self) -> int:
        """Terminate every database session but our own: how many there were."""
        with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as admin:
            query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
            return len(admin.execute(query, [self.name]).fetchall())

    # ── life ──────────────────────────────────────────────────────────────────────────────────────────
    def start(self) -> None:
        """Start every part."""
        for part in self.parts.values():
            part.start()

    def close(self) -> None:
        """Kill every part and drop the database."""
        for part in self.parts.values():
            part.signal(signal.SIGCONT)
            part.kill()
        if self.url:
            on_the_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    @property
    def address(self) -> str:
        """Where the REST interface is."""
        return f"http://127.0.0.1:{self.port}/api/v1"

    def board_address(self, after: int, epoch: str) -> str:
        """Where the board's socket is."""
        query = urllib.parse.urlencode({"after": after, "epoch": epoch})
        return f"ws://127.0.0.1:{self.port}/ws/board/?{query}"
