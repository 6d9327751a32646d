"""By keyboard alone: a row of the board escalated, METHANE begun and kept; an update promised on the desk, and kept by a call."""

import pytest
from playwright.sync_api import Browser, expect

from tests.consoles import House

pytestmark = pytest.mark.needs_chromium
PATIENCE_MS = 20_000  # a busy machine is slow, not wrong


def test_two_keys_escalate_and_a_promise_is_made_and_kept(quiet_house: House, chromium: Browser) -> None:
    house = quiet_house
    reference = house.post("/incidents/", {"summary": "A wall leans", "place": {"text": "14 Harbour Lane"}})["reference"]
    page = chromium.new_context(viewport={"width": 1366, "height": 768}).new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{house.address}/sign-in/?next=/board")
    page.fill("input[name=username]", "agent")
    page.fill("input[name=password]", "demo")
    page.keyboard.press("Enter")

    page.locator(f"[data-rows=incident] tr[data-key='{reference}'] a").focus()
    page.keyboard.press("e")
    page.keyboard.press("Enter")
    page.get_by_text(f"{reference} is escalated.").wait_for()
    (alarm,) = house.get(f"/incidents/{reference}/")["escalations"]
    assert (alarm["what"].split(":")[0], alarm["boundary"]) == (
        "The questions about this incident are not finished",
        "Outside my authority",
    )

    page.keyboard.press("Escape")
    page.locator(f"[data-rows=incident] tr[data-key='{reference}'] a").focus()
    page.keyboard.press("!")
    page.wait_for_url(f"**/incidents/{reference}/major")
    words = page.locator("form[data-entered] textarea").first
    words.fill("Two streets, and the school")
    page.reload()
    expect(words).to_have_value("Two streets, and the school")

    page.goto(f"{house.address}/desk?incident={reference}")
    ready, band = page.locator("[data-act=promise]:enabled"), page.locator("[data-promised]")
    ready.wait_for()
    page.keyboard.press(",")
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    expect(band).to_contain_text("Update promised", timeout=PATIENCE_MS)
    page.keyboard.press(",")
    page.keyboard.type("A surveyor comes at noon")
    page.reload()
    ready.wait_for()
    expect(band).to_be_visible(timeout=PATIENCE_MS)
    page.keyboard.press(",")
    expect(page.locator("#ask_words")).to_have_value("A surveyor comes at noon", timeout=PATIENCE_MS)
    page.keyboard.press("Enter")
    expect(band).to_be_hidden(timeout=PATIENCE_MS)
    (kept,) = house.get(f"/incidents/{reference}/promises/")["results"]
    assert (kept["words"], kept["kept_by"]) == ("A surveyor comes at noon", "Amina Khan")
    page.context.close()
