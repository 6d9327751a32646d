"""The example in docs/examples runs as it stands, against a real server on a database of its own."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.consoles import embedded

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.needs_sqlite
@pytest.mark.timeout(400)
def test_the_story_can_be_told_with_http_and_one_websocket(quiet_house):
    address, environment = quiet_house.address, embedded(quiet_house.folder)
    told = subprocess.run(
        [sys.executable, "docs/examples/story.py", address],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr + (quiet_house.folder / "server.log").read_text()
    for words in ("Alarm:", "cannot be closed yet", "signed by both", "is closed", "once and in order"):
        assert words in told.stdout
    proof = subprocess.run(
        [sys.executable, "manage.py", "verify_log"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (proof.returncode, "of 1 incidents hold" in proof.stdout) == (0, True), proof.stderr
    assert httpx.get(f"{address}/healthz").json()
