"""From commit to screen: the fan-out benchmark's own figures as a table."""

import subprocess
import sys

from tests.bench.stand import Row, spin_ms, table
from tests.faults.house import ROOT, SERVER

AIM_MS = 50


def measure(*, boards: int, seconds: int, spins: list[float]) -> str:
    """The console and a bare server, one after the other."""
    spins.append(spin_ms())
    words = ["--boards", str(boards), "--rate", "20", "--seconds", str(seconds), "--database-url", f"{SERVER}/dispatch"]
    done = subprocess.run([sys.executable, "-m", "tests.bench.fanout", *words], cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-3000:]
    spins.append(spin_ms())
    found = {line.split()[0]: (float(line.split()[1]), float(line.split()[3])) for line in done.stdout.splitlines() if " bare " in line}
    assert found["boards_with_gaps_or_repeats"] == (0, 0), done.stdout
    rows = []
    for number, who in enumerate(("the console", "reference: a bare server")):
        for name, what in (("commit_to_screen_ms", "commit to screen"), ("click_to_screen_ms", "start of the transaction to screen")):
            p50, high = found[f"{name}_p50"][number], found[f"{name}_p99"][number]
            rows.append(Row(f"{what}, {who}", p50, high, "p99", AIM_MS if number == 0 and name.startswith("commit") else None))
    cost = found["same_without_idling"]
    shown = table(f"Live: {boards} boards, 20 events a second, {seconds} s", rows)
    return f"{shown}\nServer CPU per delivery: {cost[0]} µs, bare {cost[1]} µs; no board missed or repeated an event.\n"
