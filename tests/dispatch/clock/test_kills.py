"""Engines killed -9 again and again: every timer's effect is there once."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

pytestmark = pytest.mark.faults

TIMERS = int(os.environ.get("KILL_TIMERS", "600"))
KILLS = int(os.environ.get("KILLS", "8"))
SECONDS = max(8, KILLS)


@pytest.fixture
def environment(transactional_db: None, tmp_path: Path) -> dict[str, str]:
    """The environment of the processes: this test's PostgreSQL database, or a SQLite file of their own."""
    given = connection.settings_dict
    url = f"postgres://{given['USER']}@{given['HOST']}:{given['PORT'] or 5432}/{given['NAME']}" if connection.vendor == "postgresql" else ""
    return {**os.environ, "DATABASE_URL": url, "DATA_DIR": str(tmp_path), "DEMO": "1"}


def process(environment: dict[str, str], *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.dispatch.clock.engine_process", *arguments],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip


def account(environment: dict[str, str]) -> dict:
    out, _ = process(environment, "report").communicate(timeout=60)
    answer: dict = json.loads(out)
    return answer


def test_every_effect_is_there_once_however_often_engines_are_killed(environment):
    prepared = process(environment, "prepare", str(TIMERS), str(SECONDS))
    prepared.communicate(timeout=120)
    assert prepared.returncode == 0
    engines = [process(environment, "run") for _ in range(2 if connection.vendor == "postgresql" else 1)]
    try:
        for _ in range(KILLS):
            time.sleep(random.uniform(0.5, 1.5))
            engine = engines.pop(0)
            engine.kill()
            engine.communicate()
            engines.append(process(environment, "run"))
        deadline = time.monotonic() + 60
        while "armed" in (seen := account(environment))["states"]:
            assert time.monotonic() < deadline, seen["states"]
            time.sleep(0.5)
    finally:
        for engine in engines:
            engine.kill()
            engine.communicate()
    assert seen["states"] == {"settled": TIMERS}
    assert (seen["effects"], seen["timers"]) == (TIMERS, TIMERS)
    assert seen["late_s"][0] >= -0.001  # and none before its time
