"""Places and duplicates at the desk in a real browser, by keyboard alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import axe_finds
from tests.consoles import House, wait_until_logged

pytestmark = pytest.mark.needs_chromium
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
TOO_SMALL = """() => [...document.querySelectorAll('.where :is(button, a), .combo__option, #desk-readings button')]
    .filter((each) => each.checkVisibility() && Math.min(each.getBoundingClientRect().height, each.getBoundingClientRect().width) < 24)
    .map((each) => each.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def house(quiet_house: House) -> House:
    """Nothing is open in it."""
    return quiet_house


@pytest.fixture
def desk(chromium: Browser, house: House) -> Iterator[Page]:
    """The desk as Amina sees it, live."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{house.address}/sign-in/?next=/desk")
    page.fill("input[name=username]", "agent")
    page.fill("input[name=password]", "demo")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-connection][data-mode=live]")
    yield page
    context.close()
    assert faults == []


def whole(house: House, reference: str) -> Any:
    return house.get(f"/incidents/{reference}/")


def test_an_address_is_taken_with_one_key_and_what_is_known_of_the_site_stands_there(desk, house):
    desk.keyboard.press("n")
    desk.keyboard.type("merow court eastbury")
    first = desk.locator("[data-place-list] [role=option]").first
    expect(first).to_contain_text("Merrow Court, Eastbury Road")
    expect(desk.locator("#intake_place_text")).not_to_have_attribute(
        "aria-activedescendant", "desk-place-0"
    )  # misspelt: nothing is taken for it
    desk.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("Escape")
    expect(desk.locator("[data-place-list]")).to_be_hidden()
    desk.fill("#intake_place_text", "merrow court eastbury")
    expect(first).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-site-notes]")).to_contain_text("Asbestos board in the riser cupboards")
    wait_until_logged(desk)
    place = whole(house, desk.inner_text("[data-head-reference]"))["place"]
    assert (place["lat"], place["readings"][0]["method"], place["readings"][0]["accuracy_m"]) == (50.57793, "landmark", 10)
    assert axe_finds(desk) == []
    assert desk.evaluate(TOO_SMALL) == []


def test_words_that_no_gazetteer_has_are_kept_and_a_second_reading_is_asked_for(desk, house):
    desk.keyboard.press("n")
    desk.keyboard.type("behind the zebra enclosure")
    desk.keyboard.press("Enter")
    wait_until_logged(desk)
    expect(desk.locator("[data-where-now]")).to_contain_text("Ask for another reading")
    desk.keyboard.press("Escape")
    desk.keyboard.press("v")
    expect(desk.locator("[data-can-see]")).to_be_visible()
    desk.keyboard.type("50.5901, -2.9402")
    expect(desk.locator("[data-reading-read]")).to_contain_text("Coordinates · ±11 m")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-readings-list] tr")).to_have_count(2)
    desk.get_by_role("button", name="Go by this").press("Enter")
    expect(desk.locator("[data-readings-list] tr[data-used]")).to_contain_text("50.5901")
    assert axe_finds(desk) == []
    assert whole(house, desk.inner_text("[data-head-reference]"))["place"]["lat"] == 50.5901


def test_a_point_is_taken_from_the_map_by_keyboard(desk, house):
    desk.keyboard.press("n")
    desk.keyboard.press("Escape")
    desk.keyboard.press("m")
    expect(desk.locator("[data-map-at]")).to_contain_text("±")
    for _ in range(3):
        desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Enter")
    wait_until_logged(desk)
    reading = whole(house, desk.inner_text("[data-head-reference]"))["place"]["readings"][0]
    assert reading["method"] == "map" and reading["accuracy_m"] > 5


def test_the_second_caller_is_offered_the_fire_before_anything_is_logged_and_joins_in_two_keys(desk, house):
    fire = house.post("/incidents/", {"summary": "Flames from a roof", "place": {"text": "The brewery", "lat": 50.5600, "lon": -3.0100}})
    call = str(house.post("/contacts/", {"channel": "telephone", "line": "Fire", "caller_number": "07700900771"})["id"])
    house.post(f"/contacts/{call}/answer/", {})
    before = len(house.get("/incidents/?limit=500")["results"])
    desk.goto(f"{house.address}/desk?contact={call}")
    expect(desk.locator("#intake_place_text")).to_be_focused()
    desk.keyboard.type("50.5604, -3.0108")
    expect(desk.locator("[data-place-list] [role=option]").first).to_contain_text("Coordinates")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-intake-said]")).to_contain_text("F2")
    expect(desk.locator("[data-similar-list] li").first).to_contain_text(fire["reference"])
    desk.focus("#intake_summary")
    desk.keyboard.type("Thick smoke over there")
    expect(desk.locator("[data-similar-list] li").first).to_contain_text("both about fire")
    desk.keyboard.press("F2")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-head-reference]")).to_have_text(fire["reference"])
    assert len(house.get("/incidents/?limit=500")["results"]) == before
    assert house.get(f"/contacts/{call}/")["incident"] == fire["reference"]
    joined = whole(house, fire["reference"])
    assert (joined["place"]["text"], joined["summary"], len(joined["place"]["readings"])) == ("The brewery", "Flames from a roof", 2)
    expect(desk.locator("[data-clash]")).to_have_count(0)
    assert any("Thick smoke over there" in line["text"] for line in house.get(f"/incidents/{fire['reference']}/log/")["results"])


def test_a_house_next_door_with_another_kind_of_thing_stands_beside_and_stops_nothing(desk, house):
    door = house.get("/places/?q=186 Eastbury Road")["results"][0]
    place = {**{name: door[name] for name in ("lat", "lon")}, "text": door["text"].replace("186", "190")}
    first = house.post("/incidents/", {"summary": "Water comes through the ceiling", "place": place})
    desk.keyboard.press("n")
    desk.keyboard.type("186 eastbury road")
    expect(desk.locator("[data-place-list] [role=option]").first).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("Enter")
    wait_until_logged(desk)
    assert desk.inner_text("[data-head-reference]") != first["reference"]
    expect(desk.locator("[data-similar-list]")).to_contain_text(first["reference"])


def test_not_the_same_is_logged_and_a_logged_one_becomes_a_duplicate_in_two_keys_and_is_undone(desk, house):
    first = house.post("/incidents/", {"summary": "Water in the street", "place": {"text": "Low Ford", "lat": 50.6010, "lon": -3.0300}})
    desk.keyboard.press("n")
    desk.keyboard.type("50.6011, -3.0301")
    expect(desk.locator("[data-place-list] [role=option]").first).to_contain_text("Coordinates")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-similar-list] li")).to_have_count(1)
    desk.keyboard.press("F2")
    desk.keyboard.press("n")
    wait_until_logged(desk)
    second = desk.inner_text("[data-head-reference]")
    desk.reload()
    expect(desk.locator("[data-similar-list] li").first).to_contain_text(first["reference"])
    desk.keyboard.press("F2")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-head-reference]")).to_have_text(first["reference"])
    expect(desk.locator("[data-links-here]")).to_contain_text(f"Has the duplicate {second}")
    assert whole(house, second)["duplicate_of"] == first["reference"]
    desk.get_by_role("button", name="Undo").press("Enter")
    desk.keyboard.type("Two streets")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-links-here]")).to_be_hidden()
    assert whole(house, second)["stage"] == "assessing"
