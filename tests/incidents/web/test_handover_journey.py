"""A shift handed over by keyboard alone: a question, its answer, a risk that arises meanwhile, the seal; and a desk taken with one key."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import axe_finds
from tests.consoles import House
from tests.factories import OURS

pytestmark = [pytest.mark.needs_chromium, pytest.mark.journey]
PATIENCE_MS = 30_000


@pytest.fixture
def page(chromium: Browser, quiet_house: House) -> Iterator[Page]:
    """Sol's screen, with the handover that the team lead has begun."""
    reported(quiet_house)
    quiet_house.post("/handovers/", {}, who="lead")
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    page.goto(f"{quiet_house.address}/sign-in/?next=/handover")
    page.fill("input[name=username]", "supervisor")
    page.fill("input[name=password]", "demo")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{quiet_house.address}/handover")
    page.wait_for_selector("[data-connection][data-mode=live]")
    yield page
    context.close()


def reported(house: House) -> None:
    """A P1 to which nobody was sent."""
    incident = house.post("/incidents/", {"type": "GAS-SMELL", "summary": "Gas", "place": {"lat": 50.57, "lon": -2.98}})
    for answer in OURS:
        body = {"question": incident["question"]["id"], "answer": answer}
        incident = house.post(f"/incidents/{incident['reference']}/answers/", body)


def test_a_shift_is_handed_over_line_by_line_by_keyboard_alone(page, quiet_house):
    lines, undecided = page.locator("[data-line]"), page.locator("[data-line][data-state=open]")
    expect(undecided).to_have_count(1)
    page.keyboard.press("q")
    page.get_by_label("What you ask").fill("Who is on the way?")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-state=questioned]")).to_contain_text("Who is on the way?")
    handover = quiet_house.get("/handovers/", who="lead")["results"][0]["id"]
    key = lines.first.get_attribute("data-line")
    quiet_house.post(f"/handovers/{handover}/answers/", {"line": key, "answer": "Nobody yet"}, who="lead")
    expect(undecided).to_contain_text("Nobody yet")
    page.keyboard.press("a")
    expect(page.locator(f"[data-line='{key}']")).to_have_attribute("data-state", "accepted")
    reported(quiet_house)
    expect(undecided).to_contain_text("New")
    expect(page.get_by_role("button", name=re.compile("Complete"))).to_be_disabled()
    page.keyboard.press("a")
    expect(page.get_by_role("button", name=re.compile("Complete"))).to_be_enabled()
    assert axe_finds(page, "#main") == []
    page.keyboard.press("F8")
    expect(page.locator("#desk-light")).to_have_text("Desk S1")
    page.keyboard.press("c")
    page.goto(f"{quiet_house.address}/handover/{handover}")
    expect(page.locator("#handover")).to_contain_text("Sealed")
