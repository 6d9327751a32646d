"""``manage.py replay FOLDER``: replay recorded calls through the commands, in a centre of their own, on their own clock."""

import gc
import time
from argparse import ArgumentTypeError
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dispatch.accounts.models import Centre
from dispatch.refusal import Refusal
from incidents.models import ReplayProgress
from incidents.replay.centre import ZONE, make_centre, newest_progress, next_code
from incidents.replay.driver import Driver, Pace
from incidents.replay.report import as_text, report_on
from incidents.replay.source import Source, read_source

EVERY = 2000  # events between two lines about progress


def instant(text: str) -> datetime:
    """An ISO instant; without a zone it is the record's own wall clock."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("give an instant such as 2018-01-13T18:30:00") from error
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(ZONE))).astimezone(UTC)


def more_than_nought(text: str) -> float:
    """A number above nought."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < 1e9:
        raise ArgumentTypeError("give a number above nought")
    return number


def whole_above_nought(text: str) -> int:
    """A whole number above nought."""
    if not (text.isdecimal() and 0 < int(text) < 10**9):
        raise ArgumentTypeError("give a whole number above nought")
    return int(text)


class Command(BaseCommand):
    """Replay recorded calls."""

    help = "Replay recorded calls through the commands. The same command again goes on where it stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder, the centre, how fast and how far."""
        parser.add_argument("folder", type=Path, help="calls, unit_dispatches, events (.csv.gz), units and stations (.csv)")
        parser.add_argument("--centre", default="sf", help="the code of the centre that is made for it")
        parser.add_argument("--speed", type=more_than_nought, help="seconds of the record for each real one; otherwise as fast as it goes")
        parser.add_argument("--calls", type=whole_above_nought, help="only so many calls, the first ones")
        parser.add_argument("--until", type=instant, help="stop at this instant; the same command again goes on")
        parser.add_argument("--fresh", action="store_true", help="begin again, in a new centre; the old one stays")

    def handle(self, *args: Any, **options: Any) -> None:
        """Replay, and say what came of it; exit 1 where a figure is not the record's own."""
        try:
            source = read_source(options["folder"], zone=ZoneInfo(ZONE), calls=options["calls"])
            progress = self._progress(options, source)
            driver = Driver(progress, source)
            self.stdout.write(f"Centre {progress.centre.code}: {progress.position:,} of {len(source.events):,} events done already.")
            self._run(driver, options)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        report = report_on(ReplayProgress.objects.get(pk=progress.pk), source)
        self.stdout.write(as_text(report))
        if not report.agrees:
            raise SystemExit(1)

    def _progress(self, options: dict[str, Any], source: Source) -> ReplayProgress:
        code = options["centre"]
        known = None if options["fresh"] else newest_progress(code)
        if known is None:
            if not options["fresh"] and Centre.objects.filter(code=code).exists():
                raise CommandError(f"{code} is a working centre. Choose another code with --centre.")
            return make_centre(code=next_code(code), source=source, calls=options["calls"])
        if known.calls != options["calls"]:
            limit = f"--calls {known.calls}" if known.calls else "no --calls"
            raise CommandError(f"This replay was begun with {limit}. Say the same, or --fresh to begin a new one.")
        return known

    def _run(self, driver: Driver, options: dict[str, Any]) -> None:
        gc.freeze()  # the record stays for good: no need to look through it again and again
        began = last = time.monotonic()

        def told(done: int) -> None:
            nonlocal last
            if done % EVERY == 0:
                now = time.monotonic()
                self.stdout.write(
                    f"{driver.progress.position:>9,} events, {EVERY / (now - last):6.1f} a second, {driver.progress.at:%d %B %H:%M} UTC"
                )
                self.stdout.flush()
                last = now

        done = driver.run(until=options["until"], pace=Pace(speed=options["speed"]), told=told)
        taken = time.monotonic() - began
        self.stdout.write(f"{done:,} events in {taken:,.1f} s: {done / max(taken, 0.001):.1f} a second.\n")
