"""Every page of the story, as its role opens it: nothing leaves the machine, axe finds nothing, targets are large enough."""

from collections.abc import Callable

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import PHONE, Console, Windows

pytestmark = [pytest.mark.journey, pytest.mark.needs_chromium, pytest.mark.xdist_group("busy-journeys")]

SignIn = Callable[[Console, str], Page]
PAGES = {
    "agent": ("/desk", "/support", "/procedures", "/reviews", "/recalls", "/services", "/knowledge", "/site-notes"),
    "supervisor": ("/board", "/units", "/incidents/{open}"),
    "lead": (
        "/reviews",
        "/reviews/{closed}",
        "/incidents/{closed}",
        "/support",
        "/support/new",
        "/procedures/GAS-SMELL",
        "/kpis",
        "/kpis/answer_time",
        "/kpis/staffing",
        "/trials",
        "/law",
        "/inbox",
    ),
}
THEMES = ("dark", "light", "contrast")
# Inline links and native controls that the browser draws are not targets of ours; everything else that can be pressed is.
SMALL = """() => [...document.querySelectorAll(
    'a, button, input:not([type=hidden]), select, textarea, summary, [role=button], [tabindex="0"]')]
  .filter((one) => { const box = one.getBoundingClientRect(); const style = getComputedStyle(one);
    if (!box.width || style.visibility === 'hidden' || one.closest('.heard-only, .skip, dialog:not([open]), [hidden]')) return false;
    if (one.matches('a') && style.display === 'inline') return false;
    if (one.matches('input[type=radio], input[type=checkbox]') && one.labels.length) return false;
    return box.width < 24 || box.height < 24; })
  .map((one) => `${one.outerHTML.slice(0, 120)} ${JSON.stringify(one.getBoundingClientRect())}`)"""


def wrong(page: Page) -> list[str]:
    """What axe and the ruler find on the page as it stands."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    said = [f"{page.url}: {each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]
    return said + [f"{page.url}: smaller than 24 px: {each}" for each in page.evaluate(SMALL)]


def look_in_three_themes(page: Page) -> list[str]:
    found = []
    for theme in THEMES:
        page.evaluate("(theme) => document.documentElement.setAttribute('data-theme', theme)", theme)
        page.wait_for_timeout(200)
        found += [f"[{theme}] {each}" for each in wrong(page)]
    return found


def named(console: Console) -> dict[str, str]:
    """An open incident and a closed one, by number."""
    with console.rest("supervisor") as rest:
        listed = rest.get("/incidents/?limit=200").json()["results"]
    return {
        "open": next(each["reference"] for each in listed if each["stage"] == "at_scene"),
        "closed": next(each["reference"] for each in listed if each["stage"] == "closed"),
    }


@pytest.mark.parametrize("username", PAGES)
def test_every_page_opens_for_its_role_and_is_sound(busy_console: Console, sign_in: SignIn, username: str) -> None:
    page, numbers, found = sign_in(busy_console, username), named(busy_console), []
    for address in PAGES[username]:
        answer = page.goto(busy_console.url + address.format(**numbers))
        assert answer is not None and answer.status == 200, address
        page.wait_for_timeout(800)
        found += look_in_three_themes(page)
    assert found == []


def test_the_responders_page_is_sound_on_a_phone(busy_console: Console, windows: Windows) -> None:
    with busy_console.rest("dispatcher") as rest:
        reference = named(busy_console)["open"]
        sent = rest.get(f"/incidents/{reference}/deployments/").json()["results"]
    page = windows.open(PHONE)
    page.goto(busy_console.url + sent[0]["link"])
    page.wait_for_timeout(800)
    assert look_in_three_themes(page) == []


def test_the_way_in_is_sound(busy_console: Console, windows: Windows) -> None:
    page, found = windows.open({"width": 1366, "height": 768}), []
    for address in ("/sign-in/", "/styleguide"):
        page.goto(busy_console.url + address)
        page.wait_for_timeout(500)
        found += look_in_three_themes(page)
    assert found == []


def test_it_serves_within_three_minutes_and_says_that_it_is_well(busy_console: Console) -> None:
    assert busy_console.took_s < 180
    assert httpx.get(f"{busy_console.url}/healthz", timeout=10).json()["status"] == "ok"
