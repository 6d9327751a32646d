"""Nobody acknowledges: the clock escalates by itself, the board says so, and it rings until a named person takes it."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Console

pytestmark = [pytest.mark.journey, pytest.mark.needs_chromium, pytest.mark.xdist_group("quiet-journeys")]

ACK_S = 60  # a P1's limit in the shipped packs
REPEAT_S = 60  # an untaken alarm rings again after this


def dispatched(console: Console) -> tuple[str, str]:
    """A P1 that was sent to a crew who will not answer: its number, and the crew's call sign."""
    with console.rest("dispatcher") as rest:
        place = {"text": "3 Quay Street", "lat": 50.574, "lon": -2.981}
        incident = rest.post("/incidents/", json={"type": "LIFT-TRAP", "summary": "Stuck in the lift", "place": place}).json()
        reference = incident["reference"]
        while incident.get("question"):
            question = incident["question"]
            danger = next((each for each in question["answers"] if each["danger"]), question["answers"][0])
            incident = rest.post(f"/incidents/{reference}/answers/", json={"question": question["id"], "answer": danger["code"]}).json()
        assert incident["priority"] == "P1"
        units = rest.get(f"/incidents/{reference}/recommendation/").json()["units"]
        sent = rest.post(f"/incidents/{reference}/deployments/", json={"units": [units[0]["call_sign"]]})
        sent.raise_for_status()
        return reference, units[0]["call_sign"]


def test_the_clock_escalates_and_the_alarm_rings_until_somebody_takes_it(
    quiet_console: Console, sign_in: Callable[[Console, str], Page]
) -> None:
    board = sign_in(quiet_console, "supervisor")
    board.goto(f"{quiet_console.url}/board")
    reference, call_sign = dispatched(quiet_console)
    began = time.monotonic()
    alarm = board.locator(".alarm", has_text=f"{call_sign} has not acknowledged")
    expect(alarm).to_be_visible(timeout=(ACK_S + 20) * 1000)
    assert time.monotonic() - began > ACK_S - 2
    with quiet_console.rest("supervisor") as rest:
        listed = rest.get("/board/").json()["alarms"]
        first = next(each for each in listed if each["cause"] == "not_acknowledged" and each["incident"] == reference)
        deadline = time.monotonic() + REPEAT_S + 20
        while first["repeats"] == 0 and time.monotonic() < deadline:
            time.sleep(1)
            first = next(each for each in rest.get("/board/").json()["alarms"] if each["id"] == first["id"])
        assert first["repeats"] == 1
    expect(alarm).to_be_visible()
    alarm.get_by_role("button", name="Take").first.focus()
    board.keyboard.press("Enter")
    expect(alarm.get_by_role("button", name="Take")).to_have_count(0)
    with quiet_console.rest("supervisor") as rest:
        log = rest.get(f"/incidents/{reference}/log/").json()["results"]
        assert any(line["entry"] == "escalation.taken" and line["by"] == "Sol Reyes" for line in log)
        assert not any(each["id"] == first["id"] for each in rest.get("/board/").json()["alarms"])
