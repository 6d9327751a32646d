"""A real console for tests that drive one from outside: the demo's data, made once for all, and a server on a copy of it."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, expect

from tests.ground import migrated_file
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[1]
SERVE = ["-m", "uvicorn", "dispatch.asgi:application", "--ws", "dispatch.live.wire:WireProtocol", "--timeout-graceful-shutdown", "2"]
EMPTY, BUSY = ("--empty",), ()  # what bin/demo is told: without its story, and with it


def chromium_path() -> str | None:
    """Chromium without a window costs a third less than the whole browser; either does."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")


def embedded(folder: Path) -> dict[str, str]:
    """The environment of a console that needs no services and keeps everything in this folder."""
    surroundings = {
        **os.environ,
        "DEMO": "1",
        "DATA_DIR": str(folder),
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "SIMULATOR": "off",
        "EXERCISE_EVERY_S": "0",
    }
    return surroundings | {"DJANGO_SETTINGS_MODULE": "dispatch.settings"}


def demo_data(shared: Path, folder: Path, *options: str) -> Path:
    """A copy of the demo's data, in ``folder``. Whoever asks first builds it in ``shared``; everybody else waits for that.

    Args:
        options: EMPTY or BUSY.
    """
    ground = shared / f"demo{''.join(options)}"
    with (shared / f"{ground.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ground.exists():
            made = shared / f"{ground.name}.made"
            made.mkdir()
            shutil.copy(migrated_file(), made / "dispatch.sqlite3")
            subprocess.run([sys.executable, "manage.py", "demo", *options], cwd=ROOT, env=embedded(made), check=True, capture_output=True)
            made.rename(ground)
    shutil.copytree(ground, folder, dirs_exist_ok=True)
    return folder


class House:
    """A demo on this data folder: its server, which can be killed and started again, and REST and sessions as its people."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.http = httpx.Client(base_url=f"{self.address}/api/v1", timeout=30)
        self._tokens: dict[str, dict[str, str]] = {}

    def start(self) -> None:
        """Serve, and wait until it answers."""
        log = self.folder / "server.log"
        command = [sys.executable, *SERVE, "--port", str(self.port)]
        surroundings = embedded(self.folder) | {"PUBLIC_URL": self.address}
        with log.open("a") as kept:
            self.process = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=kept, stderr=subprocess.STDOUT)
        _wait_for_an_answer(self.address, log)

    def kill(self) -> None:
        """kill -9: nothing is said, nothing is finished."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Ask it to stop."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def token(self, name: str) -> dict[str, str]:
        """The header with which this person is let in."""
        if name not in self._tokens:
            answer = self.http.post("/token/", json={"username": name, "password": "demo"})
            self._tokens[name] = {"Authorization": f"Bearer {answer.json()['token']}"}
        return self._tokens[name]

    def post(self, path: str, body: dict[str, Any], *, who: str = "agent") -> Any:
        """POST as this person."""
        answer = self.http.post(path, json=body, headers=self.token(who))
        assert answer.is_success, (path, answer.status_code, answer.text)
        return answer.json()

    def get(self, path: str, *, who: str = "agent") -> Any:
        """GET as this person."""
        return self.http.get(path, headers=self.token(who)).json()

    def let_in(self, page: Page, who: str, to: str = "/desk") -> None:
        """Sign in as this person, by keyboard, and stand on a page."""
        page.goto(f"{self.address}/sign-in/?next={to}")
        page.fill("input[name=username]", who)
        page.fill("input[name=password]", "demo")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{self.address}{to}")

    def session(self, chromium: Browser, who: str) -> Any:
        """The browser session of this person, who has signed in; another browser can go on with it."""
        context = chromium.new_context()
        page = context.new_page()
        self.let_in(page, who)
        kept = {"cookies": context.cookies(), "origins": []}
        context.close()
        return kept


@contextmanager
def serving(folder: Path) -> Iterator[House]:
    """The console on this data folder, served until the block ends."""
    house = House(folder)
    try:
        house.start()
        yield house
    finally:
        house.stop()


def _wait_for_an_answer(address: str, log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if httpx.get(f"{address}/healthz", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise RuntimeError(log.read_text()[-2000:])


def wait_until_logged(desk: Page) -> None:
    """Wait until what was typed stands as an incident. What other tests have left open is said not to be the same."""
    reference = desk.locator("[data-head-reference]")
    numbered = re.compile(r"^\d")
    expect(desk.locator("[data-intake-said]")).to_contain_text(re.compile(r"Logged as|Saved|F2"))
    while not numbered.match(reference.inner_text()):
        if desk.locator("[data-similar]").is_visible():
            desk.get_by_role("button", name="Not the same").first.click()
        else:
            expect(reference).to_have_text(numbered)


def sideways(page: Page) -> int:
    """By how many pixels a page can be scrolled sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
