"""Exactly once through everything, as a table: see ``faults_run``."""

import json
import os
import subprocess
import sys
import tempfile

from tests.bench.stand import spin_ms
from tests.faults.house import ROOT
from tests.ports import free_port

UNSAFE = "without the lock"


def measure(*, kills: int, crashes: int, redis_s: int, spins: list[float]) -> str:
    """Every chapter; fails where one lost or doubled anything, and where the one without the lock did not."""
    spins.append(spin_ms())
    with tempfile.TemporaryDirectory(prefix="bench-faults-") as folder:
        told = {**os.environ, "TEST_DATABASE_URL": f"postgres://postgres@127.0.0.1:{free_port()}/dispatch"}
        wanted = json.dumps({"kills": kills, "crashes": crashes, "redis_s": redis_s})
        command = [sys.executable, "-m", "tests.bench.faults_run", folder, wanted]
        done = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    spins.append(spin_ms())
    chapters = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    lines = ["### Exactly once, by an outside ledger", "", "| | clocks | writes | seconds | lost or doubled |", "|---|---:|---:|---:|---|"]
    lines += [f"| {c['chapter']} | {c['clocks']} | {c['writes']} | {c['seconds']} | {'; '.join(c['flaws']) or 'none'} |" for c in chapters]
    shown = "\n".join(lines) + "\n"
    for chapter in chapters:
        assert bool(chapter["flaws"]) == chapter["chapter"].startswith(UNSAFE), shown
    return shown
