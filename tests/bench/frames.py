"""What a busy board costs the browser: the main thread's work in each frame, from Chromium's own trace, with and without events.

A page that draws at every frame divides the trace into frames; what the thread did between two is that frame's work. The processor's time
is what the aim is held to: the time by the clock contains what else the machine did.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import psycopg
from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.stand import Row, console, row, spin_ms, table
from tests.consoles import chromium_path
from tests.faults.house import ROOT, House

RATE = 20
AIM_MS = 16.0
SETTLE_S = 3
CATEGORIES = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline", "disabled-by-default-devtools.timeline.frame"]
MAIN_THREAD = "CrRendererMain"
FRAME_BEGINS = "BeginMainThreadFrame"
TASK = "RunTask"
COUNT_FRAMES = """() => {
  window.frames_ms = [];
  let before = performance.now();
  const next = (at) => { window.frames_ms.push(at - before); before = at; window.counting = requestAnimationFrame(next); };
  window.counting = requestAnimationFrame((at) => { before = at; next(at); });
}"""
STOP_COUNTING = "() => { cancelAnimationFrame(window.counting); return window.frames_ms.slice(1); }"
Event = Mapping[str, Any]


class Frames(NamedTuple):
    """One phase in milliseconds: the main thread's work in each frame, by the processor's clock and the wall's; the frames' distance."""

    cpu_ms: list[float]
    wall_ms: list[float]
    between_ms: list[float]


def main_thread(events: Sequence[Event]) -> tuple[int, int]:
    """Process and thread of the page: of all renderers' main threads, the one that did the most."""
    threads = {(e["pid"], e["tid"]): 0.0 for e in events if e["name"] == "thread_name" and e["args"].get("name") == MAIN_THREAD}
    assert threads, f"the trace has no thread called {MAIN_THREAD}"
    for each in events:
        if each["name"] == "FunctionCall" and (each["pid"], each["tid"]) in threads:
            threads[each["pid"], each["tid"]] += each.get("dur", 0)
    return max(threads, key=lambda thread: threads[thread])


def work_of(events: Sequence[Event]) -> tuple[list[float], list[float]]:
    """Each whole frame's work in milliseconds: by the processor's clock, by the wall's. A task counts to the frame in which it began."""
    thread = main_thread(events)
    ours = [each for each in events if (each["pid"], each["tid"]) == thread]
    begins = sorted(each["ts"] for each in ours if each["name"] == FRAME_BEGINS)
    tasks = sorted((e["ts"], e["dur"], e.get("tdur", e["dur"])) for e in ours if e["name"] == TASK and e.get("ph") == "X")
    assert len(begins) > 1 and tasks, f"the trace has {len(begins)} frames and {len(tasks)} tasks"
    cpu, wall = [0.0] * (len(begins) - 1), [0.0] * (len(begins) - 1)
    frame = 0
    for began, took, worked in tasks:
        # The task in which a frame begins starts a moment before it.
        while frame < len(begins) and began + took > begins[frame]:
            frame += 1
        if 0 < frame < len(begins):
            cpu[frame - 1] += worked / 1000
            wall[frame - 1] += took / 1000
    return cpu, wall


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser of our own, with nothing between it and the machine."""
    with sync_playwright() as playwright:
        path = chromium_path()
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield browser
        finally:
            browser.close()


def board_of(browser: Browser, house: House, rows: int) -> Page:
    """A supervisor's board with every row on it."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.set_default_timeout(120_000)
    page.goto(house.address.replace("/api/v1", "/sign-in/?next=/board"))
    page.locator("input[name=username]").fill("supervisor")
    page.locator("input[name=password]").fill("demo")
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/board")
    page.wait_for_function(f"() => document.querySelectorAll('[data-rows=incident] tbody > tr').length >= {rows}")
    page.wait_for_timeout(SETTLE_S * 1000)
    return page


def watched(browser: Browser, page: Page, seconds: int) -> Frames:
    """So many seconds of a page as it is."""
    browser.start_tracing(page=page, categories=CATEGORIES)
    page.evaluate(COUNT_FRAMES)
    page.wait_for_timeout(seconds * 1000)
    between = page.evaluate(STOP_COUNTING)
    cpu, wall = work_of(json.loads(browser.stop_tracing())["traceEvents"])
    return Frames(cpu, wall, between)


@contextmanager
def writer(house: House, centre: int, seconds: int) -> Iterator[None]:
    """Changes come while the block lasts."""
    command = [sys.executable, "-m", "tests.bench.frames_writer", str(centre), str(RATE), str(seconds)]
    process = subprocess.Popen(command, cwd=ROOT, env=house.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin and process.stdout
    assert process.stdout.readline().strip() == "open", "nobody writes"
    process.stdin.write("\n")
    process.stdin.flush()
    try:
        yield
    finally:
        process.stdin.close()
        assert process.wait(60) == 0, "the writer fell over"


def rows_of(what: str, frames: Frames, aim: float | None) -> list[Row]:
    """One phase as lines of the table."""
    return [
        row(f"{what}: work in a frame, processor time", frames.cpu_ms, high=0.99, aim=aim),
        row(f"{what}: the same by the clock", frames.wall_ms, high=0.99),
        row(f"{what}: from one frame to the next", frames.between_ms, high=0.99),
    ]


def longest(frames: Frames) -> str:
    """How many frames, the longest of them, and how many were over the aim."""
    over = sum(each > AIM_MS for each in frames.cpu_ms)
    return f"{len(frames.cpu_ms)} frames, the longest {max(frames.cpu_ms):.1f} ms, {over} over {AIM_MS:.0f} ms"


def spread(house: House) -> None:
    """Let the incidents lie all over the town, as they would: in one place their markers would cover each other."""
    with psycopg.connect(house.url) as connection:
        connection.execute("UPDATE incidents_incident SET lat = 50.56 + (number % 45) * 0.001, lon = -3.0 + (number / 45) * 0.001")


def measure(*, rows: int, seconds: int, spins: list[float]) -> str:
    """The same board without events, then with ``RATE`` a second, then with the map of every incident beside it."""
    found: dict[str, Frames] = {}
    with console(boards=0, far=rows) as (house, town), chromium() as browser:
        spread(house)
        page = board_of(browser, house, rows)
        toggle = page.locator("[data-map-toggle]")
        toggle.click()
        assert toggle.get_attribute("aria-pressed") == "false", "the map is still there"
        page.wait_for_timeout(SETTLE_S * 1000)
        spins.append(spin_ms())
        found["no events"] = watched(browser, page, seconds)
        spins.append(spin_ms())
        with writer(house, town["centre"], seconds + SETTLE_S):
            found["events"] = watched(browser, page, seconds)
        spins.append(spin_ms())
        toggle.click()
        page.wait_for_timeout(SETTLE_S * 1000)
        with writer(house, town["centre"], seconds + SETTLE_S):
            found["events, with the map"] = watched(browser, page, seconds)
        spins.append(spin_ms())
    aims = {"events": AIM_MS, "events, with the map": AIM_MS}
    lines = [
        line for what, frames in found.items() for line in rows_of(what if what in aims else f"reference: {what}", frames, aims.get(what))
    ]
    told = "\n".join(f"{what[0].upper()}{what[1:]}: {longest(frames)}." for what, frames in found.items())
    return f"{table(f'Frames: {rows} rows, {RATE} events a second, {seconds} s each', lines)}\n{told}\n"
