"""What the board looks like in each of its states: nothing is open, a storm, the connection is lost."""

import re
import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import axe_finds
from tests.consoles import House, sideways

pytestmark = pytest.mark.needs_chromium
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)
THEMES = ("dark", "light", "contrast")
STORM = 60


def open_board(chromium: Browser, house: House, theme: str) -> Page:
    """The board of a supervisor on a small screen, live, in one theme."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, storage_state=house.session(chromium, "supervisor"))
    context.add_cookies([{"name": "theme", "value": theme, "url": house.address}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{house.address}/board")
    page.wait_for_selector("[data-connection][data-mode=live]")
    return page


@pytest.fixture(params=THEMES)
def calm(chromium: Browser, quiet_house: House, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The board on which nothing is open."""
    page = open_board(chromium, quiet_house, request.param)
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def storm(busy_house: House) -> House:
    """Sixty more incidents of a shift that nobody assessed in time: an alarm for each."""
    for number in range(STORM):
        busy_house.post("/incidents/", {"place": {"text": f"{number} Low Ford", "lat": 50.57, "lon": -2.98 + number * 1e-4}})
    (file,) = busy_house.folder.glob("*.sqlite3")
    with sqlite3.connect(file, timeout=30) as database:
        database.execute("UPDATE clock_timer SET due_at = '2001-01-01 00:00:00' WHERE kind = 'not-assessed' AND state = 'armed'")
    return busy_house


@pytest.fixture(params=THEMES)
def stormy(chromium: Browser, storm: House, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The board in the storm."""
    page = open_board(chromium, storm, request.param)
    yield page
    page.context.close()


def test_nothing_is_open(calm: Page) -> None:
    expect(calm.get_by_text("Nothing needs anybody in charge")).to_be_visible()
    assert sideways(calm) == 0
    assert axe_finds(calm) == []


def test_a_storm_folds_into_twenty_lines_and_loses_none(stormy: Page) -> None:
    lines = stormy.locator("[data-rows=exception] [data-row-link]")
    expect(stormy.locator("[data-rows=exception] tbody").first).to_contain_text(re.compile(r"All [6-9]\d .*\+[5-9]\d more", re.DOTALL))
    assert 0 < lines.count() <= 20
    assert sideways(stormy) == 0
    assert axe_finds(stormy) == []


def test_a_picture_that_is_old_says_its_age(stormy: Page) -> None:
    stormy.context.set_offline(True)
    expect(stormy.get_by_text("The connection is lost. What you type is kept")).to_be_visible()
    expect(stormy.locator("[data-connection]").first).to_contain_text("STALE")
    expect(stormy.locator("[data-connection-age]")).to_contain_text("This picture is")
    assert axe_finds(stormy) == []
