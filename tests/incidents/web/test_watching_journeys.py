"""Journeys of crews that are watched over, on a crew's phone and the board at once: silence up to a visit, duress, a Mayday."""

import sqlite3
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import axe_finds
from tests.consoles import House
from tests.factories import OURS

pytestmark = [pytest.mark.needs_chromium, pytest.mark.journey]
PATIENCE_MS = 30_000
Enter = Callable[..., Page]


@pytest.fixture
def enter(chromium: Browser, quiet_house: House) -> Iterator[Enter]:
    """Open a page: as somebody of the centre, or as a crew, on its phone."""
    contexts = []

    def open_page(path: str, username: str = "") -> Page:
        phone = {"width": 390, "height": 844}
        context = chromium.new_context(viewport={"width": 1366, "height": 768} if username else phone)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        page.goto(f"{quiet_house.address}/sign-in/?next={path}" if username else f"{quiet_house.address}{path}")
        if username:
            page.fill("input[name=username]", username)
            page.fill("input[name=password]", "demo")
            page.keyboard.press("Enter")
            page.wait_for_url(f"{quiet_house.address}{path}")
            page.wait_for_selector("[data-connection][data-mode=live]")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def job(quiet_house: House) -> Iterator[dict[str, str]]:
    """A crew at the scene of an incident: its call sign, its page, the incident. It is sent home at the end."""
    incident = quiet_house.post(
        "/incidents/", {"type": "GAS-SMELL", "summary": "Gas in the kitchen", "place": {"lat": 50.57, "lon": -2.98}}
    )
    for answer in OURS:
        body = {"question": incident["question"]["id"], "answer": answer}
        incident = quiet_house.post(f"/incidents/{incident['reference']}/answers/", body)
    free = next(unit["call_sign"] for unit in quiet_house.get("/units/")["results"] if unit["free"] and not unit["exercise"])
    (sent,) = quiet_house.post(f"/incidents/{incident['reference']}/deployments/", {"units": [free]})["results"]
    words = {"holder": "A lone worker", "safe": "blue kettle", "duress": "red lorry"}
    quiet_house.post(f"/units/{free}/words/", words, who="supervisor")
    quiet_house.post(f"/deployments/{sent['id']}/status/", {"status": "on_scene"})
    yield {"call_sign": free, "page": sent["link"], "incident": incident["reference"]}
    quiet_house.post(f"/deployments/{sent['id']}/status/", {"status": "stood_down", "why": "Over"}, who="supervisor")


def hurry(house: House, kind: str) -> None:
    """Let the clocks of this kind fall due now."""
    (file,) = house.folder.glob("*.sqlite3")
    with sqlite3.connect(file, timeout=30) as database:
        database.execute("UPDATE clock_timer SET due_at = '2001-01-01 00:00:00' WHERE kind = ? AND state = 'armed'", [kind])


def is_clean(page: Page) -> None:
    """What axe finds on the page and in the bar above it; a busy machine may show other banners meanwhile."""
    assert axe_finds(page, "#main", "[data-emergencies]") == []


def test_a_crew_that_is_silent_is_looked_after_by_name(enter: Enter, quiet_house: House, job: dict[str, str]) -> None:
    phone, board, page = enter(job["page"]), enter("/board", "dispatcher"), enter(f"/incidents/{job['incident']}", "dispatcher")
    alarms, clocks = board.locator("[data-alarms]"), page.get_by_role("list", name="Clocks running")
    hurry(quiet_house, "check-due")
    expect(phone.get_by_text("Answer within")).to_be_visible()
    expect(clocks).to_contain_text(f"Answer to check: {job['call_sign']}")
    hurry(quiet_house, "check-missed")
    expect(phone.get_by_text("The control room is worried about you.")).to_be_visible()
    expect(clocks).to_contain_text("Answer to second asking")
    expect(alarms).to_contain_text(f"{job['call_sign']} has not answered its check")
    hurry(quiet_house, "check-repeat")
    expect(clocks).to_contain_text("Send somebody to look")
    expect(alarms).to_contain_text(f"{job['call_sign']} is silent: asked twice, no answer")
    page.get_by_role("button", name="Send somebody to look").press("Enter")
    page.locator("#id_visit_visitor").fill("Moira Kent")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Moira Kent goes to look")).to_be_visible()
    page.get_by_role("button", name="What was found").press("Enter")
    page.locator("#id_found_well").check()
    page.locator("#id_visit_result").fill("Radio flat; he is well")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Found well (Moira Kent). Radio flat; he is well")).to_be_visible()
    expect(phone.get_by_text("Next check in")).to_be_visible()
    is_clean(page)


def test_duress_is_red_on_the_board_and_nothing_on_the_phone(enter: Enter, quiet_house: House, job: dict[str, str]) -> None:
    phone, board = enter(job["page"]), enter("/board", "supervisor")
    hurry(quiet_house, "check-due")
    phone.get_by_label("Your word").fill("red lorry")
    phone.get_by_role("button", name="All well").press("Enter")
    expect(phone.get_by_text("gave its word")).to_be_visible()
    danger = board.locator("[data-emergency=duress]")
    expect(danger).to_contain_text(f"DURESS {job['call_sign']}")
    expect(danger).to_contain_text("do not call, text or radio")
    is_clean(board)
    board.keyboard.press("t")
    expect(danger).to_contain_text("Sol Reyes has it")
    expect(phone.locator("main")).not_to_contain_text("Sol Reyes")
    expect(phone.locator("main")).not_to_contain_text("uress")
    danger.get_by_role("link").press("Enter")
    board.wait_for_url("**/incidents/*")
    board.wait_for_selector("[data-connection][data-mode=live]")
    board.get_by_role("button", name="End silent listening").press("Enter")
    board.locator("#id_emergency_result").fill("Police spoke to them face to face: safe")
    board.keyboard.press("Control+Enter")
    expect(danger).to_have_count(0)


def test_a_mayday_is_over_every_desk_until_somebody_has_it_and_takes_no_focus(enter: Enter, job: dict[str, str]) -> None:
    phone, board, desk = enter(job["page"]), enter("/board", "supervisor"), enter("/desk", "agent")
    desk.keyboard.press("/")
    desk.keyboard.type("N 10")
    button = phone.locator("[data-hold]")
    button.dispatch_event("pointerdown")  # and held
    expect(phone.get_by_text("The control room has your Mayday.")).to_be_visible()
    for page in (board, desk):
        expect(page.locator("[data-emergency=mayday]")).to_contain_text("NOBODY HAS IT")
    desk.keyboard.type("12")
    assert desk.evaluate("document.activeElement.value") == "N 1012"
    is_clean(board)
    board.keyboard.press("t")
    expect(desk.locator("[data-emergency=mayday]")).to_contain_text("Sol Reyes has it")
    expect(phone.get_by_text("Sol Reyes has your Mayday")).to_be_visible()
    board.locator("[data-emergency=mayday]").get_by_role("link").press("Enter")
    board.wait_for_url("**/incidents/*")
    board.wait_for_selector("[data-connection][data-mode=live]")
    board.locator("[data-key$='-speak'] button").press("Enter")
    expect(board.locator("[data-emergency=mayday]")).to_contain_text("1 of 6 done")
    board.get_by_role("button", name="End the Mayday").press("Enter")
    board.locator("#id_emergency_result").fill("Both out of the cellar, unhurt, seen by the ambulance")
    board.keyboard.press("Control+Enter")
    expect(desk.locator("[data-emergency=mayday]")).to_have_count(0)
    expect(phone.locator("[data-hold]")).to_be_visible()
