"""The one process of a console is killed again and again while it plays a drill: every contact comes once, and none is lost."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.consoles import EMPTY, House, demo_data, serving

pytestmark = [pytest.mark.needs_sqlite, pytest.mark.timeout(300)]
CALLS = 12
KILLS = 3


def state_of(house: House, drill: int) -> dict[str, int]:
    """How the drill stands."""
    found: dict[str, int] = house.get(f"/drills/{drill}/", who="supervisor")
    return found


def test_a_drill_goes_on_after_every_kill_without_losing_or_doubling_a_contact(shared_folder: Path, tmp_path: Path) -> None:
    with serving(demo_data(shared_folder, tmp_path / "data", *EMPTY)) as house:
        began = datetime.now(UTC)
        for number in range(CALLS):
            house.post("/contacts/", {"channel": "telephone", "line": "Gas", "caller_number": f"0770090012{number % 10}"})
            time.sleep(0.7)
        window = {"from_at": began.isoformat(), "until_at": datetime.now(UTC).isoformat()}
        drill = house.post("/drills/", {**window, "speed": 1, "people": ["supervisor"]}, who="supervisor")["id"]
        for _ in range(KILLS):
            time.sleep(1.5)
            house.kill()
            house.start()
        until = time.monotonic() + 120
        while state_of(house, drill)["played"] < CALLS and time.monotonic() < until:
            time.sleep(0.5)
        time.sleep(2.5)
        asked = {"username": "supervisor", "password": "demo", "centre": state_of(house, drill)["room"]}
        inside = {"Authorization": f"Bearer {house.http.post('/token/', json=asked).json()['token']}"}
        came = house.http.get("/contacts/?limit=100", headers=inside).json()["results"]
        assert [each["source_reference"] for each in reversed(came)] == [f"drill-{drill}-{place}" for place in range(1, CALLS + 1)]
        assert datetime.now(UTC) - began < timedelta(minutes=4)
