"""Two windows of one person: what is chosen on the board is shown in the other, nothing goes round, and nobody's words are taken away."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.consoles import House

pytestmark = [pytest.mark.needs_chromium, pytest.mark.journey]


def log(house: House, summary: str) -> str:
    return str(
        house.post("/incidents/", {"summary": summary, "place": {"text": "Harbour Lane", "lat": 50.5745, "lon": -2.98}})["reference"]
    )


def live(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector(".light[data-mode=live]")
    return page


@pytest.fixture
def incidents(quiet_house: House) -> list[str]:
    return [log(quiet_house, words) for words in ("A tree leans", "A wall leans", "A mast leans")]


@pytest.fixture
def windows(chromium: Browser, quiet_house: House, incidents: list[str]) -> Iterator[tuple[Page, Page]]:
    """Sol's board, and the first incident in a window that follows."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    board = live_as(context.new_page(), quiet_house, "supervisor")
    other = live(context.new_page(), f"{quiet_house.address}/incidents/{incidents[0]}")
    yield board, other
    context.close()


def row(board: Page, reference: str):
    return board.locator(f"[data-rows=incident] [data-key='{reference}']")


def choose(board: Page, reference: str) -> None:
    row(board, reference).locator("a[data-cell=link]").focus()


def test_an_incident_window_goes_where_the_board_goes_once_it_follows(windows, incidents):
    board, other = windows
    first, second, third = incidents
    expect(row(board, first)).to_have_attribute("data-chosen", "")
    choose(board, second)
    expect(row(board, first)).not_to_have_attribute("data-chosen", "")
    other.wait_for_timeout(300)
    assert other.url.endswith(first)
    other.keyboard.press("=")
    other.wait_for_url(f"**/incidents/{second}")
    other.wait_for_selector(".light[data-mode=live]")
    choose(board, third)
    other.wait_for_url(f"**/incidents/{third}")
    other.wait_for_selector(".light[data-mode=live]")
    other.wait_for_timeout(300)
    assert board.evaluate("document.activeElement.closest('[data-key]').dataset.key") == third
    assert board.locator("[data-chosen]").count() == 0


def test_words_and_open_dialogs_keep_the_page_and_enter_leaves_it(windows, incidents):
    board, other = windows
    _, second, third = incidents
    other.keyboard.press("=")
    other.keyboard.press("w")
    other.keyboard.type("The caller is outsi")
    choose(board, second)
    notice = other.locator("[data-follow-notice]")
    expect(notice).to_contain_text(f"Incident {second} was chosen on another screen: Enter opens it")
    other.keyboard.type("de")
    assert other.evaluate("document.activeElement.value") == "The caller is outside"
    choose(board, third)
    expect(notice).to_have_count(1)
    other.evaluate("document.getElementById('main').focus()")
    other.keyboard.press("Enter")
    other.wait_for_url(f"**/incidents/{third}")


def test_the_desk_marks_and_keeps_what_is_in_hand(windows, incidents, quiet_house):
    board, other = windows
    first, second, _ = incidents
    desk = live(other, f"{quiet_house.address}/desk?incident={first}")
    expect(desk.locator("[data-follow=desk]")).to_have_attribute("aria-pressed", "false")
    expect(row(board, first)).to_have_attribute("data-chosen", "")
    desk.keyboard.press("=")
    choose(board, second)
    expect(row(desk, second)).to_have_attribute("data-chosen", "")
    assert desk.url.endswith(f"?incident={first}")


def test_another_person_and_somebody_who_signed_out_are_not_followed(windows, incidents, quiet_house):
    board, other = windows
    _, second, _ = incidents
    other.keyboard.press("=")
    board.locator("[data-menu] summary", has_text="Sol Reyes").click()
    board.get_by_role("button", name="Sign out").click()
    board.wait_for_url("**/sign-in/**")
    stranger = live_as(board, quiet_house, "lead")
    choose(stranger, second)
    stranger.wait_for_timeout(300)
    assert other.url.endswith(incidents[0])


def live_as(page: Page, house: House, name: str) -> Page:
    house.let_in(page, name, "/board")
    page.wait_for_selector(".light[data-mode=live]")
    return page
