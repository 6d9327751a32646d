"""What the desk looks like in each of its states: nobody waits, thirty wait, the connection is lost, something is refused."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import axe_finds
from tests.consoles import House, sideways

pytestmark = pytest.mark.needs_chromium
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
CHANNELS = ("telephone", "text", "relay")
LINES = ("Gas", "Highways", "Council", "Alarms")
THEMES = ("dark", "light", "contrast")


@pytest.fixture(params=THEMES)
def desk(chromium: Browser, quiet_house: House, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The desk of an agent on a small screen, live, in one theme."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, storage_state=quiet_house.session(chromium, "agent"))
    context.add_cookies([{"name": "theme", "value": request.param, "url": quiet_house.address}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{quiet_house.address}/desk")
    page.wait_for_selector("[data-connection][data-mode=live]")
    yield page
    context.close()


@pytest.fixture
def thirty_wait(quiet_house: House) -> Iterator[None]:
    """Thirty contacts wait; afterwards they are answered and over."""
    asked = [{"channel": CHANNELS[number % 3], "line": LINES[number % 4], "caller_number": f"0770090{number:04d}"} for number in range(30)]
    numbers = [quiet_house.post("/contacts/", each)["id"] for each in asked]
    yield
    for number in numbers:
        quiet_house.post(f"/contacts/{number}/answer/", {})
        quiet_house.post(f"/contacts/{number}/end/", {"why": "A wrong number"})


def test_nobody_waits(desk: Page) -> None:
    expect(desk.get_by_text("Nobody is waiting.")).to_be_visible()
    expect(desk.get_by_text("answers the contact that has waited longest")).to_be_visible()
    assert axe_finds(desk) == []


def test_thirty_wait_and_the_next_is_in_sight(desk: Page, thirty_wait: None) -> None:
    expect(desk.locator("[data-pop-number]")).to_have_text("07700 900 000")
    expect(desk.get_by_role("button", name="Answer A")).to_be_in_viewport()
    expect(desk.get_by_text("All 30")).to_be_visible()
    expect(desk.get_by_role("heading", name="Incidents")).to_be_in_viewport()
    assert sideways(desk) == 0
    assert axe_finds(desk) == []


def test_without_a_connection_it_says_so_and_where_the_words_are(desk: Page) -> None:
    desk.context.set_offline(True)
    desk.keyboard.press("n")
    desk.keyboard.type("3 Quay Street")
    expect(desk.get_by_text("The connection is lost. What you type is kept")).to_be_visible()
    expect(desk.locator("[data-kept]")).to_have_text("Kept in this browser only: no connection.")
    assert axe_finds(desk) == []


def test_degrees_nobody_can_read_are_refused_beside_what_was_typed(desk: Page) -> None:
    desk.keyboard.press("n")
    desk.fill("[name=coordinates]", "99999, 1")
    desk.keyboard.press("Tab")
    expect(desk.locator("[data-intake-said][data-refused]")).to_contain_text("Not read as latitude, longitude.")
    expect(desk.locator("[name=coordinates]")).to_have_attribute("aria-invalid", "true")
    assert axe_finds(desk) == []
    desk.fill("[name=coordinates]", "")
    desk.keyboard.press("Tab")
    expect(desk.locator("[name=coordinates]")).not_to_have_attribute("aria-invalid", "true")
    expect(desk.locator("[data-intake-said][data-refused]")).to_have_count(0)
