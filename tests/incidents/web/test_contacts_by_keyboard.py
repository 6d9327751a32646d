"""Contacts on the desk in a real browser, by keyboard alone: who calls is shown, and what is done with a contact is recorded."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.axe import axe_finds
from tests.consoles import House
from tests.incidents.web.test_desk_by_keyboard import amina_is_in, desk, house  # noqa: F401  (fixtures)

pytestmark = pytest.mark.needs_chromium
NUMBER = "01632 960811"


def offer(house: House, **told: Any) -> str:  # noqa: F811
    return str(house.post("/contacts/", {"channel": "telephone", "line": "Gas", "caller_number": NUMBER, **told})["id"])


def state(house: House, contact: str) -> str:  # noqa: F811
    return str(house.get(f"/contacts/{contact}/")["state"])


def take_it(desk: Page, contact: str) -> None:  # noqa: F811
    """Answer this contact, once the desk shows it as the first, and leave the form so that single keys work."""
    expect(desk.locator(f'[data-rows=contact] [data-key="{contact}"][data-popped]')).to_be_attached()  # its row gives way to the box above
    desk.keyboard.press("a")
    expect(desk.locator("[data-contact-box]")).to_be_visible()
    expect(desk.locator("#intake_place_text")).to_be_focused()
    desk.keyboard.press("Escape")


def test_a_repeat_caller_is_known_joins_the_incident_and_asks_for_another_look(desk, house):  # noqa: F811
    reference = house.post("/incidents/", {"summary": "Gas", "callback_number": NUMBER, "place": {"text": "9 Quay Street"}})["reference"]
    contact = offer(house)
    expect(desk.locator("[data-pop-known]")).to_contain_text(f"Open: {reference}")
    take_it(desk, contact)
    desk.keyboard.press("o")
    expect(desk.locator("#ask_incident")).to_be_focused()
    assert desk.locator("#ask_incident").input_value() == reference, "the same caller's incident is offered first"
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("[data-repeat-box]")).to_contain_text("Repeat contact: assess again")
    assert state(house, contact) == "linked"
    desk.keyboard.press("Escape")
    desk.keyboard.press("z")
    desk.get_by_label("Nothing changes").press("Space")
    desk.fill("#ask_reason", "Same smell, same flat")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("[data-repeat-box]")).to_be_hidden()
    log = house.get(f"/incidents/{reference}/log/")["results"]
    assert any("Same smell, same flat" in line["text"] for line in log)


def test_a_caller_who_does_not_speak_is_followed_step_by_step_and_called_back(desk, house):  # noqa: F811
    contact = offer(house)
    expect(desk.locator("[data-pop-number]")).to_contain_text("01632")
    take_it(desk, contact)
    desk.keyboard.press("z")
    for step in range(6):
        expect(desk.locator(".silence__count")).to_contain_text(f"{step} of 6")
        desk.keyboard.press("z")
    expect(desk.locator(".silence__do")).to_have_text("Every step was taken.")
    desk.keyboard.press("o")
    desk.keyboard.press("Control+Enter")
    row = desk.locator(f'[data-rows=contact] [data-key="{contact}"]')
    expect(row.locator("[data-cell=act_word]")).to_have_text("Call back")
    row.locator("[data-answer]").press("Enter")
    expect(desk.locator("[data-contact-box]")).to_contain_text("Calling back")
    desk.keyboard.press("Escape")
    desk.keyboard.press("k")
    expect(desk.locator("#desk-ask")).to_be_visible()
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("[data-contact-box]")).to_contain_text("Promise a call back")
    assert state(house, contact) == "answered"
    house.post(f"/contacts/{contact}/end/", {"why": "A child with the telephone"})
    expect(desk.locator("[data-contact-box]")).to_be_hidden()


def test_a_contact_is_handed_over_and_the_channels_are_chosen_by_arrows(desk, house):  # noqa: F811
    letters = [offer(house, channel=channel, caller_number="") for channel in ("email", "web")]
    call = offer(house)
    expect(desk.locator("[data-pop-channel]")).to_have_text("Telephone")
    take_it(desk, call)
    desk.keyboard.press("h")
    expect(desk.locator("#ask_whom")).to_be_focused()
    desk.locator("#ask_whom").select_option("to supervisor")
    desk.fill("#ask_why", "Speaks Welsh")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("[data-contact-box]")).to_contain_text("Offered to Sol Reyes")
    taken = house.post(f"/contacts/{call}/transfer/accepted/", {}, who="supervisor")
    expect(desk.locator("[data-contact-box]")).to_be_hidden()
    desk.keyboard.press("q")
    desk.keyboard.press("ArrowRight")
    expect(desk.locator("[data-rows=contact] > [data-key]:not([data-leaving])")).to_have_count(1)
    assert axe_finds(desk) == []
    for contact in (*letters, str(taken["id"])):
        house.post(f"/contacts/{contact}/end/", {"why": "Only a test"})


def test_a_caller_of_an_incident_is_handed_over_and_the_desk_says_who_took_them(desk, house):  # noqa: F811
    reference = house.post("/incidents/", {"summary": "Smoke", "place": {"text": "11 Harbour Road"}})["reference"]
    call = offer(house)
    take_it(desk, call)
    house.post(f"/contacts/{call}/incident/", {"incident": reference})
    expect(desk.locator("[data-head-reference]")).to_have_text(reference)
    desk.keyboard.press("Escape")
    desk.keyboard.press(">")
    expect(desk.locator("#ask_whom")).to_be_focused()
    desk.locator("#ask_whom").select_option("to supervisor")
    desk.fill("#ask_why", "Speaks Welsh")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(f'[data-rows=contact] [data-key="{call}"] [data-cell=act_word]')).to_have_text("Take it back")
    house.post(f"/contacts/{call}/transfer/accepted/", {}, who="supervisor")
    expect(desk.locator("[data-toasts]")).to_contain_text("Sol Reyes has the caller now")
    assert state(house, call) == "linked"


def test_what_is_offered_is_declined_and_what_is_another_bodys_is_passed_outside(desk, house):  # noqa: F811
    call = offer(house)
    house.post(f"/contacts/{call}/answer/", {}, who="supervisor")
    house.post(f"/contacts/{call}/transfer/", {"to": "agent", "why": "Speaks Welsh"}, who="supervisor")
    expect(desk.locator("[data-decline-first]")).to_be_visible()
    desk.keyboard.press("-")
    expect(desk.locator("#ask_why")).to_be_focused()
    desk.fill("#ask_why", "On another call")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("[data-pop]")).to_be_hidden()
    assert house.get(f"/contacts/{call}/")["history"][-1]["text"] == "On another call"
    house.post(f"/contacts/{call}/end/", {"why": "Only a test"}, who="supervisor")
    mine = offer(house)
    take_it(desk, mine)
    desk.keyboard.press("<")
    expect(desk.locator("#ask_organisation")).to_be_focused()
    desk.locator("#ask_organisation").select_option("GAS_EMERGENCY")
    desk.fill("#ask_why", "A smell in the street")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("[data-ask-error]")).to_contain_text("Name who took the caller there")
    assert axe_finds(desk) == []
    desk.fill("#ask_spoke_to", "Ines, control")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("[data-contact-box]")).to_be_hidden()
    (passed,) = house.get(f"/contacts/{mine}/")["referrals"]
    assert (passed["warm"], passed["spoke_to"], passed["number"]) == (True, "Ines, control", "0800 111 999")
