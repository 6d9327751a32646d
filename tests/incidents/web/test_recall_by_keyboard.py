"""Calling back by keyboard alone, in a real browser: withdraw, take, record; the page follows the board."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.consoles import House

pytestmark = pytest.mark.needs_chromium
PATIENCE_MS = 30_000
Enter = Callable[[str, str], Page]


@pytest.fixture
def enter(chromium: Browser, quiet_house: House) -> Iterator[Enter]:
    """Sign somebody in at a page."""
    contexts = []

    def sign_in(username: str, path: str) -> Page:
        context = chromium.new_context(viewport={"width": 1366, "height": 768})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{quiet_house.address}/sign-in/?next={path}")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", "demo")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{quiet_house.address}{path}")
        page.wait_for_selector("[data-connection][data-mode=live]")
        return page

    yield sign_in
    for context in contexts:
        context.close()


def somebody_hears(house: House, line: str, answers: tuple[str, ...]) -> str:
    """A leak, assessed, and one line read to whoever reported it; its reference."""
    incident = house.post("/incidents/", {"type": "FLOOD", "summary": "Water through the ceiling", "callback_number": "07700900123"})
    for answer in answers:
        incident = house.post(f"/incidents/{incident['reference']}/answers/", {"question": incident["question"]["id"], "answer": answer})
    house.post(f"/incidents/{incident['reference']}/advice/", {"line": line})
    return str(incident["reference"])


def test_a_line_is_withdrawn_and_its_call_back_made_without_the_mouse(enter: Enter, quiet_house: House) -> None:
    reference = somebody_hears(quiet_house, "FL-ELEC", ("deny", "pipe_or_flat_above", "deny", "deny"))
    agent, sol = enter("agent", "/recalls"), enter("supervisor", "/recalls")
    sol.locator("[data-key='line-FL-ELEC'] button").focus()
    sol.keyboard.press("Enter")
    expect(sol.locator("#id_withdraw_why")).to_be_focused()
    sol.keyboard.type("The electricity company asks people to wait")
    sol.keyboard.press("Tab")
    sol.keyboard.type("Leave the room, close the door and wait for us.")
    sol.keyboard.press("Control+Enter")
    sol.wait_for_url("**/recalls/*")
    row = agent.locator("[data-key^='recall-']", has_text="FL-ELEC")
    expect(row).to_contain_text("1 of 1")
    row.locator("a").focus()
    agent.keyboard.press("Enter")
    agent.wait_for_url("**/recalls/*")
    agent.wait_for_selector("[data-connection][data-mode=live]")
    agent.keyboard.press("k")
    expect(agent.locator("[data-key^='task-']")).to_contain_text("You are calling")
    expect(sol.locator("[data-key^='task-']")).to_contain_text("Amina Khan is calling")
    agent.keyboard.press("r")
    expect(agent.locator("#result [data-about-here]")).to_contain_text("Leave the room")
    expect(agent.locator("#id_result_told")).to_be_focused()
    agent.keyboard.press("Space")
    expect(agent.locator("#id_result_told")).to_be_checked()
    agent.keyboard.press("Control+Enter")
    expect(agent.locator("#practice")).to_contain_text("Nobody is left to be called back")
    expect(sol.locator("#practice")).to_contain_text("Reached and told")
    advice = [line["text"] for line in quiet_house.get(f"/incidents/{reference}/")["outcome"]["advice"]]
    assert any(text.startswith("Leave the room") for text in advice)
