"""Redis frozen, killed and back; every database session cut: people go on working, and nothing is lost."""

import signal
import time

import pytest

from tests.faults.account import Books, flaws, settle_down
from tests.faults.conftest import SECONDS, Build
from tests.faults.house import House, until
from tests.faults.watchers import Wall
from tests.faults.writers import Figures, Office

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]
NORMAL_S = min(SECONDS, 15.0)


def under_load(office: Office, seconds: float) -> Figures:
    """How writes go for so long from now."""
    began = time.monotonic()
    time.sleep(seconds)
    return office.figures(began, began + seconds)


def test_work_goes_on_while_redis_is_frozen_and_then_dead_and_messages_leave_afterwards(build: Build) -> None:
    house = build(on_postgresql=True)
    town = house.build()
    house.start()
    house.fall_due(40, first_in_s=2, over_s=2 * SECONDS + 6)
    redis = house.parts["redis"]
    with Wall(house, town) as wall, Office(house.address, town, house.folder) as office:
        office.get_on(60)  # warm
        normal = under_load(office, NORMAL_S)
        began = time.monotonic()
        redis.signal(signal.SIGSTOP)
        frozen = under_load(office, SECONDS)
        redis.signal(signal.SIGCONT)
        redis.kill()
        dead = under_load(office, SECONDS)
        silence = wall.longest_silence_s(began, time.monotonic())
        assert Books(house).overdue() == 0  # the clock does not need it
        redis.start()
        office.finish()
        settle_down(house)
        print(f"\nnormal {normal}\nfrozen {frozen}\ndead {dead}\nlongest silence of a board {silence:.2f} s")
        for away in (frozen, dead):
            assert away.success >= 0.999
            assert away.p95_ms <= 2 * normal.p95_ms + 50  # the machine's own noise
        assert silence <= 5
        assert flaws(house, wall, office.entries()) == []
        house.let_leases_run_out()
        until(lambda: Books(house).waiting_messages() == 0, within_s=100, what="every message has left")


def test_cutting_every_database_session_gives_503_or_an_answer_and_loses_nothing(build: Build) -> None:
    house = build(on_postgresql=True)
    town = house.build()
    house.start()
    house.fall_due(30, first_in_s=2, over_s=8)
    with Wall(house, town) as wall, Office(house.address, town, house.folder) as office:
        office.get_on(20)
        cut = sum(cut_and_wait(house) for _ in range(5))
        office.finish()
        settle_down(house)
        statuses = {each.status for writer in office.writers for each in writer.tries}
        print(f"\n{cut} sessions cut, statuses {sorted(statuses)}")
        assert cut >= 15
        assert statuses <= {0, 200, 201, 409, 503}  # 0: nobody answered
        assert flaws(house, wall, office.entries()) == []


def cut_and_wait(house: House) -> int:
    """Cut every session and give the house a moment."""
    cut = house.cut_every_session()
    time.sleep(1.5)
    return cut
