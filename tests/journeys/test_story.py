"""Three people at once: Amina at the desk, Sol at the board, a crew with a phone; then Tess reviews, and both sign."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Console, Windows

pytestmark = [pytest.mark.journey, pytest.mark.needs_chromium, pytest.mark.xdist_group("quiet-journeys")]

SignIn = Callable[[Console, str], Page]
GAS_ANSWERS = ("2", "1", "1", "2", "1")  # nobody hurt, inside, everyone out, still on, one of ours


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def type_into(page: Page, field: str, words: str) -> None:
    """Stand in a field as somebody tabbing through would, and type."""
    page.locator(field).focus()
    page.keyboard.type(words)


def answer_and_log(desk: Page) -> str:
    """Answer the waiting contact and log what the caller says. Returns the incident's number."""
    press(desk, "a")
    expect(desk.locator("#intake_place_text")).to_be_focused()
    desk.keyboard.type("14 Harbour Lane, Old Town")
    type_into(desk, '[name="coordinates"]', "50.5745, -2.9800")
    type_into(desk, "#intake_access", "Side gate, code 1470")
    expect(desk.locator("#intake_callback_number")).to_have_value(re.compile("07700"))
    desk.locator("#tick_number").focus()
    press(desk, "Space")
    type_into(desk, "#intake_summary", "There is a strong smell of gas in my kitchen")
    desk.locator("#desk-type").focus()
    desk.keyboard.type("smell of gas")
    expect(desk.locator("#desk-type-list [role=option]").first).to_contain_text("gas")
    press(desk, "Enter")
    reference = desk.locator("[data-head-reference]")
    expect(reference).to_have_text(re.compile(r"^\d+$"))
    return reference.inner_text()


def walk_the_path(desk: Page) -> None:
    for place, key in enumerate(GAS_ANSWERS):
        expect(desk.locator("[data-question-box] .question")).to_contain_text("?")
        press(desk, key)
        expect(desk.locator("[data-steps-count]")).to_have_text(str(place + 1))
    expect(desk.locator("[data-outcome-head]")).to_contain_text("P1")


def read_and_tell(desk: Page) -> None:
    lines = desk.locator(".advice li")
    for place in range(lines.count()):
        press(desk, "g")
        expect(lines.nth(place)).to_have_attribute("data-read", "yes")
    press(desk, "o")
    expect(desk.locator("#ask_spoke_to")).to_be_focused()
    desk.keyboard.type("Control desk")
    press(desk, "Control+Enter")
    expect(desk.locator(".tell li").first).to_have_attribute("data-told", "yes")


def send(desk: Page) -> str:
    """One key sends what is recommended. Returns the first crew's call sign."""
    expect(desk.locator("[data-unit]:checked, [data-unit][aria-checked=true]").first).to_be_attached()
    press(desk, "F9")
    crew = desk.locator("[data-crews] .crew").first
    expect(crew).to_be_visible()
    return crew.get_attribute("aria-label") or ""


def phone_of(console: Console, windows: Windows, reference: str, call_sign: str) -> Page:
    """The crew opens the link from its message."""
    with console.rest("dispatcher") as rest:
        sent = rest.get(f"/incidents/{reference}/deployments/").json()["results"]
    link = next(each["link"] for each in sent if each["call_sign"] == call_sign)
    phone = windows.open(PHONE)
    phone.goto(console.url + link)
    return phone


def the_crew_works(phone: Page, board: Page, call_sign: str) -> None:
    expect(phone.get_by_role("heading", name="Hazards")).to_be_visible()
    row = board.locator(f'[data-rows="unit"] [data-key="{call_sign}"]')
    for step, word in (("Got it", "Got it"), ("On the way", "On the way"), ("At scene", "At scene")):
        phone.get_by_role("button", name=step, exact=True).first.click()
        pressed = time.monotonic()
        expect(row).to_contain_text(word)
        print(f"{word}: on the board {1000 * (time.monotonic() - pressed):.0f} ms after the tap came back")
    phone.locator("summary", has_text="Ask for support").press("Enter")
    phone.locator("#id_wanted").fill("A second person")
    phone.locator("#id_wanted").press("Enter")
    expect(phone.locator("#main")).to_contain_text("A second person")
    phone.locator("#id_text").fill("Met the gas engineer outside")
    phone.get_by_role("button", name=re.compile("^Send it")).click()
    expect(phone.locator("#main")).to_contain_text("Met the gas engineer outside")


def finish(phone: Page) -> None:
    phone.locator("summary", has_text="Finished").first.click()
    phone.locator("details[open]", has_text="Finished").get_by_role("button").first.click()
    expect(phone.locator('[data-key="ended"]')).to_be_visible()


