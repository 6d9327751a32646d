"""The sound check by keyboard alone: the mark in the bar, the tones, the answer, and what the supervisor sees of it."""

import pytest
from playwright.sync_api import Browser, expect

from tests.consoles import House

pytestmark = [pytest.mark.needs_chromium, pytest.mark.journey]

LISTEN = """() => {
  window.heard = [];
  const Tone = window.OscillatorNode;
  window.OscillatorNode = function (context, options) { window.heard.push(options.frequency); return new Tone(context, options); };
}"""


def test_an_agent_who_hears_nothing_is_seen_by_the_supervisor(chromium: Browser, quiet_house: House):
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    quiet_house.let_in(page, "agent")
    page.wait_for_selector(".light[data-mode=live]")
    light = page.locator("[data-sound]")
    expect(light).to_have_attribute("data-heard", "unchecked")
    page.evaluate(LISTEN)
    page.keyboard.press("F7")
    expect(page.locator("[data-tone=mayday][data-now]")).to_be_visible()
    page.wait_for_function("() => [988, 880, 587, 523].every((tone) => window.heard.includes(tone))", timeout=15_000)
    page.keyboard.press("n")
    expect(page.locator("[data-sound-said]")).to_contain_text("nobody would hear an alarm here")
    expect(light).to_have_attribute("data-heard", "unheard")
    desks = quiet_house.get("/desks/")
    mine = next((desk for desk in desks["results"] if desk["id"] == quiet_house.get("/desks/", who="agent")["mine"]), None)
    assert mine is None or mine["sound"] == "unheard"
    page.keyboard.press("y")
    expect(page.locator("#sound-check")).to_be_hidden()
    expect(light).to_have_attribute("data-heard", "heard")
    page.reload()
    expect(light).to_have_attribute("data-heard", "heard")
    page.keyboard.press("Control+k")
    page.keyboard.type("SC")
    page.keyboard.press("Enter")
    expect(page.locator("#sound-check")).to_be_visible()
    context.close()
