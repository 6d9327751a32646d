"""How fast recorded calls go through the commands, whether that slows down, and how many statements each kind of event costs.

    DEMO=1 DATA_DIR=/tmp/bench .venv/bin/python manage.py migrate -v0
    DEMO=1 DATA_DIR=/tmp/bench .venv/bin/python -m tests.bench.replay FOLDER --events 4000

Uses the database that the settings name, in a fresh centre. ``cpu`` is this process's own time, which says more than the
rate where others use the machine.
"""

import argparse
import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import django
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dispatch.settings")
django.setup()

from incidents.replay.centre import ZONE, make_centre, next_code
from incidents.replay.driver import Driver
from incidents.replay.source import read_source

EVERY = 500


@contextmanager
def counting() -> Iterator[list[int]]:
    """Counts the statements sent to the database."""
    count = [0]

    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        count[0] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        yield count


def measure(folder: Path, most: int) -> None:
    """Replay so many events and print what they cost."""
    source = read_source(folder, zone=ZoneInfo(ZONE))
    driver = Driver(make_centre(code=next_code("bench"), source=source, calls=None), source)
    statements: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    print(f"{connection.vendor}: {'events':>8}{'a second':>10}{'cpu ms':>9}{'statements':>12}   (per event)")
    with counting() as count:
        at, cpu, seen = time.monotonic(), time.process_time(), 0
        for number, event in enumerate(source.events[:most], start=1):
            before = count[0]
            driver.step(event)
            kinds[event.name] += 1
            statements[event.name] += count[0] - before
            if number % EVERY == 0:
                taken, used = time.monotonic() - at, time.process_time() - cpu
                line = f"{number:>8,}{EVERY / taken:>10.1f}{used / EVERY * 1000:>9.1f}{(count[0] - seen) / EVERY:>12.1f}"
                print(" " * (len(connection.vendor) + 2) + line, flush=True)
                at, cpu, seen = time.monotonic(), time.process_time(), count[0]
    print("\nStatements per event, with the timers and people of the time before it:")
    for name, number in kinds.most_common():
        print(f"  {name:20}{statements[name] / number:6.1f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--events", type=int, default=4000)
    given = parser.parse_args()
    measure(given.folder, given.events)
