"""From commit to screen: the fan-out benchmark's own figures as tables, beside a bare server and a plain Channels group."""

import json
import os
import subprocess
import sys
from typing import Any

from tests.bench.stand import Row, spin_ms, table
from tests.faults.house import ROOT, SERVER

AIM_MS = {1000: 50, 3000: 120}
AIM_BACK_S = 10
AIM_RATIO = 2
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")
WHO = {"console": "the console", "bare": "reference: a bare server", "channels": "reference: a plain Channels group"}
Found = dict[str, dict[str, Any]]


def run(boards: int, rate: int, seconds: int, spins: list[float]) -> Found:
    """The console and what stands beside it, one after the other. No board of the console may miss or repeat an event."""
    spins.append(spin_ms())
    words = ["--boards", str(boards), "--rate", str(rate), "--seconds", str(seconds)]
    words += ["--database-url", f"{SERVER}/dispatch", "--redis", REDIS]
    done = subprocess.run([sys.executable, "-m", "tests.bench.fanout", *words], cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr[-3000:]
    spins.append(spin_ms())
    found: Found = json.loads(done.stdout.splitlines()[-1])
    assert found["console"]["boards_with_gaps_or_repeats"] == 0 and found["console"]["whole"] == boards, found
    return found


def rows_of(found: Found, boards: int) -> list[Row]:
    """From the commit, and from the start of the transaction, to the screen."""
    rows = []
    for who, words in WHO.items():
        for name, what in (("commit_to_screen_ms", "commit to screen"), ("click_to_screen_ms", "start of the transaction to screen")):
            if who in found and (who == "console" or name.startswith("commit")):
                of = found[who]
                aim = AIM_MS.get(boards) if (who, name[:6]) == ("console", "commit") else None
                rows.append(Row(f"{what}, {words}", of[f"{name}_p50"], of[f"{name}_p99"], "p99", aim))
    return rows


def costs(found: Found, boards: int) -> str:
    """What a delivery costs each server, the ratios, and the way back."""
    cost = {who: of["server_cpu_us_per_delivery"] for who, of in found.items()}
    ratio = cost["console"] / max(cost["bare"], 0.1)
    lines = [f"Server CPU per delivery: {cost['console']} µs, a bare server {cost['bare']} µs: {ratio:.2f} times (aim: {AIM_RATIO})."]
    if "channels" in found:
        theirs = found["channels"]
        lines.append(
            f"A plain Channels group: {cost['channels']} µs, {cost['channels'] / max(cost['console'], 0.1):.1f} times the console; "
            f"{theirs['boards_with_gaps_or_repeats']} of {boards} sockets missed an event within the run."
        )
    back = found["console"]["back_s"]
    lines.append(f"{boards} sockets dropped at once were back, each with every event, after {back} s (aim: {AIM_BACK_S} s).")
    return "\n".join(lines)


def measure(*, loads: list[tuple[int, int]], seconds: int, spins: list[float]) -> str:
    """Each load, as boards and events a second."""
    shown = []
    for boards, rate in loads:
        found = run(boards, rate, seconds, spins)
        shown.append(
            f"{table(f'Live: {boards} boards, {rate} events a second, {seconds} s', rows_of(found, boards))}\n{costs(found, boards)}\n"
        )
    return "\n".join(shown)
