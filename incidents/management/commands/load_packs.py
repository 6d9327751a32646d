"""``manage.py load_packs DIR``: validate a folder of procedure packs and load them into a centre."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dispatch.accounts.models import Centre
from dispatch.refusal import Refusal
from incidents.commands.procedures import load_packs


class Command(BaseCommand):
    """Load procedure packs."""

    help = "Load the procedure packs of a folder. All of them, or none."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder, the centre, and whether to put the packs to use."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--centre", default="", help="the centre's code; may be left out when there is only one")
        parser.add_argument("--live", action="store_true", help="put them to use for new incidents")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load them and say what became of each."""
        centres = Centre.objects.filter(code=options["centre"]) if options["centre"] else Centre.objects.of_their_own()
        if len(centres) != 1:
            raise CommandError("Name one centre with --centre.")
        try:
            done = load_packs(centre=centres[0], folder=options["folder"], live=options["live"], at=timezone.now())
        except Refusal as refusal:
            for line in refusal.facts.get("findings", []):
                self.stderr.write(line)
            raise CommandError(refusal.message) from refusal
        for each in done:
            self.stdout.write(f"{each.pack} {each.version} {each.digest[:12]} {'loaded' if each.fresh else 'already here'}")
