"""A drill by keyboard: opened from the board's past, entered, a recorded caller rings by herself, a crew answers by itself; the debrief."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import axe_finds
from tests.consoles import House

pytestmark = [pytest.mark.needs_chromium, pytest.mark.journey]
PATIENCE_MS = 30_000
RINGS_WITHIN_MS = 60_000


class People:
    """Windows of people who have signed in, none of which may meet a script error."""

    def __init__(self, chromium: Browser, house: House) -> None:
        self._chromium, self._house = chromium, house
        self.faults: list[str] = []
        self.contexts: list[Any] = []

    def window(self, who: str) -> Page:
        """A window of theirs."""
        session = self._house.session(self._chromium, who)
        context = self._chromium.new_context(viewport={"width": 1366, "height": 768}, storage_state=session)
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        return page


@pytest.fixture
def people(chromium: Browser, busy_house: House) -> Iterator[People]:
    """Whoever signs in; the test fails when a page of theirs breaks."""
    expect.set_options(timeout=PATIENCE_MS)
    found = People(chromium, busy_house)
    yield found
    for context in found.contexts:
        context.close()
    assert found.faults == []


@pytest.fixture(autouse=True)
def _no_drill_is_left(busy_house: House) -> Iterator[None]:
    """A drill that a test leaves is ended, so that the next one can open its own."""
    yield
    for drill in busy_house.get("/drills/", who="supervisor")["results"]:
        if drill["ended_at"] is None:
            busy_house.post(f"/drills/{drill['id']}/ended/", {}, who="supervisor")


def working_centre(house: House) -> dict[str, Any]:
    """What a drill must not touch: incidents and their numbers, contacts, units, figures."""
    board = house.get("/board/", who="supervisor")
    today = datetime.now(ZoneInfo("Europe/London")).date()
    since = today - timedelta(days=1)  # soon after midnight, today has few
    figures = house.get(f"/kpis/?period=custom&on={since}&to={today}", who="supervisor")
    counted = {each["id"]: each["figure"]["n"] for each in figures["results"] if each["id"] in ("answer_time", "entry_to_dispatch")}
    assert len(counted) == 2 and figures["incidents"] > 5
    return {
        "incidents": [each["reference"] for each in board["incidents"]],
        "contacts": sorted(each["id"] for each in board["contacts"]),
        "units": {each["call_sign"]: each["incident"] for each in board["units"]},
        "figures": (figures["incidents"], figures["left_out"], counted),
    }


def leak_that_rang(house: House) -> datetime:
    """When the newest real contact came that became an incident to which a crew was sent."""
    sent = [each for each in house.get("/board/", who="supervisor")["incidents"] if each["units"]]
    return max(datetime.fromisoformat(each["opened_at"]) for each in sent)


def test_a_past_shift_is_replayed_and_the_working_centre_does_not_notice(people, busy_house):
    before = working_centre(busy_house)
    sol = people.window("supervisor")
    open_from_the_past(sol, busy_house)
    assert axe_finds(sol) == []
    amina = people.window("agent")
    amina.goto(f"{busy_house.address}/drills")
    amina.keyboard.press("e")
    expect(amina.locator(".banner--drill")).to_contain_text("nothing here is real")
    reference = answers_and_sends(amina)
    assert axe_finds(amina) == []
    debrief_shows_both(sol, reference)
    amina.get_by_role("button", name="Leave the drill").focus()
    amina.keyboard.press("Enter")
    expect(amina.locator(".banner--drill")).to_have_count(0)
    sol.keyboard.press("z")
    sol.get_by_role("dialog").get_by_role("button", name="End the drill").press("Enter")
    expect(sol.locator("main")).to_contain_text("Ended")
    expect(sol.locator(".debrief tbody").first).to_contain_text("Not done")
    assert working_centre(busy_house) == before


def open_from_the_past(sol: Page, house: House) -> None:
    """The board's past offers its shift; Sol narrows it to the minutes around a call, and takes Amina along."""
    rang = leak_that_rang(house)
    sol.goto(f"{house.address}/board?at={(rang + timedelta(minutes=1)).strftime('%Y-%m-%dT%H:%M:%SZ')}")
    sol.keyboard.press("y")
    expect(sol.get_by_role("heading", name="Open a drill")).to_be_visible()
    begins = sol.evaluate("(at) => new Date(at).toLocaleString('sv', {timeZone: 'Europe/London'}).slice(0, 16).replace(' ', 'T')",
                          (rang - timedelta(minutes=1)).isoformat())  # fmt: skip
    sol.get_by_label("From", exact=True).fill(begins)
    sol.get_by_label("Speed", exact=True).select_option("10")
    sol.get_by_label(re.compile("Amina Khan")).press("Space")
    sol.get_by_role("button", name="Open the drill").press("Enter")
    expect(sol.get_by_role("heading", name=re.compile("Drill of"))).to_be_visible()


