"""Every page of the story, as its role opens it: nothing leaves the machine, axe finds nothing, targets are large enough."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from django.urls import resolve
from playwright.sync_api import Page

from tests.architecture.routes import API, patterns
from tests.axe import axe_finds
from tests.journeys.conftest import PHONE, Console, Windows

pytestmark = [pytest.mark.journey, pytest.mark.needs_chromium, pytest.mark.xdist_group("busy-journeys")]

SignIn = Callable[[Console, str], Page]
PAGES = {
    "agent": ("/desk", "/support", "/procedures", "/reviews", "/recalls", "/services", "/knowledge", "/site-notes"),
    "supervisor": (
        "/board",
        "/board/people",
        "/units",
        "/incidents/{open}",
        "/incidents/{open}/major",
        "/rota",
        "/health",
        "/walls",
        "/drills",
        "/drills/{drill}",
        "/handover",
        "/handover/{handover}",
        "/paper",
    ),
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
        "/support/{need}",
        "/trials",
        "/law",
        "/inbox",
    ),
}
# Pages that need something made first; those of procedures and of responders have journeys of their own.
LOOKED_AT_BELOW = {
    "sign-in/",
    "styleguide",
    "wall",
    "recalls/<int:recall_id>",
    "report/<slug:code>",
    "report/<slug:code>/received/<slug:reference>",
}
# What answers with a file, a word or another page; and what is printed or waits for a worker.
NOT_PAGES = {
    "",
    "sign-in/demo/",
    "sign-out/",
    "healthz",
    "board/figures",
    "kpis/export.csv",
    "kpis/export.xlsx",
    "drills/leave",
    "drills/<int:drill_id>/enter",
    "drills/<int:drill_id>/debrief.csv",
    "shift",
    "support/<int:need_id>/signature",
    "support/<int:need_id>/wording",
    "support/<int:need_id>/refusal",
    "paper/<int:number>",
    "trials/<int:trial_id>",
    "trials/<int:trial_id>/cases/<int:number>",
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


def look_in_three_themes(page: Page) -> list[str]:
    """What axe and the ruler find. A theme changes colours only: in the other two, axe looks at those."""
    found = [f"{page.url}: smaller than 24 px: {each}" for each in page.evaluate(SMALL)]
    for theme in THEMES:
        page.evaluate("(theme) => document.documentElement.setAttribute('data-theme', theme)", theme)
        page.wait_for_timeout(200)
        only = {} if theme == THEMES[0] else {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
        found += [f"[{theme}] {each}" for each in axe_finds(page, **only)]
    return found


def a_drill(console: Console) -> str:
    """A drill of the story's shift, paused so that nobody rings."""
    with console.rest("supervisor") as rest:
        known = rest.get("/drills/").json()["results"]
        if known:
            return str(known[0]["id"])
        until = datetime.now(UTC)
        window = {"from_at": (until - timedelta(minutes=90)).isoformat(), "until_at": until.isoformat()}
        made = rest.post("/drills/", json={**window, "speed": 1, "people": ["supervisor"]}).json()
        rest.post(f"/drills/{made['id']}/paused/")
        return str(made["id"])


def named(console: Console) -> dict[str, str]:
    """An open incident and a closed one, by number."""
    with console.rest("supervisor") as rest:
        listed = rest.get("/incidents/?limit=200").json()["results"]
        handover = rest.get("/handovers/").json()["results"][0]["id"]
    with console.rest("lead") as rest:
        need = rest.get("/support/").json()["results"][0]["id"]
    return {
        "drill": a_drill(console),
        "handover": handover,
        "need": need,
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


def test_a_big_screen_is_sound(busy_console: Console, sign_in: SignIn) -> None:
    page = sign_in(busy_console, "admin")
    page.goto(f"{busy_console.url}/walls")
    page.get_by_label("Where it hangs").fill("North wall")
    page.keyboard.press("Enter")
    link = page.get_by_label("Address for the screen").input_value()
    page.goto(link)
    page.wait_for_timeout(800)
    assert look_in_three_themes(page) == []


def test_a_withdrawn_line_of_advice_is_sound(busy_console: Console, sign_in: SignIn) -> None:
    with busy_console.rest("approver") as rest:
        line = rest.get("/advice-lines/").json()["results"][-1]["id"]
        recall = rest.post("/recalls/", json={"line": line, "why": "Out of date", "say_instead": "Wait for the crew."}).json()
    page = sign_in(busy_console, "lead")
    page.goto(f"{busy_console.url}/recalls/{recall['id']}")
    assert look_in_three_themes(page) == []


def test_every_page_is_looked_at() -> None:
    looked = {resolve(re.sub(r"\{\w+\}", "1", each)).route for pages in PAGES.values() for each in pages}
    pages = {route for route, _ in patterns() if not route.startswith((API, "r/", "procedures/"))}
    assert pages - looked - LOOKED_AT_BELOW == NOT_PAGES


def test_the_way_in_is_sound(busy_console: Console, windows: Windows) -> None:
    page, found = windows.open({"width": 1366, "height": 768}), []
    for address in ("/sign-in/", "/styleguide", "/report/wexmouth", "/report/wexmouth/received/WX-1"):
        page.goto(busy_console.url + address)
        page.wait_for_timeout(500)
        found += look_in_three_themes(page)
    assert found == []


def test_it_serves_within_three_minutes_and_says_that_it_is_well(busy_console: Console) -> None:
    assert busy_console.took_s < 180
    assert httpx.get(f"{busy_console.url}/healthz", timeout=10).json()["status"] == "ok"
