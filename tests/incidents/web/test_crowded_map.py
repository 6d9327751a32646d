"""The map of a storm, by keyboard: what stands together is one marker that says how many it is, and Enter goes closer."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import axe_finds
from tests.consoles import House

pytestmark = pytest.mark.needs_chromium
PATIENCE_MS = 30_000
OPEN = 160


@pytest.fixture(scope="module")
def storm(quiet_house: House) -> House:
    """160 incidents are open, all but one of them in the same street."""
    for number in range(OPEN - 1):
        quiet_house.post("/incidents/", {"place": {"text": f"{number} Low Ford", "lat": 50.57, "lon": -2.98 + number * 1e-5}})
    far = quiet_house.post("/incidents/", {"summary": "Tree down", "place": {"text": "The moor", "lat": 50.62, "lon": -3.06}})
    quiet_house.post(f"/incidents/{far['reference']}/priority/", {"priority": "P2", "reason": "Blocks the road"})
    return quiet_house


@pytest.fixture
def map_page(chromium: Browser, storm: House) -> Iterator[Page]:
    """The units page as a supervisor sees it."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    storm.let_in(page, "supervisor", to="/units")
    yield page
    context.close()


def test_a_crowd_is_one_marker_and_enter_goes_closer(map_page):
    pins, many = map_page.locator(".map-pin"), map_page.locator(".map-pin:has(.pin--many)")
    alone = map_page.locator(".map-pin:has(.pin--incident:not(.pin--many))")
    expect(many.filter(has_text=str(OPEN - 1))).to_have_attribute("title", re.compile(f"{OPEN - 1} incidents.*Closer shows them"))
    expect(alone).to_have_text("P2")
    assert pins.count() < 40
    assert axe_finds(map_page) == []
    crowd = many.filter(has_text=str(OPEN - 1))
    for _ in range(2):
        crowd.first.press("Enter")
        map_page.wait_for_timeout(300)
        crowd = many.filter(has_text=re.compile("[0-9]{2,}"))
    expect(map_page.locator(".map-pin[title*='Low Ford'], .map-pin[title*='incidents']")).not_to_have_count(1)
    titles = [each.get_attribute("title") or "" for each in pins.all()]
    assert sum(int(title.split()[0]) if "Closer" in title else 1 for title in titles) == OPEN - 1, titles
    assert map_page.evaluate("document.activeElement.matches('.leaflet-container')")


def test_enter_on_a_marker_opens_its_incident(map_page):
    map_page.locator(".map-pin:has(.pin--incident:not(.pin--many))").first.press("Enter")
    expect(map_page).to_have_url(re.compile(r"/incidents/\d+$"))
