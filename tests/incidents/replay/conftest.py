"""A small invented record with every flaw in it, and, where it is there, the real one."""

import gzip
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import transaction

from incidents.models import ReplayProgress
from incidents.replay.centre import ZONE, make_centre
from incidents.replay.driver import Driver
from incidents.replay.source import Source, read_source

FIXTURE = Path(__file__).resolve().parent / "fixture"
PACKED = ("calls.csv", "unit_dispatches.csv", "events.csv")
# How much of the real record is replayed in a test; RECORD=whole takes half an hour for each of them.
WHOLE = os.environ.get("RECORD") == "whole"
REAL = Path(settings.BASE_DIR).parent / "shared" / "data" / "sf"


def pack(folder: Path) -> Path:
    """The fixture as a record comes: three of its files packed."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in FIXTURE.glob("*.csv"):
        if path.name in PACKED:
            (folder / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
        else:
            (folder / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return pack(tmp_path / "record")


@pytest.fixture
def source(record: Path) -> Source:
    return read_source(record, zone=ZoneInfo(ZONE))


@pytest.fixture
def begun(db: None, source: Source) -> Callable[..., Driver]:
    """A replay that has been begun, under a code of its own."""

    def begin(code: str = "sf") -> Driver:
        return Driver(make_centre(code=code, source=source, calls=None), source)

    return begin


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Iterator[ReplayProgress]:
    """The whole record, replayed once for all tests of a module, which only look at it."""
    source = read_source(pack(tmp_path_factory.mktemp("record")), zone=ZoneInfo(ZONE))
    with django_db_blocker.unblock(), transaction.atomic():
        driver = Driver(make_centre(code="sf", source=source, calls=None), source)
        driver.run()
        yield ReplayProgress.objects.get(pk=driver.progress.pk)
        transaction.set_rollback(True)


@pytest.fixture
def real_record() -> Path:
    if not (REAL / "events.csv.gz").is_file():
        pytest.skip("needs the recorded calls of San Francisco")
    return REAL
