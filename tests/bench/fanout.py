"""How long a committed change takes to reach every screen, and what a delivery costs the server.

    python -m tests.bench.fanout --boards 200 --rate 20 --seconds 15 [--database-url postgres://…] [--ws PROTOCOL]

Starts a real uvicorn, one writer and one client, each a process of its own, and then the same load on a bare uvloop
server, so that both figures come from the same minutes of the same machine. CPU per delivery is the steadier figure.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from tests.dispatch.live.conftest import ROOT, WIRE, House, Room, Server, database_for, maintenance
from tests.ports import free_port

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
BOARDS_OF_ONE_PERSON = 50
IDLE_S = 3.0
MISSED = 150  # events while every socket is away


def cpu_s(pid: int) -> float:
    """The processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def memory_kb(pid: int) -> int:
    """A process's resident memory."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


class Part:
    """A process that is told and asked in lines."""

    def __init__(self, module: str, *arguments: object, environment: dict[str, str] | None = None) -> None:
        command = [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def tell(self, line: str = "") -> None:
        """Send a line."""
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def hear(self) -> str:
        """The next line."""
        assert self.process.stdout
        return self.process.stdout.readline().strip()


def load(
    *, port: int, paths: list[str], source: Part, server: int, boards: int, again: Callable[[], dict[str, Any]] | None = None
) -> dict[str, Any]:
    """Open the boards, let the source write, and compare. ``again`` is called when all were dropped, and says how they may come back."""
    client = Part("fanout_client")
    empty_kb = memory_kb(server)
    client.tell(json.dumps({"port": port, "paths": paths, "boards": boards}))
    assert client.hear() == "open", "not every board could be opened"
    time.sleep(1)
    idle = cpu_s(server)
    time.sleep(IDLE_S)
    idle = (cpu_s(server) - idle) / IDLE_S
    began, used = time.monotonic(), cpu_s(server)
    source.tell()
    written = source.hear()
    time.sleep(0.5)
    took, used = time.monotonic() - began, cpu_s(server) - used
    client.tell(written)
    found: dict[str, Any] = json.loads(client.hear())
    client.tell(json.dumps(again()) if again else "")
    found |= json.loads(client.hear()) if again else {}
    client.process.wait(60)
    deliveries = max(1, found["deliveries"])
    return found | {
        "server_cpu_us_per_delivery": round(used / deliveries * 1e6, 1),
        "same_without_idling": round((used - idle * took) / deliveries * 1e6, 1),
        "server_cpu_share": round(used / took, 3),
        "memory_kb_per_board": round((memory_kb(server) - empty_kb) / boards, 1),
    }


def console(asked: argparse.Namespace, environment: dict[str, str]) -> dict[str, Any]:
    """The console under load."""
    house = House(environment, Server(environment, asked.ws, Path(environment["DATA_DIR"]) / "server.log"))
    room = Room(house)
    people = [house.act("person", centre=room.centre) for _ in range(1 + asked.boards // BOARDS_OF_ONE_PERSON)]
    paths = [f"/ws/board/?after=0&epoch={room.epoch}&ticket={person['ticket']}" for person in people]
    writer = Part("fanout_writer", room.centre, asked.rate, asked.seconds, asked.bytes, environment=environment)
    assert writer.hear() == "open"
    try:
        server = house.server
        return load(
            port=server.port, paths=paths, source=writer, server=server.process.pid, boards=asked.boards, again=lambda: missed(asked, room)
        )
    finally:
        house.close()


def missed(asked: argparse.Namespace, room: Room) -> dict[str, Any]:
    """Write while nobody is there: where the sockets may come back, and the number that they must come to."""
    head = room.write(count=MISSED, size=asked.bytes)
    people = [room.house.act("person", centre=room.centre) for _ in range(1 + asked.boards // BOARDS_OF_ONE_PERSON)]
    return {"head": head, "paths": [f"/ws/board/?after={{after}}&epoch={room.epoch}&ticket={person['ticket']}" for person in people]}


def beside(module: str, asked: argparse.Namespace, *more: object) -> dict[str, Any]:
    """The same load on another server."""
    port = free_port()
    server = Part(module, port, asked.rate, asked.seconds, asked.bytes + 100, *more)
    assert server.hear() == "open"
    try:
        return load(port=port, paths=["/"], source=server, server=server.process.pid, boards=asked.boards)
    finally:
        server.process.kill()


def main() -> None:
    """Measure both and print them side by side."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("boards", 200), ("rate", 20), ("seconds", 15), ("bytes", 400)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--database-url", default="")
    parser.add_argument("--ws", default=WIRE)
    parser.add_argument("--redis", default="", help="a Redis for the plain Channels group; without one it is left out")
    asked = parser.parse_args()
    own = database_for(asked.database_url)
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.dispatch.live.settings", "DEMO": "1", "DATA_DIR": folder, "DATABASE_URL": own,
        }  # fmt: skip
        if own:
            on_the_server(asked.database_url, f'CREATE DATABASE "{own.rpartition("/")[2]}"')
        try:
            subprocess.run([sys.executable, "manage.py", "migrate", "--run-syncdb", "-v0"], cwd=ROOT, env=environment, check=True)
            measured = console(asked, environment)
        finally:
            if own:
                on_the_server(asked.database_url, f'DROP DATABASE "{own.rpartition("/")[2]}" WITH (FORCE)')
    found = {"console": measured, "bare": beside("fanout_bare", asked)}
    if asked.redis:
        found["channels"] = beside("fanout_channels", argparse.Namespace(**vars(asked) | {"seconds": min(asked.seconds, 10)}), asked.redis)
    print(f"{asked.boards} boards, {asked.rate} events a second, {asked.seconds} s, {'PostgreSQL' if own else 'SQLite'}")
    print(json.dumps(found))


def on_the_server(url: str, statement: str) -> None:
    """One statement outside the benchmark's own database."""
    with psycopg.connect(maintenance(url), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


if __name__ == "__main__":
    main()
