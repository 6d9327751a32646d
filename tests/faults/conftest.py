"""What the tests of faults share: a house of their own, and how long a fault lasts."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.faults.house import SERVER, Ground, House

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "4"))  # kills -9
SECONDS = float(os.environ.get("FAULT_SECONDS", "8"))  # how long a service is away

Build = Callable[..., House]
TOWN = {"writers": 4, "far": 60}


class Grounds:
    """The two grounds, each built when it is first wanted."""

    def __init__(self, folder: Callable[[str], Path]) -> None:
        self._folder = folder
        self._built: dict[bool, Ground] = {}

    def get(self, *, on_postgresql: bool) -> Ground:
        """The ground of this kind."""
        if on_postgresql not in self._built:
            self._built[on_postgresql] = Ground(self._folder("ground"), on_postgresql=on_postgresql, **TOWN)
        return self._built[on_postgresql]

    def close(self) -> None:
        """Take them away."""
        for ground in self._built.values():
            ground.close()


@pytest.fixture(scope="session")
def grounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grounds]:
    """What houses stand on."""
    made = Grounds(tmp_path_factory.mktemp)
    yield made
    made.close()


@pytest.fixture
def build(tmp_path: Path, grounds: Grounds) -> Iterator[Build]:
    """Make a house; it is gone when the test ends."""
    made: list[House] = []

    def make(*, on_postgresql: bool, **wanted: Any) -> House:
        if on_postgresql:
            needs_services()
        made.append(House(tmp_path, grounds.get(on_postgresql=on_postgresql), **wanted))
        return made[-1]

    yield make
    for house in made:
        house.close()
        print(house.troubles())


def needs_services() -> None:
    """Leave the test out where PostgreSQL or Redis is missing; with REQUIRE_SERVICES=1, fail it."""
    missing = "" if shutil.which("redis-server") else "needs redis-server"
    try:
        psycopg.connect(f"{SERVER}/postgres", connect_timeout=3).close()
    except psycopg.OperationalError:
        missing = "needs PostgreSQL"
    if missing:
        (pytest.fail if os.environ.get("REQUIRE_SERVICES") == "1" else pytest.skip)(missing)
