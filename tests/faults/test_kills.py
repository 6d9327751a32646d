"""kill -9, again and again, while people work: what was acknowledged is there once, what was refused is not there, no timer is lost."""

import random
import time

import pytest

from tests.faults.account import Books, flaws, settle_down
from tests.faults.conftest import ROUNDS, Build
from tests.faults.house import House, until
from tests.faults.watchers import Wall
from tests.faults.writers import Office, read

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]
RUNG = "SELECT count(*) FROM clock_timer WHERE kind = 'not-sent' AND state = 'settled'"
PROGRESS = 12  # writes between two kills, however slow the machine is


def kill_in_the_middle(house: House, name: str, office: Office) -> None:
    """Kill a part while writes are under way, and start it again."""
    office.get_on(PROGRESS)
    time.sleep(random.uniform(0.0, 0.3))
    house.parts[name].crash()


def test_nothing_acknowledged_is_lost_however_often_any_process_is_killed(build: Build) -> None:
    house = build(on_postgresql=True, workers=2)
    town = house.build()
    insider = house.add_insider()
    house.start()
    house.fall_due(60, first_in_s=1, over_s=ROUNDS * 3)
    with Wall(house, town) as wall, Office(house.address, town, house.folder) as office:
        began = time.monotonic()
        victims = ["web", "worker0", "worker1", "insider"] * (1 + ROUNDS // 4)
        for name in random.sample(victims[: max(4, ROUNDS)], ROUNDS):
            kill_in_the_middle(house, name, office)
        office.get_on(PROGRESS)
        until(lambda: Books(house).one(RUNG) >= 60, within_s=120, what="every clock has rung")
        office.finish()
        house.parts["insider"].kill()
        settle_down(house)
        figures, entries = office.figures(began, time.monotonic()), [*office.entries(), *read(insider)]
        print(f"\n{ROUNDS} kills, {len(entries)} writes, {sum(entry.get('tries', 1) > 1 for entry in entries)} asked again, {figures}")
        assert flaws(house, wall, entries) == []
        assert sum(entry["outcome"] == "acked" for entry in entries) > 50


def test_nothing_acknowledged_is_lost_when_the_one_process_on_sqlite_is_killed(build: Build) -> None:
    house = build(on_postgresql=False)
    town = house.build()
    house.start()
    house.fall_due(30, first_in_s=1, over_s=ROUNDS * 3)
    with Wall(house, town, count=2) as wall, Office(house.address, town, house.folder) as office:
        for _ in range(ROUNDS):
            kill_in_the_middle(house, "web", office)
        office.get_on(PROGRESS)
        office.finish()
        settle_down(house)
        entries = office.entries()
        print(f"\n{ROUNDS} kills, {len(entries)} writes, {sum(entry['tries'] > 1 for entry in entries)} asked again")
        assert flaws(house, wall, entries) == []
        assert sum(entry["outcome"] == "acked" for entry in entries) > 30
        house.let_leases_run_out()
        until(lambda: Books(house).waiting_messages() == 0, within_s=75, what="every message has left")
