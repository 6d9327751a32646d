"""Assessing at the desk by keyboard alone: few keystrokes, nothing to scroll, and every change of mind has its place."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.consoles import House, wait_until_logged

pytestmark = pytest.mark.needs_chromium
PATIENCE_MS = 15_000
MOST_KEYSTROKES = 40
expect.set_options(timeout=PATIENCE_MS)


class Keys:
    """A keyboard that counts what is pressed beyond the facts themselves."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        """Press each key once."""
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def fact(self, words: str) -> None:
        """Type what the caller said: it counts nothing."""
        self.page.keyboard.type(words)

    def search(self, words: str) -> None:
        """Type words of our own: each letter counts."""
        self.page.keyboard.type(words)
        self.pressed += len(words)


@pytest.fixture(scope="module")
def house(quiet_house: House) -> House:
    """Nothing is open in it."""
    return quiet_house


@pytest.fixture(scope="module")
def sessions(chromium: Browser, house: House) -> dict[str, Any]:
    return {who: house.session(chromium, who) for who in ("agent", "supervisor")}


def desk_of(chromium: Browser, house: House, session: Any, query: str = "") -> Page:
    page = chromium.new_context(viewport={"width": 1366, "height": 768}, storage_state=session).new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{house.address}/desk{query}")
    page.wait_for_selector("[data-connection][data-mode=live]")
    return page


def whole_in_view(page: Page, selector: str) -> bool:
    """Whether all of it can be seen without scrolling anything."""
    return bool(
        page.evaluate(
            """(selector) => {
                const box = document.querySelector(selector).getBoundingClientRect();
                const seen = document.querySelector(".desk__path").getBoundingClientRect();
                return box.top >= seen.top - 1 && box.bottom <= seen.bottom + 1;
            }""",
            selector,
        )
    )


def test_a_p1_gas_escape_is_logged_and_assessed_in_few_keystrokes(chromium, house, sessions, capsys):
    house.post("/contacts/", {"channel": "telephone", "line": "Gas", "caller_number": "07700900123"})
    page = desk_of(chromium, house, sessions["agent"])
    expect(page.locator("[data-pop]")).to_be_visible()
    keys = Keys(page)
    keys.press("a")
    expect(page.locator("#intake_place_text")).to_be_focused()
    keys.fact("14 Zebra Wharf")
    keys.press("Tab")
    keys.fact("50.5745, -2.98")
    keys.press("Escape")
    wait_until_logged(page)
    expect(page.locator(".question--entry")).to_be_visible()
    keys.press("2")
    expect(page.locator(".question--entry")).to_have_count(0)
    keys.press("y")
    keys.search("gas")
    expect(page.locator("[data-type-list] [role=option]").first).to_contain_text("Smell of gas")
    keys.press("Enter")
    for number, key in enumerate(("2", "1", "1", "2", "1"), start=1):
        expect(page.locator(".question__step").first).to_contain_text(f"Question {number} ")
        assert whole_in_view(page, "[data-question-box] .question"), f"question {number} needs scrolling"
        keys.press(key)
    expect(page.locator("[data-outcome-head]")).to_be_visible()
    assert page.inner_text("[data-head-priority] [data-word]") == "P1"
    with capsys.disabled():
        print(f"\nA P1 gas escape, logged and assessed: {keys.pressed} keystrokes beyond the facts (at most {MOST_KEYSTROKES})")
    assert keys.pressed <= MOST_KEYSTROKES
    page.context.close()


def test_a_changed_answer_asks_to_lower_and_a_supervisor_approves_by_key(chromium, house, sessions):
    reference = house.post("/incidents/", {"place": {"text": "5 Yard Lane"}, "type": "FLOOD"})["reference"]
    for question, answer in (("q_life", "deny"), ("q_source", "pipe_or_flat_above"), ("q_elec", "deny"), ("q_stopped", "deny")):
        house.post(f"/incidents/{reference}/answers/", {"question": question, "answer": answer})
    page = desk_of(chromium, house, sessions["agent"], f"?incident={reference}")
    page.locator("[data-steps] > summary").press("Enter")
    page.locator("[data-hold=change-q_stopped]").press("Enter")
    page.locator("[data-ask-fields] input[type=radio]").first.press(" ")
    page.locator("#ask_reason").fill("He found the tap")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-lowering]")).to_contain_text("asks to lower P2 to P3")
    expect(page.locator("[data-hold=approve]")).to_have_count(0)
    other = desk_of(chromium, house, sessions["supervisor"], f"?incident={reference}")
    expect(other.locator("[data-hold=approve]")).to_be_visible()
    other.keyboard.press("p")
    expect(other.locator("#desk-ask")).to_be_visible()
    other.keyboard.press("Control+Enter")
    expect(other.locator("[data-head-priority] [data-word]")).to_have_text("P3")
    expect(page.locator("[data-head-priority] [data-word]")).to_have_text("P3")
    assert "approval of" in house.get(f"/incidents/{reference}/")["explanation"]
    for each in (page, other):
        each.context.close()


def test_an_interpreter_is_one_key_away_and_the_wait_is_shown(chromium, house, sessions):
    reference = house.post("/incidents/", {"place": {"text": "6 Xylem Row"}})["reference"]
    page = desk_of(chromium, house, sessions["agent"], f"?incident={reference}")
    page.keyboard.press("t")
    expect(page.locator("#desk-talk")).to_be_visible()
    page.keyboard.press("5")
    expect(page.locator("[data-aid-words]")).to_be_focused()
    page.keyboard.type("Polish")
    page.keyboard.press("Enter")
    expect(page.locator("[data-waits=language]")).to_contain_text("Polish asked onto the line")
    page.keyboard.press("s")
    expect(page.locator("[data-waits=language]")).to_have_count(0)
    (step,) = house.get(f"/incidents/{reference}/")["talk"]
    assert (step["code"], step["words"], step["took_s"] is not None) == ("language", "Polish", True)
    page.context.close()