def finish_by_rest(console: Console, reference: str) -> None:
    """The other crews leave as their vehicles' terminals report it."""
    with console.rest("dispatcher") as rest:
        for each in rest.get(f"/incidents/{reference}/deployments/").json()["results"]:
            if each["ended_at"] is None:
                for status in ("acknowledged", "en_route", "on_scene", "clear"):
                    rest.post(f"/deployments/{each['id']}/status/", json={"status": status}).raise_for_status()


def close(desk: Page) -> None:
    """Closing is refused while something is open, and says what; then it goes through."""
    dialog = desk.locator("#desk-ask")
    press(desk, "c")
    expect(dialog).to_be_visible()
    for field in dialog.locator("input[type=text], textarea").all():
        field.focus()
        desk.keyboard.type("Recorded at the close")
    press(desk, "Control+Enter")


def test_the_story_with_three_people_at_once(quiet_console: Console, windows: Windows, sign_in: SignIn) -> None:
    desk, board = sign_in(quiet_console, "agent"), sign_in(quiet_console, "supervisor")
    board.goto(f"{quiet_console.url}/board")
    expect(board.locator("body")).to_contain_text("LIVE")
    with quiet_console.rest("agent") as telephone:
        telephone.post("/contacts/", json={"channel": "telephone", "line": "Emergency repairs", "caller_number": "07700 900123"})
    expect(desk.locator("[data-pop-number]")).to_contain_text("07700")
    reference = answer_and_log(desk)
    on_the_board = board.locator(f'[data-rows="incident"] [data-key="{reference}"]')
    expect(on_the_board).to_be_visible()
    walk_the_path(desk)
    expect(on_the_board).to_contain_text("P1")
    read_and_tell(desk)
    call_sign = send(desk)
    phone = phone_of(quiet_console, windows, reference, call_sign)
    the_crew_works(phone, board, call_sign)

    alarm = board.locator(".alarm", has_text="A second person")
    expect(alarm).to_be_visible()
    press(board, "t")
    expect(alarm).to_have_count(0)
    close(desk)
    expect(desk.locator("[data-ask-error]")).to_contain_text(call_sign)
    press(desk, "Escape")
    desk.locator("[data-crews]").get_by_role("button", name=re.compile("^Met")).focus()
    press(desk, "Enter")
    desk.keyboard.type("A housing officer was sent")
    press(desk, "Control+Enter")
    finish(phone)
    finish_by_rest(quiet_console, reference)
    close(desk)
    expect(on_the_board).to_have_count(0)
    review(quiet_console, sign_in, desk, reference)


def review(console: Console, sign_in: SignIn, desk: Page, reference: str) -> None:
    """Tess reads how it was handled, records a finding, and agrees support with Amina; both sign."""
    lead = sign_in(console, "lead")
    lead.goto(f"{console.url}/reviews/{reference}")
    expect(lead.locator("main")).to_contain_text("Is the smell inside")
    lead.locator("#id_colleague").select_option("agent")
    type_into(lead, "#id_praise", "Calm from the first word, and the location came first")
    lead.locator("[name$='-0-criterion']").select_option("location")
    lead.locator("[name$='-0-weight']").select_option("minor")
    type_into(lead, "[name$='-0-text']", "The address was not read back")
    press(lead, "Control+Enter")
    expect(lead.locator("main")).to_contain_text("The address was not read back")
    lead.goto(f"{console.url}/support/new")
    lead.locator("#id_colleague").select_option("agent")
    lead.locator("#id_area").select_option("location")
    lead.locator("#id_kind").select_option("buddy")
    type_into(lead, "#id_lead_view", "Read-back is left out when the line is noisy")
    type_into(lead, "#id_good_looks_like", "Every address is read back")
    type_into(lead, "#id_agreed_text", "Amina sits with Dev for two shifts")
    press(lead, "Control+Enter")
    lead.wait_for_url(re.compile(r"/support/\d+$"))
    address = lead.url
    press(lead, "y")
    expect(lead.locator("main")).to_contain_text("Tess Moran")
    desk.goto(address)
    type_into(desk, "#id_view", "I agree: the kitchen line is hard to hear")
    desk.get_by_role("button", name=re.compile("^Sign these words")).focus()
    press(desk, "Enter")
    expect(desk.locator("main")).to_contain_text(re.compile("agreed", re.IGNORECASE))
    with console.rest("lead") as rest:
        need = rest.get(f"/support/{address.rsplit('/', 1)[1]}/").json()
    assert need["lead_signed_at"] and need["colleague_signed_at"]
