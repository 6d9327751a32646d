"""Killing the tab, the server (-9) or the network in mid-call loses no typed word: an outside ledger equals what comes back."""

import os
import re
import signal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.consoles import House, wait_until_logged
from tests.factories import OURS

pytestmark = pytest.mark.needs_chromium
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)
FIELDS = {"where": "#intake_place_text", "what": "#intake_summary", "hazards": "#intake_hazards", "update": "#desk-update"}


class Ledger:
    """Every word typed, written down outside of the browser and the server before it is typed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def type(self, page: Page, field: str, words: str) -> None:
        """Write the words down, then type them."""
        with self.path.open("a") as book:
            book.write(f"{field}\t{words}\n")
        if page.evaluate("document.activeElement?.id") != FIELDS[field][1:]:
            page.focus(FIELDS[field])
            page.keyboard.press("End")
        page.keyboard.type(words)

    def text(self, field: str) -> str:
        """All that was typed into a field."""
        lines = [line.split("\t", 1) for line in self.path.read_text().splitlines()]
        return "".join(words for name, words in lines if name == field)


@pytest.fixture(scope="module")
def house(quiet_house: House) -> House:
    """Nothing is open in it."""
    return quiet_house


@pytest.fixture(scope="module")
def sessions(chromium: Browser, house: House) -> dict[str, Any]:
    return {who: house.session(chromium, who) for who in ("agent", "dispatcher")}


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger")


def desk_of(context: BrowserContext, house: House, query: str = "") -> Page:
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{house.address}/desk{query}")
    page.wait_for_selector("[data-connection][data-mode=live]")
    return page


def browser_of(chromium: Browser, sessions: dict[str, Any], who: str = "agent") -> BrowserContext:
    """A browser that has nothing but the person's session: another machine."""
    return chromium.new_context(viewport={"width": 1366, "height": 768}, storage_state=sessions[who])


def crash(page: Page) -> None:
    """kill -9 for the browser's tabs: no handler of the page runs any more."""
    browser = page.context.browser
    assert browser
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    with page.expect_event("crash"):
        for each in processes:
            if each["type"] == "renderer":
                os.kill(each["id"], signal.SIGKILL)
    page.close()


def holds(page: Page, ledger: Ledger, *fields: str) -> None:
    for field in fields:
        expect(page.locator(FIELDS[field])).to_have_value(ledger.text(field))


def test_the_tab_the_server_and_the_network_die_in_mid_call(chromium, house, sessions, ledger):
    call = house.post("/contacts/", {"channel": "telephone", "line": "Gas", "caller_number": "07700900123"})["id"]
    mine = browser_of(chromium, sessions)
    page = desk_of(mine, house)
    page.keyboard.press("a")
    expect(page.locator("#intake_place_text")).to_be_focused()

    ledger.type(page, "where", "14 Harbour")
    crash(page)  # in the middle of a word, within the second
    page = desk_of(mine, house, f"?contact={call}")
    holds(page, ledger, "where")

    ledger.type(page, "where", " Lane")
    page.keyboard.press("Tab")
    wait_until_logged(page)
    reference = page.inner_text("[data-head-reference]")
    ledger.type(page, "what", "Strong smell of gas")
    house.kill()
    ledger.type(page, "what", " in the kitchen,")
    ledger.type(page, "update", "Neighbour is with her")
    expect(page.locator("[data-kept]")).to_have_attribute("data-where", "browser")
    crash(page)  # while the server is down
    house.start()
    page = desk_of(mine, house, f"?incident={reference}")
    holds(page, ledger, "what", "update")

    mine.set_offline(True)
    ledger.type(page, "what", " and she feels dizzy")
    ledger.type(page, "hazards", "Dog in the yard")
    mine.set_offline(False)
    expect(page.locator("[data-kept]")).to_have_attribute("data-where", "server")
    page.focus("#desk-update")
    page.wait_for_function("document.querySelector('[data-kept]').textContent.startsWith('Every')")
    mine.close()

    elsewhere = browser_of(chromium, sessions)
    again = desk_of(elsewhere, house, f"?incident={reference}")
    holds(again, ledger, "where", "what", "hazards", "update")
    elsewhere.close()


def test_every_word_reaches_the_server_within_a_second_and_a_colleague_takes_over(chromium, house, sessions, ledger):
    reference = house.post("/incidents/", {"place": {"text": "2 Mill Street"}, "summary": ""})["reference"]
    hers, his = browser_of(chromium, sessions), browser_of(chromium, sessions, "dispatcher")
    page, other = (desk_of(context, house, f"?incident={reference}") for context in (hers, his))
    ledger.type(page, "what", "Water through the ceiling of")
    expect(other.locator("[data-typing]")).to_contain_text("is typing in What has happened")
    ledger.type(page, "what", " flat 3")
    page.wait_for_timeout(1000)
    kept = {each["field"]: each["text"] for each in house.get(f"/drafts/?incident={reference}", who="dispatcher")["results"]}
    assert kept == {"facts.summary": ledger.text("what")}
    expect(other.locator("[data-others-draft]")).to_contain_text(ledger.text("what"))
    hers.close()
    other.get_by_role("button", name="Take over").click()
    holds(other, ledger, "what")
    other.focus("#desk-update")
    expect(other.locator("[data-intake-said]")).to_contain_text("Saved")
    assert house.get(f"/incidents/{reference}/")["summary"] == ledger.text("what")
    his.close()


