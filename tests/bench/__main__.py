"""``bin/bench``: every figure we state, each beside a reference measured in the same minutes.

bin/bench [requests] [screen] [frames] [clocks] [due] [faults] [load] [places] [similar] [past] [audit] [--quick]
"""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from tests.bench import audit, due, faults, frames, load, past, places, requests, screen, similar
from tests.bench.stand import noise

Bench = Callable[[bool, list[float]], str]

BENCHES: dict[str, Bench] = {
    "requests": lambda quick, spins: requests.measure(boards=200, count=30 if quick else 200, spins=spins),
    "screen": lambda quick, spins: screen.measure(
        loads=[(200, 20)] if quick else [(200, 20), (1000, 50), (3000, 50)], seconds=5 if quick else 30, spins=spins,
    ),
    "frames": lambda quick, spins: frames.measure(rows=500 if quick else 2_000, seconds=8 if quick else 20, spins=spins),
    "clocks": lambda quick, spins: due.measure_alone(
        due.Load(armed=2_000, count=400, over_s=24) if quick else due.Load(armed=10_000, count=1_000, over_s=60), spins,
    ),
    "due": lambda quick, spins: due.measure(
        due.Load(armed=2_000, count=400, over_s=12, at_once=1_000, kills=3) if quick
        else due.Load(armed=100_000, count=10_000, over_s=60, at_once=50_000, kills=25), spins,
    ),
    "faults": lambda quick, spins: faults.measure(
        kills=4 if quick else 30, crashes=2 if quick else 5, redis_s=15 if quick else 300, spins=spins,
    ),
    "load": lambda quick, spins: load.measure(
        seconds=60 if quick else 600, spins=spins, units=500 if quick else load.UNITS, open_=400 if quick else load.OPEN,
    ),
    "places": lambda quick, spins: places.measure(rows=10_000 if quick else 100_000, count=300 if quick else 3_000, spins=spins),
    "past": lambda quick, spins: past.measure(
        paths=1_000 if quick else 10_000, events=4_000 if quick else 40_000, incidents=5_000 if quick else 100_000, spins=spins,
    ),
    "audit": lambda quick, spins: audit.measure(incidents=1_000 if quick else 10_000, changed=25 if quick else 250, spins=spins),
    "similar": lambda quick, spins: similar.measure(bursts=20 if quick else 200, spins=spins),
}  # fmt: skip


def main() -> int:
    """Run the benchmarks named, or all, and print their tables."""
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="name", help=f"any of {', '.join(BENCHES)}; all by default")
    parser.add_argument("--quick", action="store_true", help="fewer of everything: for a first look")
    asked = parser.parse_args()
    unknown = set(asked.names) - BENCHES.keys()
    if unknown:
        parser.error(f"there is no benchmark called {', '.join(sorted(unknown))}")
    spins: list[float] = []
    print(f"{datetime.now(UTC):%d %B %Y, %H:%M} UTC{', quick' if asked.quick else ''}\n", flush=True)
    for name in asked.names or BENCHES:
        print(BENCHES[name](asked.quick, spins), flush=True)
    print(noise(spins))
    return 0


if __name__ == "__main__":
    sys.exit(main())
