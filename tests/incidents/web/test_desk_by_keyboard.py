"""The desk in a real browser, by keyboard alone: a contact becomes a dispatch; nothing typed is lost; two people can share it."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.consoles import House, wait_until_logged

pytestmark = pytest.mark.needs_chromium
ROOT = Path(__file__).resolve().parents[3]
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def house(quiet_house: House) -> House:
    """Nothing is open in it."""
    return quiet_house


@pytest.fixture(scope="module")
def amina_is_in(chromium: Browser, house: House) -> Any:
    """Amina's session: she signs in once."""
    return house.session(chromium, "agent")


@pytest.fixture
def desk(chromium: Browser, house: House, amina_is_in: Any) -> Iterator[Page]:
    """The desk as Amina sees it, live."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, storage_state=amina_is_in)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{house.address}/desk")
    page.wait_for_selector("[data-connection][data-mode=live]")
    yield page
    context.close()
    assert faults == []


def ring(house: House) -> str:
    """A telephone call on the gas line; its number."""
    return str(house.post("/contacts/", {"channel": "telephone", "line": "Gas", "caller_number": "07700900123"})["id"])


def log_by_hand(desk: Page, place: str) -> str:
    """Log an incident with the keys N and Tab; its reference."""
    desk.keyboard.press("n")
    expect(desk.locator("#intake_place_text")).to_be_focused()
    desk.keyboard.type(place)
    desk.keyboard.press("Enter")
    wait_until_logged(desk)
    return desk.inner_text("[data-head-reference]")


def test_a_call_becomes_a_dispatch_without_the_mouse(desk, house):
    ring(house)
    expect(desk.locator("[data-pop-number]")).to_have_text("07700 900 123")
    desk.keyboard.press("a")
    expect(desk.locator("#intake_place_text")).to_be_focused()
    assert desk.input_value("#intake_callback_number") == "07700900123"
    desk.keyboard.type("14 Harbour Lane")
    desk.keyboard.press("Tab")
    desk.keyboard.type("50.5745, -2.98")
    desk.keyboard.press("Escape")
    wait_until_logged(desk)
    desk.keyboard.press("y")
    desk.keyboard.type("rotten eggs")
    expect(desk.locator("[data-type-list] [role=option]").first).to_contain_text("Smell of gas")
    desk.keyboard.press("Enter")
    expect(desk.locator(".question")).to_be_focused()
    answer_with(desk, "2", "1", "1", "2", "1")
    expect(desk.locator("[data-outcome-head]")).to_be_focused()
    assert desk.inner_text("[data-head-priority] [data-word]") == "P1"
    desk.keyboard.press("g")
    expect(desk.locator(".advice > li").first).to_contain_text("read")
    expect(desk.locator("[data-dispatch-word]")).to_contain_text("Dispatch")
    desk.keyboard.press("F9")
    expect(desk.locator(".crew").first).to_contain_text("Alerted")
    reference = desk.inner_text("[data-head-reference]")
    whole = house.get(f"/incidents/{reference}/")
    assert whole["stage"] == "alerted"
    assert whole["place"]["lat"] == 50.5745
    assert len(whole["advice_read"]) == 1


def answer_with(desk: Page, *keys: str) -> None:
    """Answer the questions with these keys, each when its question stands."""
    for number, key in enumerate(keys, start=1):
        expect(desk.locator(".question__step")).to_contain_text(f"Question {number} ")
        desk.keyboard.press(key)


def test_a_unit_goes_on_the_place_alone_with_two_presses_of_one_key(desk, house):
    desk.keyboard.press("n")
    desk.keyboard.type("2 Mill Street")
    desk.keyboard.press("F9")
    expect(desk.locator("[data-send-no]")).to_contain_text("Press again to send it now")
    desk.keyboard.press("F9")
    expect(desk.locator(".crew").first).to_contain_text("Alerted")
    card = house.get(f"/incidents/{desk.inner_text('[data-head-reference]')}/")
    assert card["clock"]["kind"] in {"not-acknowledged", "not-assessed"}


def test_what_was_typed_without_a_connection_is_back_after_it_and_arrives_once(desk, house):
    reference = log_by_hand(desk, "3 Quay Street")
    desk.context.set_offline(True)
    desk.focus("#intake_summary")
    desk.keyboard.type("Water through the ceiling")
    desk.keyboard.press("Escape")
    expect(desk.locator("[data-outbox]")).to_be_visible()
    desk.context.set_offline(False)
    expect(desk.locator("[data-intake-said]")).to_have_text("Saved.")
    log = house.get(f"/incidents/{reference}/log/")["results"]
    assert sum("Water through the ceiling" in line["text"] for line in log) == 1


def test_a_half_typed_fact_survives_a_reload(desk, house):
    reference = log_by_hand(desk, "4 Orchard Close")
    desk.focus("#intake_summary")
    desk.keyboard.type("Half a sent")
    desk.reload()
    expect(desk.locator("[data-head-reference]")).to_have_text(reference)
    expect(desk.locator("#intake_summary")).to_have_value("Half a sent")
    expect(desk.locator("[data-intake-said]")).to_contain_text("Saved")


def test_a_reworded_brief_survives_a_reload_and_is_what_the_crew_is_told(desk, house):
    reference = log_by_hand(desk, "8 Station Approach")
    desk.locator("[data-brief-box] > summary").press("Enter")
    desk.fill("#brief_task", "Knock at the blue door")
    desk.reload()
    expect(desk.locator("#brief_task")).to_have_value("Knock at the blue door")
    desk.keyboard.press("F9")
    expect(desk.locator("[data-send-no]")).to_contain_text("Press again")
    desk.keyboard.press("F9")
    expect(desk.locator(".crew").first).to_contain_text("Alerted")
    assert house.get(f"/incidents/{reference}/")["deployments"][0]["brief"]["task"] == "Knock at the blue door"


def test_two_people_who_change_one_fact_see_both_texts(desk, house):
    reference = log_by_hand(desk, "5 Hill Farm")
    desk.focus("#intake_hazards")
    desk.keyboard.type("Dog in the yard")
    house.post(f"/incidents/{reference}/", {"hazards": "Gas bottles in the shed"}, who="supervisor")
    expect(desk.locator("[data-clash]")).to_contain_text("Gas bottles in the shed")
    expect(desk.locator("#intake_hazards")).to_have_value("Dog in the yard")
    desk.reload()
    expect(desk.locator("[data-clash]")).to_contain_text("Gas bottles in the shed")
    desk.get_by_role("button", name="Take theirs").press("Enter")
    expect(desk.locator("#intake_hazards")).to_have_value("Gas bottles in the shed")


def test_words_given_up_do_not_come_back_with_the_servers_drafts(desk, house):
    reference = log_by_hand(desk, "9 Hill Farm")
    desk.focus("#intake_hazards")
    with desk.expect_response(lambda answer: answer.url.endswith("/drafts/") and "Dog in the yard" in (answer.request.post_data or "")):
        desk.keyboard.type("Dog in the yard")
    house.post(f"/incidents/{reference}/", {"hazards": "Gas bottles in the shed"}, who="supervisor")
    expect(desk.locator("[data-clash]")).to_contain_text("Gas bottles in the shed")
    late: list[Route] = []
    desk.route(re.compile(r"/api/v1/drafts/\?"), lambda route: late.append(route))
    desk.reload()
    desk.get_by_role("button", name="Take theirs").press("Enter")
    expect(desk.locator("#intake_hazards")).to_have_value("Gas bottles in the shed")
    with desk.expect_response(lambda answer: answer.url.endswith("/drafts/") and answer.request.method == "POST"):
        for held in late:
            held.continue_()
    expect(desk.locator("#intake_hazards")).to_have_value("Gas bottles in the shed")


def test_another_persons_fact_does_not_disturb_the_one_being_typed(desk, house):
    reference = log_by_hand(desk, "6 Lighthouse Point")
    desk.focus("#intake_hazards")
    desk.keyboard.type("Dog")
    house.post(f"/incidents/{reference}/", {"summary": "Said by the supervisor"}, who="supervisor")
    expect(desk.locator("#intake_summary")).to_have_value("Said by the supervisor")
    desk.keyboard.type(" in the yard")
    desk.keyboard.press("Escape")
    expect(desk.locator("[data-intake-said]")).to_have_text("Saved.")
    whole = house.get(f"/incidents/{reference}/")
    assert (whole["hazards"], whole["summary"]) == ("Dog in the yard", "Said by the supervisor")


def test_a_refusal_stands_in_the_dialog_and_stops_nothing_else(desk, house):
    reference = log_by_hand(desk, "7 Chapel Walk")
    desk.keyboard.press("Escape")
    desk.keyboard.press("i")
    desk.get_by_label("P2").press("Space")
    house.post(f"/incidents/{reference}/priority/", {"priority": "P2", "reason": "Said so"})
    expect(desk.locator("[data-head-priority] [data-word]")).to_have_text("P2")
    desk.fill("#ask_reason", "Looks the same")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-ask-error]")).to_contain_text("It is P2 already.")
    desk.keyboard.press("Escape")
    desk.keyboard.press("l")
    desk.keyboard.type("The caller rang again")
    with desk.expect_response(lambda answer: answer.url.endswith("/log/") and answer.request.method == "POST") as written:
        desk.keyboard.press("Enter")
    assert written.value.status == 201
    expect(desk.locator("#desk-update")).to_have_value("")
    log = house.get(f"/incidents/{reference}/log/")["results"]
    assert log[0]["text"] == "The caller rang again"


def test_the_command_line_opens_an_incident_where_it_stands(desk, house):
    reference = str(house.post("/incidents/", {"summary": "Opened by its number"})["reference"])
    desk.keyboard.press("/")
    desk.keyboard.type(reference)
    expect(desk.locator("[data-command-effect]")).to_contain_text(f"Open {reference}")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-head-reference]")).to_have_text(reference)
    assert "/desk?incident=" in desk.url


def test_a_contact_shows_within_a_second(desk, house):
    began = time.perf_counter()
    ring(house)
    desk.wait_for_selector("[data-pop]:not([hidden])")
    took_ms = (time.perf_counter() - began) * 1000
    print(f"a contact was on the desk {took_ms:.0f} ms after it was posted")
    assert took_ms < PATIENCE_MS