def answers_and_sends(amina: Page) -> str:
    """A caller rings by herself; she is answered, logged, and a crew is sent that acknowledges by itself. The incident's number."""
    expect(amina.locator("[data-pop-number]")).to_contain_text("01632 960", timeout=RINGS_WITHIN_MS)
    amina.keyboard.press("a")
    expect(amina.locator("#intake_place_text")).to_be_focused()
    for words in ("14 Harbour Lane", "50.5745, -2.98"):
        amina.keyboard.press("Control+a")
        amina.keyboard.type(words)
        amina.keyboard.press("Tab")
    amina.keyboard.press("Escape")
    expect(amina.locator("[data-head-reference]")).to_have_text(re.compile(r"^\d+"))
    amina.keyboard.press("F9")
    expect(amina.locator("[data-send-no]")).to_contain_text("Press again to send it now")
    amina.keyboard.press("F9")
    expect(amina.locator(".crew").first).to_contain_text("Got it")
    return amina.inner_text("[data-head-reference]")


def debrief_shows_both(sol: Page, reference: str) -> None:
    """The debrief has the contact twice: as it was, and as Amina dealt with it."""
    row = sol.locator(".debrief tbody", has_text=reference).first
    expect(row).to_contain_text("Then")
    expect(row.locator("tr").nth(1)).to_contain_text("Not done")
    expect(row.locator("tr").nth(1)).to_contain_text(re.compile(r"\d+ s"))


def test_a_window_from_before_a_drill_keeps_what_is_typed_until_its_person_is_back(people, busy_house):
    until = datetime.now(UTC)
    window = {"from_at": (until - timedelta(hours=1)).isoformat(), "until_at": until.isoformat()}
    drill = busy_house.post("/drills/", {**window, "speed": 1, "people": ["agent"]}, who="supervisor")
    amina = people.window("agent")
    earlier = amina.context.new_page()
    earlier.goto(f"{busy_house.address}/desk")
    earlier.wait_for_selector("[data-connection][data-mode=live]")
    amina.goto(f"{busy_house.address}/drills")
    amina.get_by_role("button", name="Enter the drill").press("Enter")
    expect(amina.locator(".banner--drill")).to_be_visible()
    earlier.bring_to_front()
    earlier.keyboard.press("n")
    expect(earlier.locator("#intake_place_text")).to_be_focused()
    earlier.keyboard.type("2 Mill Street")
    earlier.keyboard.press("Escape")
    expect(earlier.locator("[data-other-room]")).to_contain_text("another room")
    assert axe_finds(earlier) == []
    amina.bring_to_front()
    amina.get_by_role("button", name="Leave the drill").press("Enter")
    expect(amina.locator(".banner--drill")).to_have_count(0)
    expect(earlier.locator("[data-head-reference]")).to_have_text(re.compile(r"^\d+"))
    number = earlier.inner_text("[data-head-reference]")
    assert busy_house.get(f"/incidents/{number}/")["place"]["text"] == "2 Mill Street"
    busy_house.post(f"/drills/{drill['id']}/ended/", {}, who="supervisor")