def test_two_windows_of_one_person_never_write_over_each_other_unseen(chromium, house, sessions):
    reference = house.post("/incidents/", {"place": {"text": "3 Mill Street"}})["reference"]
    one, two = browser_of(chromium, sessions), browser_of(chromium, sessions)
    first, second = (desk_of(context, house, f"?incident={reference}") for context in (one, two))
    first.focus("#desk-update")
    first.keyboard.type("Said to the first")
    expect(first.locator("[data-kept]")).to_have_attribute("data-where", "server")
    second.focus("#desk-update")
    second.keyboard.type("Said to the second")
    clash = second.locator("[data-window-clash]")
    expect(clash).to_contain_text("Said to the first")
    assert second.input_value("#desk-update") == "Said to the second"
    clash.get_by_role("button", name="Take the other").click()
    expect(second.locator("#desk-update")).to_have_value("Said to the first")
    one.close()
    two.close()


def _is_a_draft_told(response):
    return response.url.endswith("/drafts/") and response.request.method == "POST"


def _choices_come_back_until_they_are_cancelled(page, call_signs, ago):
    one, other = (page.get_by_role("button", name=f"Report for {call_sign}") for call_sign in call_signs)
    at, why, dialog = page.locator("#id_status_at"), page.locator("#id_status_why"), page.locator("#status")
    other.click()
    expect(at).to_have_value("0")
    page.keyboard.press("Escape")
    one.click()
    expect(at).to_have_value(ago)
    expect(why).to_have_value("The bridge is closed")
    expect(dialog).to_contain_text("What you entered here is back.")
    with page.expect_response(_is_a_draft_told):
        dialog.get_by_role("button", name="Cancel").click()
        one.click()
        expect(at).to_have_value("0")
        expect(why).to_have_value("")
        page.keyboard.press("Escape")


def test_words_and_choices_about_one_crew_come_back_in_its_own_dialog_and_in_no_other(chromium, house, sessions):
    incident = house.post("/incidents/", {"type": "GAS-SMELL", "summary": "Gas", "place": {"lat": 50.57, "lon": -2.98}})
    for answer in OURS:
        incident = house.post(f"/incidents/{incident['reference']}/answers/", {"question": incident["question"]["id"], "answer": answer})
    free = [unit["call_sign"] for unit in house.get("/units/")["results"] if unit["free"] and not unit["exercise"]][:2]
    house.post(f"/incidents/{incident['reference']}/deployments/", {"units": free})
    hers = browser_of(chromium, sessions)
    page = hers.new_page()
    page.goto(f"{house.address}/incidents/{incident['reference']}")
    page.wait_for_selector("[data-connection][data-mode=live]")
    page.get_by_role("button", name=f"Stand down {free[0]}").click()
    page.locator("#id_stand_down_why").fill("Called to a fire next door")
    expect(page.locator("[data-kept]")).to_have_attribute("data-where", "server")
    page.keyboard.press("Escape")
    report = page.get_by_role("button", name=f"Report for {free[0]}")
    assert report.evaluate("(button) => { button.click(); return document.activeElement.id; }") == "id_status_code"  # before any other key
    page.locator("#id_status_at").select_option(index=2)
    page.locator("#id_status_why").fill("The bridge is closed")
    ago = page.locator("#id_status_at").input_value()
    expect(page.locator("#status [data-kept-for=why]")).to_have_text("Every word is kept")
    crash(page)
    page = hers.new_page()
    page.goto(f"{house.address}/incidents/{incident['reference']}")
    page.wait_for_selector("[data-connection][data-mode=live]")
    _choices_come_back_until_they_are_cancelled(page, free, ago)
    one, other = (page.get_by_role("button", name=f"Stand down {call_sign}") for call_sign in free)
    why = page.locator("#id_stand_down_why")
    other.click()
    expect(why).to_have_value("")
    page.keyboard.press("Escape")
    one.click()
    expect(why).to_have_value("Called to a fire next door")
    with page.expect_response(_is_a_draft_told):
        page.get_by_role("button", name="Stand them down").click()
    assert house.get(f"/drafts/?incident={incident['reference']}")["results"] == []
    hers.close()


def test_words_told_while_they_were_on_their_way_are_unsent_nowhere(chromium, house, sessions):
    """The draft of the last words reaches the server after the caller has joined; nobody is asked to choose between two texts."""
    fire = house.post("/incidents/", {"summary": "Flames from a roof", "place": {"text": "The brewery", "lat": 50.56, "lon": -3.01}})
    call = house.post("/contacts/", {"channel": "telephone", "line": "Fire", "caller_number": "07700900771"})["id"]
    house.post(f"/contacts/{call}/answer/", {})
    desk = desk_of(browser_of(chromium, sessions), house, f"?contact={call}")
    desk.focus("#intake_place_text")
    desk.keyboard.type("50.5601, -3.0101")
    expect(desk.locator("[data-place-list] [role=option]").first).to_contain_text("Coordinates")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-similar-list] li").first).to_contain_text(fire["reference"])
    held: list[Route] | None = []
    drafts = re.compile(r"/api/v1/drafts/$")
    desk.route(drafts, lambda route: route.continue_() if held is None else held.append(route))
    with desk.expect_request(drafts):
        desk.locator("#intake_summary").press_sequentially("Thick smoke")
    desk.keyboard.press("F2")
    with desk.expect_response(re.compile("/callers/$")):
        desk.keyboard.press("Enter")
    released, held = held, None
    for route in released:
        route.continue_()
    expect(desk.locator("[data-head-reference]")).to_have_text(fire["reference"])
    expect(desk.locator("#intake_summary")).to_have_value("Flames from a roof")
    expect(desk.locator("[data-clash]")).to_have_count(0)
    assert house.get(f"/drafts/?incident={fire['reference']}")["results"] == []
    desk.context.close()
