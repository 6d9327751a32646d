"""A real server, a real database and a process that writes to it, for the tests of the live floor."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from websockets.sync.client import ClientConnection, connect

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[3]
WIRE = "dispatch.live.wire:WireProtocol"
PORTABLE = "websockets-sansio"


class Server:
    """One uvicorn process."""

    def __init__(self, environment: dict[str, str], protocol: str, log: Path) -> None:
        self.port = free_port()
        self.protocol = protocol
        self.log = log
        self._environment = environment
        self.start()

    def start(self) -> None:
        """Start it and wait until it listens."""
        command = [sys.executable, "-m", "uvicorn", "dispatch.asgi:application", "--port", str(self.port), "--ws", self.protocol]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=self.log.open("a"), stderr=subprocess.STDOUT)
        until = time.monotonic() + 30
        while time.monotonic() < until and self.process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.05)
        raise RuntimeError(self.log.read_text())

    def memory_mb(self) -> float:
        """Its resident memory."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024

    def stop(self, how: int = signal.SIGTERM) -> None:
        """End it."""
        self.process.send_signal(how)
        self.process.wait(20)


class House:
    """A database, the server on it, and a writer."""

    def __init__(self, environment: dict[str, str], server: Server) -> None:
        self.server = server
        self.on_postgresql = bool(environment["DATABASE_URL"])
        command = [sys.executable, "-m", "tests.dispatch.live.acts"]
        self._writer = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def act(self, act: str, **facts: Any) -> dict[str, Any]:
        """Ask the writer for one act."""
        assert self._writer.stdin and self._writer.stdout
        self._writer.stdin.write(json.dumps({"act": act, **facts}) + "\n")
        self._writer.stdin.flush()
        answer: dict[str, Any] = json.loads(self._writer.stdout.readline())
        return answer

    def close(self) -> None:
        """End the writer and the server."""
        self._writer.kill()
        self._writer.wait(10)
        if self.server.process.poll() is None:
            self.server.stop()


class Room:
    """A centre with one dispatcher in it."""

    def __init__(self, house: House) -> None:
        self.house = house
        made = house.act("centre")
        self.centre: int = made["centre"]
        self.epoch: str = made["epoch"]
        self.dev = house.act("person", centre=self.centre)

    def write(self, count: int = 1, size: int = 10) -> int:
        """So many commands; the last number."""
        sequence: int = self.house.act("write", centre=self.centre, count=count, size=size)["sequence"]
        return sequence

    def watch(self, after: int | str = 0, **more: Any) -> "Watching":
        """Open a board; ``query`` adds to or overrides the address, ``headers`` the handshake."""
        asked = {"after": after, "epoch": self.epoch, "ticket": self.dev["ticket"], **more.pop("query", {})}
        query = urllib.parse.urlencode({name: value for name, value in asked.items() if value is not None})
        address = f"ws://127.0.0.1:{self.house.server.port}/ws/board/?{query}"
        return Watching(connect(address, additional_headers=more.pop("headers", None), max_size=None, legacy=True, **more))


class Watching:
    """One open board, as a browser sees it."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def __enter__(self) -> "Watching":
        return self

    def __exit__(self, *ignored: object) -> None:
        self.socket.close()

    def next(self, timeout: float = 5) -> dict[str, Any]:
        """The next message."""
        message: dict[str, Any] = json.loads(self.socket.recv(timeout))
        return message

    def next_of(self, op: str, timeout: float = 5) -> dict[str, Any]:
        """The next message of a kind."""
        while (message := self.next(timeout))["op"] != op:
            pass
        return message

    def numbers_to(self, last: int, timeout: float = 20) -> list[int]:
        """The numbers of the events received, up to one."""
        numbers: list[int] = []
        while not numbers or numbers[-1] != last:
            numbers.append(self.next_of("event", timeout)["sequence"])
        return numbers


def database_for(given: str) -> str:
    """A database of this run's own, beside the one that DATABASE_URL names; on SQLite nothing."""
    return given and urllib.parse.urlsplit(given)._replace(path=f"/live_test_{os.getpid()}").geturl()


def maintenance(given: str) -> str:
    """The database that databases are made from: the one that DATABASE_URL names need not exist."""
    return urllib.parse.urlsplit(given)._replace(path="/postgres").geturl()


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of every process, with a fresh database behind it."""
    given = os.environ.get("DATABASE_URL", "")
    own = database_for(given)
    name = own.rpartition("/")[2]
    if own:
        with psycopg.connect(maintenance(given), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
    made = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.dispatch.live.settings",
        "DEMO": "1",
        "DATA_DIR": str(tmp_path_factory.mktemp("live")),
        "DATABASE_URL": own,
        "LIVE_RING": "100",
        "LIVE_REACH": "1000",
    }
    subprocess.run([sys.executable, "manage.py", "migrate", "--run-syncdb", "-v0"], cwd=ROOT, env=made, check=True)
    yield made
    if own:
        with psycopg.connect(maintenance(given), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def opened(environment: dict[str, str], protocol: str) -> Iterator[House]:
    """A house as long as the tests run."""
    log = Path(environment["DATA_DIR"]) / f"{protocol.partition(':')[0]}.log"
    made = House(environment, Server(environment, protocol, log))
    yield made
    made.close()


@pytest.fixture(scope="session")
def wire_house(environment: dict[str, str]) -> Iterator[House]:
    """A house whose hub writes to the transports itself."""
    yield from opened(environment, WIRE)


@pytest.fixture(scope="session")
def portable_house(environment: dict[str, str]) -> Iterator[House]:
    """A house whose hub sends through ASGI, as on any other server."""
    yield from opened(environment, PORTABLE)


@pytest.fixture(params=["wire_house", "portable_house"], ids=["wire", "portable"])
def house(request: pytest.FixtureRequest) -> House:
    """A running house: every test is asked of both."""
    # Found by name, so that tests in any order share two houses instead of building one each.
    found: House = request.getfixturevalue(request.param)
    if found.server.process.poll() is not None:
        found.server.start()
    return found


@pytest.fixture
def room(house: House) -> Room:
    """A centre of the test's own, with Dev Patel in it."""
    return Room(house)
