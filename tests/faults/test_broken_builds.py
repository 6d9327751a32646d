"""The harness can fail: builds that are broken on purpose are found out."""

import time

import pytest

from tests.faults.account import flaws
from tests.faults.conftest import Build
from tests.faults.watchers import Wall
from tests.faults.writers import Office

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

BUILDS = {
    "acks_what_it_did_not_write": "is there 0 times",
    "does_it_twice": "is there 2 times",
    "leaves_numbers_out": "the log holds",
    "repeats_numbers": "came 1",
    "forgets_effects": "there are",
    "fires_again": "timers were settled",
    "writes_over_the_log": "does not hold",
}


@pytest.mark.parametrize("broken", BUILDS)
def test_a_broken_build_is_found_out(build: Build, broken: str) -> None:
    house = build(on_postgresql=False, web="tests.faults.broken:application")
    house.environment["BROKEN"] = broken
    town = house.build()
    house.start()
    house.fall_due(10, first_in_s=0.5, over_s=1)
    with Wall(house, town, count=1) as wall, Office(house.address, town, house.folder, trusting=False) as office:
        deadline = time.monotonic() + 40
        found: list[str] = []
        while not any(BUILDS[broken] in flaw for flaw in found) and time.monotonic() < deadline:
            time.sleep(1.5)
            found = flaws(house, wall, office.entries(), patience_s=3, prove_log=broken == "writes_over_the_log")
    assert any(BUILDS[broken] in flaw for flaw in found), found
