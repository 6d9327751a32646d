"""The console as a newcomer starts it, and people in front of it. Nothing may leave this machine."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from tests.consoles import EMPTY, demo_data
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
START_WITHIN_S = 180
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 768}
expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong


class Console:
    """A running demo: its address, and REST for what a telephone system would do."""

    def __init__(self, port: int, folder: Path) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.folder = folder
        self.took_s = 0.0

    def rest(self, username: str) -> httpx.Client:
        """A REST client signed in as one of the demo's people."""
        answer = httpx.post(f"{self.url}/api/v1/token/", json={"username": username, "password": "demo"}, timeout=20)
        answer.raise_for_status()
        return httpx.Client(base_url=f"{self.url}/api/v1", headers={"Authorization": f"Bearer {answer.json()['token']}"}, timeout=20)


def start_demo(folder: Path, *options: str) -> tuple[Console, subprocess.Popen[bytes]]:
    """Run bin/demo as the README says, and wait until it serves."""
    port = free_port()
    log = (folder / "demo.log").open("wb")
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL", "DATA_DIR", "DEMO"}}
    began = time.monotonic()
    process = subprocess.Popen(
        [str(ROOT / "bin" / "demo"), "--port", str(port), "--data", str(folder / "data"), *options],
        cwd=ROOT, env=environment | {"SIMULATOR": "off"}, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    console = Console(port, folder)
    while time.monotonic() - began < START_WITHIN_S:
        if process.poll() is not None:
            break
        try:
            if httpx.get(f"{console.url}/healthz", timeout=2).status_code == 200:
                console.took_s = time.monotonic() - began
                return console, process
        except httpx.TransportError:
            time.sleep(0.3)
    process.kill()
    raise AssertionError(f"bin/demo did not serve:\n{(folder / 'demo.log').read_text()[-3000:]}")


@pytest.fixture(scope="module")
def quiet_console(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """The demo without its story, started again on data that it made before: nothing is open."""
    folder = tmp_path_factory.mktemp("quiet")
    demo_data(shared_folder, folder / "data", *EMPTY)
    console, process = start_demo(folder, *EMPTY)
    yield console
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="module")
def busy_console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """The demo in the middle of its shift."""
    console, process = start_demo(tmp_path_factory.mktemp("busy"))
    yield console
    process.terminate()
    process.wait(20)


class Windows:
    """Browser windows that note whatever goes wrong in them, and every request that would leave the machine."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.troubles: list[str] = []
        self.contexts: list[BrowserContext] = []

    def open(self, viewport: dict[str, int]) -> Page:
        """A window of its own, with nobody signed in."""
        context = self.browser.new_context(viewport=viewport, locale="en-GB", timezone_id="Europe/London")  # type: ignore[arg-type]
        self.contexts.append(context)
        context.on("request", self._look_at)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._listen(page, said))
        return page

    def _listen(self, page: Page, said: ConsoleMessage) -> None:
        """A refusal is an answer that Chromium also writes to its console; every other error is trouble."""
        if said.type == "error" and "409" not in said.text:
            self.troubles.append(f"{page.url}: {said.text}")

    def _look_at(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")):
            self.troubles.append(f"left the machine: {request.url}")


@pytest.fixture
def windows(chromium: Browser) -> Iterator[Windows]:
    """Windows; the test fails when any of them met a script error or a request off the machine."""
    opened = Windows(chromium)
    yield opened
    for context in opened.contexts:
        context.close()
    assert opened.troubles == []


@pytest.fixture
def sign_in(windows: Windows) -> Callable[[Console, str], Page]:
    """Sign in as one of the demo's people, by keyboard, and stand on their first page."""

    def enter(console: Console, username: str) -> Page:
        page = windows.open(DESK)
        page.goto(f"{console.url}/sign-in/")
        page.locator(f'button[value="{username}"], form:has(input[value="{username}"]) button').first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    return enter
