"""How late timers are: many armed, some falling due, engines optionally killed on the way.

    .venv/bin/python -m tests.bench.timers --armed 10000 --due 1000 --over 60
    .venv/bin/python -m tests.bench.timers --postgres postgres://postgres@127.0.0.1 --engines 2 --kill-every 2

Without ``--postgres`` it uses a SQLite file of its own; with it, a database of its own on that server, dropped afterwards.
Lateness is from the due time to the instant at which the effect was written, in seconds, by the database's clock.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

DATABASE = "timers_bench"
LOOK_EVERY_S = 5  # a look costs a process's start: seldom, so as not to measure that
HEAD_START_S = 8  # for the engines to be up before the first falls due
Process = subprocess.Popen[str]


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--armed", type=int, default=10_000, help="timers armed that do not fall due")
    parser.add_argument("--due", type=int, default=1_000, help="timers that fall due")
    parser.add_argument("--over", type=int, default=60, help="seconds over which they fall due; 0 is all at once")
    parser.add_argument("--engines", type=int, default=1)
    parser.add_argument("--kill-every", type=float, default=0, help="seconds between kills -9 of one engine; 0 is none")
    parser.add_argument("--postgres", default="", help="URL of a PostgreSQL server, without a database")
    return parser.parse_args()


@contextmanager
def database(server: str) -> Iterator[dict[str, str]]:
    """The environment of the processes, with a database that exists only meanwhile."""
    with tempfile.TemporaryDirectory(prefix="timers-bench-") as folder:
        environment = {**os.environ, "DEMO": "1", "DATA_DIR": folder, "DATABASE_URL": ""}
        environment.setdefault("DJANGO_SETTINGS_MODULE", "dispatch.settings")
        if not server:
            yield environment
            return
        with psycopg.connect(f"{server.rstrip('/')}/postgres", autocommit=True) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            admin.execute(f"CREATE DATABASE {DATABASE}")
            try:
                yield {**environment, "DATABASE_URL": f"{server.rstrip('/')}/{DATABASE}"}
            finally:
                admin.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def start(environment: dict[str, str], *words: str) -> Process:
    """Start one of the engine's modes as a process."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.dispatch.clock.engine_process", *words],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip


def told(process: Process) -> dict[str, Any]:
    """End a process and read its last line."""
    out, _ = process.communicate(timeout=180)
    answer: dict[str, Any] = json.loads(out.strip().splitlines()[-1])
    return answer


def keep_killing(environment: dict[str, str], engines: list[Process], until: float, every_s: float) -> int:
    """Kill the oldest engine and start another, until it is time to stop: how many were killed."""
    kills = 0
    while time.monotonic() < until:
        time.sleep(min(every_s or 1, max(0.0, until - time.monotonic())))
        if every_s and time.monotonic() < until:
            engines[0].kill()
            engines.pop(0).communicate()
            engines.append(start(environment, "run"))
            kills += 1
    return kills


def settle_all(environment: dict[str, str], wanted: argparse.Namespace) -> tuple[int, dict[str, Any], list[dict[str, Any]]]:
    """Run engines until nothing is left to settle: the kills, the account, and what each surviving engine cost."""
    engines = [start(environment, "run") for _ in range(wanted.engines)]
    kills = keep_killing(environment, engines, time.monotonic() + HEAD_START_S + wanted.over, wanted.kill_every)
    deadline = time.monotonic() + 300
    seen = told(start(environment, "report"))
    while "armed" in seen["states"] and time.monotonic() < deadline:
        time.sleep(LOOK_EVERY_S)
        seen = told(start(environment, "report"))
    return kills, seen, [told(engine) for engine in engines]


def quantile(values: list[float], share: float) -> float:
    """The value that this share of the sorted values does not exceed."""
    return values[min(len(values) - 1, int(share * len(values)))]


def main() -> int:
    """Measure, print one line of JSON, and fail if any effect is missing or there twice."""
    wanted = arguments()
    with database(wanted.postgres) as environment:
        start(environment, "prepare", str(wanted.due), str(wanted.over), str(wanted.armed), str(HEAD_START_S)).communicate()
        kills, seen, costs = settle_all(environment, wanted)
    late = seen["late_s"]
    exact = seen["effects"] == seen["timers"] == wanted.due
    print(
        json.dumps(
            {
                "database": "postgresql" if wanted.postgres else "sqlite", "armed": wanted.armed, "due": wanted.due, "over_s": wanted.over,
                "engines": wanted.engines, "kills": kills, "effects": seen["effects"], "exactly_once": exact,
                "late_s": {"p50": quantile(late, 0.5), "p99": quantile(late, 0.99), "max": late[-1]} if late else None,
                "engine_cost": costs,
            }
        )
    )  # fmt: skip
    return 0 if exact else 1


if __name__ == "__main__":
    sys.exit(main())
