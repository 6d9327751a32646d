"""Judging, lowering, a repeat contact, a closing held back: by keyboard, at the desk and at the incident."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.consoles import House

pytestmark = pytest.mark.needs_chromium
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)
LEAK = (("q_life", "deny"), ("q_source", "pipe_or_flat_above"), ("q_elec", "deny"), ("q_stopped", "deny"))


@pytest.fixture(scope="module")
def house(quiet_house: House) -> House:
    """Nothing is open in it."""
    return quiet_house


def opened(chromium: Browser, house: House, who: str, address: str) -> Page:
    page = chromium.new_context(viewport={"width": 1366, "height": 768}, storage_state=house.session(chromium, who)).new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(house.address + address)
    page.wait_for_selector("[data-connection][data-mode=live]")
    return page


def leak(house: House, place: str) -> str:
    """A leak from the flat above, assessed: P2."""
    reference = str(house.post("/incidents/", {"place": {"text": place}, "type": "FLOOD"})["reference"])
    for question, answer in LEAK:
        house.post(f"/incidents/{reference}/answers/", {"question": question, "answer": answer})
    return reference


def ask_with(page: Page, key: str, **typed: str) -> None:
    """Press the key that asks, write the answers, send them."""
    page.keyboard.press(key)
    expect(page.locator("#desk-ask")).to_be_visible()
    for name, words in typed.items():
        page.locator(f"#ask_{name}").fill(words)
    page.keyboard.press("Control+Enter")


def test_a_report_is_judged_lowered_by_two_and_a_repeat_contact_answered(chromium: Browser, house: House) -> None:
    reference = leak(house, "5 Judge Street")
    agent = opened(chromium, house, "agent", f"/desk?incident={reference}")
    expect(agent.locator("[data-outcome-head]")).to_be_visible()
    ask_with(agent, "h", grounds="The neighbour hears it too")
    expect(agent.locator("[data-compliance]")).to_contain_text("The neighbour hears it too")
    agent.keyboard.press("i")
    agent.get_by_label("P4, ask for it").press("Space")
    agent.locator("#ask_reason").fill("Only drips now")
    agent.keyboard.press("Control+Enter")
    expect(agent.locator("[data-lowering]")).to_contain_text("asks to lower P2 to P4")

    sol = opened(chromium, house, "supervisor", f"/incidents/{reference}")
    expect(sol.locator("body")).to_contain_text("P2 to P4: waits for a supervisor")
    ask_with(sol, "p")
    expect(sol.locator("[data-key=lowering]")).to_have_count(0)
    expect(agent.locator("[data-head-priority] [data-word]")).to_have_text("P4")

    agent.keyboard.press("t")
    agent.keyboard.press("y")
    expect(agent.locator("[data-safe=no]")).to_contain_text("one tap for yes")
    agent.keyboard.press("Escape")

    contact = house.post("/contacts/", {"channel": "telephone", "line": "Gas", "caller_number": "07700900555"})["id"]
    house.post(f"/contacts/{contact}/answer/", {})
    house.post(f"/contacts/{contact}/incident/", {"incident": reference})
    expect(sol.locator("[data-key=repeat]")).to_be_visible()
    ask_with(sol, "z")
    expect(sol.locator("[data-ask-error]")).to_contain_text("Nothing has been assessed since the latest contact")
    sol.get_by_label("Nothing changes").press("Space")
    sol.locator("#ask_reason").fill("The same drips")
    sol.keyboard.press("Control+Enter")
    expect(sol.locator("[data-key=repeat]")).to_have_count(0)
    for each in (agent, sol):
        each.context.close()


def test_a_closing_is_held_back_until_somebody_answers_for_the_path(chromium: Browser, house: House) -> None:
    reference = leak(house, "6 Judge Street")
    held = "must review the path check"
    agent = opened(chromium, house, "agent", f"/incidents/{reference}")
    against = agent.get_by_role("button", name="Speaks against it").first
    against.focus()
    ask_with(agent, "Enter", words="Sparks in the hall")
    expect(agent.locator("[data-key=path-check-waits]")).to_contain_text("Sparks in the hall")
    expect(agent.locator("[data-ask=review]")).to_have_count(0)
    sol = opened(chromium, house, "supervisor", f"/incidents/{reference}")
    sol.keyboard.press("x")
    expect(sol.locator("dialog[open]")).to_contain_text(held)
    sol.keyboard.press("Escape")
    ask_with(sol, "v", reason="The fuse was out by then")
    expect(sol.locator("[data-ask=review]")).to_have_count(0)
    sol.keyboard.press("x")
    expect(sol.locator("dialog[open]")).to_be_visible()
    expect(sol.locator("dialog[open]")).not_to_contain_text(held)
    for each in (agent, sol):
        each.context.close()
