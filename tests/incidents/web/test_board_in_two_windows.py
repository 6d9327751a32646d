"""A real server and two browsers: what one person changes, another sees; alarms are taken by name; a row in focus stays where it is."""

import statistics
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.consoles import House

pytestmark = pytest.mark.needs_chromium
ROOT = Path(__file__).resolve().parents[3]
SEEN = """() => { window.seen = {}; document.addEventListener('live:change', ({detail}) => {
  for (const card of detail.cards) window.seen[`${card.id}@${card.revision}`] = Date.now(); }); }"""


def free_units(house: House) -> list[str]:
    """Call signs of the units that stand by."""
    return [unit["call_sign"] for unit in house.get("/board/")["units"] if unit["status"] == "available"]


def log(house: House, summary: str) -> str:
    """A new incident; its reference."""
    made = house.post("/incidents/", {"summary": summary, "place": {"text": "14 Harbour Lane", "lat": 50.5745, "lon": -2.98}})
    return str(made["reference"])


@pytest.fixture(scope="module")
def house(busy_house: House) -> House:
    """In the middle of its shift."""
    return busy_house


def open_board(chromium: Browser, house: House, name: str, *, path: str = "/board", theme: str = "dark") -> Page:
    """The board as this person sees it, live."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    context.add_cookies([{"name": "theme", "value": theme, "url": house.address}])
    page = context.new_page()
    page.goto(f"{house.address}/sign-in/?next={path}")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", "demo")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{path}")
    page.wait_for_selector(".light[data-mode=live]")
    return page


def test_a_change_over_rest_reaches_both_windows(house: House, chromium: Browser) -> None:
    windows = [open_board(chromium, house, name) for name in ("supervisor", "agent")]
    for window in windows:
        window.evaluate(SEEN)
    took_ms = []
    name = free_units(house)[0]
    for number in range(10):
        asked = time.time() * 1000
        unit = house.post(f"/units/{name}/status/", {"status": "break" if number % 2 == 0 else "available"})
        for window in windows:
            window.wait_for_function("key => window.seen[key]", arg=f"{name}@{unit['revision']}", timeout=5000)
            took_ms.append(window.evaluate("key => window.seen[key]", f"{name}@{unit['revision']}") - asked)
    print(f"\nfrom the request to the screen: median {statistics.median(took_ms):.0f} ms, longest {max(took_ms):.0f} ms")
    for window in windows:
        assert window.locator(f"[data-rows=unit] tr[data-key={name}] .status").get_attribute("data-status") == "available"
        window.context.close()


def test_a_row_in_focus_stays_and_what_arrives_is_counted(house: House, chromium: Browser) -> None:
    log(house, "A tree leans")
    page = open_board(chromium, house, "supervisor")
    page.keyboard.press("j")
    focused = page.evaluate("document.activeElement.textContent")
    arrived = log(house, "A wall leans")
    page.wait_for_selector("[data-held-for=incident]:not([hidden])")
    assert page.locator(f"tr[data-key='{arrived}']").count() == 0
    page.keyboard.press("g")
    assert page.locator(f"tr[data-key='{arrived}']").count() == 1
    assert page.evaluate("document.activeElement.textContent") == focused
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/incidents/{focused}")
    page.context.close()


def test_held_updates_wait_and_alarms_do_not(house: House, chromium: Browser) -> None:
    reference = log(house, "A slate has slipped")
    page = open_board(chromium, house, "supervisor")
    page.keyboard.press("h")
    other = log(house, "A gutter drips")
    house.post(f"/incidents/{reference}/escalations/", {"what": "Who decides?"})
    page.wait_for_selector(".alarm[data-taken=no]")
    assert page.locator(f"tr[data-key='{other}']").count() == 0
    assert "2 changes wait" in page.locator("[data-hold-said]").inner_text()
    page.keyboard.press("h")
    page.wait_for_selector(f"tr[data-key='{other}']")
    assert page.locator("[data-hold-said]").inner_text() == ""
    page.context.close()


def test_an_alarm_is_taken_by_key_and_everybody_reads_who_has_it(house: House, chromium: Browser) -> None:
    reference = log(house, "A lamp is out")
    what = f"Lamp {reference}, who decides?"
    house.post(f"/incidents/{reference}/escalations/", {"what": what})
    sol, amina = open_board(chromium, house, "supervisor"), open_board(chromium, house, "agent")
    amina.keyboard.press("t")
    assert "dispatcher, a supervisor or a team lead" in amina.locator(".toast[data-tone=danger]").inner_text()
    mine = sol.locator(".alarm", has_text=what).locator("[data-take]")
    if not mine.is_visible():
        sol.get_by_role("button", name="Show all").press("Enter")
    mine.focus()
    assert sol.evaluate("document.activeElement.matches('[data-take]')")
    sol.keyboard.press("t")
    amina.wait_for_selector(f".alarm:has-text('{what}'):has-text('Sol Reyes has taken this')", state="attached")
    assert sol.evaluate("document.activeElement !== document.body")
    sol.context.close()
    amina.context.close()


def test_a_filter_says_what_it_hides_and_is_remembered(house: House, chromium: Browser) -> None:
    log(house, "Not yet assessed")
    page = open_board(chromium, house, "supervisor")
    page.keyboard.press("5")
    assert "not yet assessed" in page.locator("[data-filters-said]").inner_text()
    page.keyboard.press("f")
    page.keyboard.type("nowhere at all")
    page.reload()
    page.wait_for_selector("[data-empty-filtered]:visible")
    assert page.locator("[data-filter-priority=P5]").get_attribute("aria-pressed") == "true"
    page.keyboard.press("x")
    page.wait_for_selector("[data-rows=incident] tr[data-key]")
    page.context.close()


def test_a_units_status_is_changed_by_keyboard(house: House, chromium: Browser) -> None:
    name = free_units(house)[-1]
    page = open_board(chromium, house, "agent", path="/units")
    page.keyboard.press("f")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == name
    page.keyboard.press("Enter")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"tr[data-key={name}] .status[data-status=out_of_service]")
    assert page.evaluate("document.activeElement.textContent") == name
    page.context.close()
