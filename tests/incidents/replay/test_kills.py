"""Killed in the middle of anything, the same command goes on and ends as if nothing had happened."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.ground import migrated_file
from tests.incidents.replay.conftest import pack

pytestmark = pytest.mark.faults

# In the making of the centre, in the middle of steps, before a step's last statement, and before a command's last one.
DIES_AT = ((120, ""), (1, 'UPDATE "incidents_replayprogress"'), (701, ""), (333, ""), (9, "INSERT INTO live_boardevent"))


def run(folder: Path, database: Path, *more: str) -> subprocess.CompletedProcess[str]:
    room = {**os.environ, "DEMO": "1", "DATA_DIR": str(database), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "dispatch.settings"}
    return subprocess.run(
        [sys.executable, *more], env=room, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=240, check=False
    )


def report(done: subprocess.CompletedProcess[str]) -> str:
    """What it says at the end, from the table on."""
    assert done.returncode == 0, done.stderr
    return done.stdout[done.stdout.index(" record\n") :]


def test_killed_in_the_middle_of_a_statement_it_goes_on_and_ends_the_same(tmp_path):
    folder = pack(tmp_path / "record")
    reports = {}
    for name, deaths in (("whole", ()), ("killed", DIES_AT)):
        (database := tmp_path / name).mkdir()
        shutil.copy(migrated_file(), database / "dispatch.sqlite3")
        for statement, words in deaths:
            assert run(folder, database, "-m", "tests.incidents.replay.dying", str(folder), str(statement), words).returncode == -9
        reports[name] = report(run(folder, database, "-m", "tests.incidents.replay.dying", str(folder)))
        assert run(folder, database, "manage.py", "verify_log", "--centre", "sf").returncode == 0
    assert reports["killed"] == reports["whole"]
    assert "Fingerprint" in reports["whole"]
