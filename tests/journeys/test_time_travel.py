"""Travelling in time by keyboard: from a line of an incident's log to the board of that moment, and to the minute before."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import axe_finds
from tests.consoles import House

pytestmark = [pytest.mark.journey, pytest.mark.needs_chromium]
LONDON = ZoneInfo("Europe/London")


def a_sending(house: House) -> tuple[str, str, datetime]:
    """A number, a call sign and when that crew was sent: one that was sent more than a minute after the incident was logged."""
    for card in house.get("/board/", who="supervisor")["incidents"]:
        one = f"/incidents/{card['reference']}"
        for line in house.get(f"{one}/log/", who="supervisor")["results"]:
            at = datetime.fromisoformat(line["at"])
            if line["entry"] == "unit.deployed" and at - datetime.fromisoformat(card["opened_at"]) > timedelta(minutes=1):
                crews: list[dict[str, Any]] = house.get(f"{one}/deployments/", who="supervisor")["results"]
                return card["reference"], next(each["call_sign"] for each in crews if each["call_sign"] in line["text"]), at
    raise AssertionError("no crew was sent later than a minute after its incident was logged")


def minute_of(page: Page) -> datetime:
    """The instant that the page speaks of."""
    return datetime.fromisoformat(page.locator("#then-at").input_value()).replace(tzinfo=LONDON)


def test_a_complaint_is_answered_with_the_board_of_the_minute_before(chromium: Browser, busy_house: House) -> None:
    reference, crew, sent_at = a_sending(busy_house)
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    sol = context.new_page()
    busy_house.let_in(sol, "supervisor", f"/incidents/{reference}")
    row = sol.locator("main tr", has=sol.get_by_role("link", name=reference, exact=True))
    sol.locator(".timeline a[href*='/board?at=']").filter(has_text=f"{sent_at.astimezone(LONDON):%H:%M:%S}").first.press("Enter")
    expect(sol.get_by_role("heading", name="The board as it stood at")).to_be_visible()
    assert abs(minute_of(sol) - sent_at) < timedelta(seconds=1)
    sol.keyboard.press(",")
    expect(sol.locator("#then-at")).to_have_value(f"{sent_at.astimezone(LONDON) - timedelta(minutes=1):%Y-%m-%dT%H:%M:%S}")
    expect(row).to_be_visible()
    expect(row).not_to_contain_text(crew)
    assert axe_finds(sol) == []
    sol.get_by_role("link", name=reference, exact=True).press("Enter")
    expect(sol.get_by_role("heading", name=f"Incident {reference} as it stood at")).to_be_visible()
    expect(sol.get_by_label("Units")).not_to_contain_text(crew)
    expect(sol.get_by_label("Log until then")).not_to_contain_text(crew)
    sol.keyboard.press(".")
    expect(sol.locator("#then-at")).to_have_value(f"{sent_at.astimezone(LONDON):%Y-%m-%dT%H:%M:%S}")
    expect(sol.get_by_label("Units")).to_contain_text(crew)
    sol.keyboard.press("o")
    expect(row).to_contain_text(crew)
    sol.keyboard.press("n")
    expect(sol).to_have_url(f"{busy_house.address}/board")
    expect(sol.locator("[data-connection]")).to_have_attribute("data-mode", "live")
    context.close()
