"""Every worker dead: every board and /healthz say so within 15 s, and no longer once one is back."""

import time
from typing import Any

import httpx
import pytest

from tests.faults.conftest import Build
from tests.faults.house import House, until
from tests.faults.watchers import Board

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

SAID_WITHIN_S = 15
BOARD_SAYS_S = 3.0  # static/js/lib/live.js: from this age on a board shows its banner and rings


class Listening(Board):
    """A board that notes how old the timers' heartbeat was in the last beat it heard."""

    timers: float | None = None

    def _note(self, message: dict[str, Any]) -> None:
        super()._note(message)
        if message["op"] == "beat":
            self.timers = message["timers"]


def health(house: House) -> dict[str, Any]:
    """What /healthz says, without its status."""
    answer = httpx.get(house.address.replace("/api/v1", "/healthz"), timeout=10)
    return {**answer.json(), "code": answer.status_code}


def test_dead_workers_are_said_on_every_board_and_on_healthz_within_fifteen_seconds(build: Build) -> None:
    house = build(on_postgresql=True, workers=2)
    town = house.build()
    house.start()
    boards = [Listening(house, town) for _ in range(2)]
    for board in boards:
        board.start()
    until(lambda: health(house)["code"] == 200, within_s=90, what="the workers keep time")
    until(lambda: all(board.timers is not None and board.timers < BOARD_SAYS_S for board in boards), within_s=30, what="boards hear it")
    for name in ("worker0", "worker1"):
        house.parts[name].kill()
    died = time.monotonic()
    until(lambda: all((board.timers or 0) > BOARD_SAYS_S for board in boards), within_s=SAID_WITHIN_S, what="every board says so")
    on_boards = time.monotonic() - died
    until(lambda: health(house)["code"] == 503, within_s=SAID_WITHIN_S - on_boards, what="/healthz says so")
    print(f"\nboards after {on_boards:.1f} s, /healthz after {time.monotonic() - died:.1f} s")
    house.parts["worker0"].start()
    until(lambda: health(house)["code"] == 200, within_s=90, what="it is over")
    for board in boards:
        board.finish()
