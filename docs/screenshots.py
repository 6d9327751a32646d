"""The README's pictures, made from a demo in the middle of its shift: run it with bin/screenshots."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from tests.consoles import chromium_path

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
PORT = 8766
URL = f"http://127.0.0.1:{PORT}"
START_WITHIN_S = 180


def wait_until_it_serves() -> None:
    """Look at /healthz until it is well."""
    until = time.monotonic() + START_WITHIN_S
    while time.monotonic() < until:
        try:
            if httpx.get(f"{URL}/healthz", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.5)
    raise SystemExit("The demo did not start.")


def signed_in(browser: Browser, username: str) -> Page:
    """A window in which a demo person is signed in."""
    page = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-GB", timezone_id="Europe/London").new_page()
    page.goto(f"{URL}/sign-in/")
    page.locator(f'button[value="{username}"], form:has(input[value="{username}"]) button').first.click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    return page


def take(page: Page, name: str) -> None:
    """Wait until the page is calm, and keep a picture of it."""
    page.wait_for_timeout(1500)
    page.screenshot(path=IMAGES / f"{name}.png")


def numbers() -> tuple[str, str, str]:
    """An incident at scene, a closed one nobody has reviewed, and a crew's link."""
    token = httpx.post(f"{URL}/api/v1/token/", json={"username": "lead", "password": "demo"}).json()["token"]
    rest = httpx.Client(base_url=f"{URL}/api/v1", headers={"Authorization": f"Bearer {token}"})
    listed = rest.get("/incidents/?limit=200").json()["results"]
    reviewed = {each["incident"] for each in rest.get("/reviews/").json()["results"]}
    at_scene = next(each["reference"] for each in listed if each["stage"] == "at_scene")
    closed = next(each["reference"] for each in listed if each["stage"] == "closed" and each["reference"] not in reviewed)
    sent = rest.get(f"/incidents/{at_scene}/deployments/").json()["results"]
    return at_scene, closed, next(each["link"] for each in sent if not each["ended_at"])


def desk_with_a_question(browser: Browser) -> None:
    """Amina takes a call about gas, and stands at the second question."""
    desk = signed_in(browser, "agent")
    desk.goto(f"{URL}/desk?new=1")
    desk.locator("#intake_place_text").fill("14 Harbour Lane, Old Town")
    desk.locator("#intake_summary").fill("There is a strong smell of gas in my kitchen")
    desk.locator("#desk-type").focus()
    desk.keyboard.type("smell of gas")
    desk.wait_for_timeout(800)
    desk.keyboard.press("Enter")
    desk.wait_for_timeout(1500)
    desk.keyboard.press("2")
    take(desk, "desk")


def take_all(browser: Browser) -> None:
    """Every picture of the README."""
    at_scene, closed, link = numbers()
    board = signed_in(browser, "supervisor")
    board.goto(f"{URL}/board")
    take(board, "board")
    board.goto(f"{URL}/units")
    take(board, "units")
    desk_with_a_question(browser)
    lead = signed_in(browser, "lead")
    lead.goto(f"{URL}/incidents/{at_scene}")
    take(lead, "incident")
    lead.goto(f"{URL}/reviews/{closed}")
    take(lead, "review")
    phone = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="light", locale="en-GB").new_page()
    phone.goto(URL + link)
    take(phone, "responder")


def main() -> None:
    """Start a demo, take the pictures, stop it."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    folder = tempfile.mkdtemp()
    environment = os.environ | {"SIMULATOR": "off"}
    demo = subprocess.Popen([ROOT / "bin" / "demo", "--port", str(PORT), "--data", folder], cwd=ROOT, env=environment)
    try:
        wait_until_it_serves()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
            take_all(browser)
    finally:
        demo.terminate()
        demo.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
