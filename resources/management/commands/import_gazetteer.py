"""``manage.py import_gazetteer FILE.csv``: bring a list of addresses, streets and named places into a centre."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dispatch.accounts.models import Centre
from resources.commands.gazetteer import Imported, import_gazetteer

SHOWN = 50  # findings


class Command(BaseCommand):
    """Import a gazetteer."""

    help = "Bring a CSV list of places into a centre. The same list again changes nothing. See docs/places.md."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the centre, and whether the list is complete."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--centre", default="", help="the centre's code; may be left out when there is only one")
        parser.add_argument("--whole", action="store_true", help="the list is complete: what it does not name is no longer offered")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import it, and name the lines that were left out; exit 1 when nothing could be read."""
        centres = Centre.objects.filter(code=options["centre"]) if options["centre"] else Centre.objects.of_their_own()
        if len(centres) != 1:
            raise CommandError("Name one centre with --centre.")
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as lines:
                done = import_gazetteer(centre=centres[0], lines=lines, at=timezone.now(), whole=options["whole"])
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        self._tell(options["file"], done)
        if not (done.new or done.changed or done.same):
            raise CommandError("No place could be read.")

    def _tell(self, file: Path, done: Imported) -> None:
        for finding in done.findings[:SHOWN]:
            self.stderr.write(f"{file.name}, {finding}")
        if len(done.findings) > SHOWN:
            self.stderr.write(f"… and {len(done.findings) - SHOWN:,} more lines.")
        words = [f"{done.new:,} new", f"{done.changed:,} changed", f"{done.same:,} the same"]
        words += [f"{done.gone:,} no longer offered"] if done.gone else []
        self.stdout.write(f"{', '.join(words)}; {len(done.findings):,} lines left out.")
