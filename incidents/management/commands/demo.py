"""``manage.py demo``: fill an empty database with the demo's centre, and, unless --empty, its story."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from incidents.demo.load import load_centre
from incidents.demo.shift import begin_shift
from incidents.demo.story import tell_story

SHIFT_BEGAN = timedelta(hours=8)  # before the story's earliest call: its crews stand on the board from then on


class Command(BaseCommand):
    """Load the demo."""

    help = "Load the demo's centre and its story. Only with DEMO=1; running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """--empty loads packs, people and units, but no story."""
        parser.add_argument("--empty", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it."""
        if not settings.DEMO:
            raise CommandError("This is not a demo: set DEMO=1 first.")
        centre = load_centre(at=timezone.now() - (timedelta(0) if options["empty"] else SHIFT_BEGAN))
        if not options["empty"] and tell_story(centre, at=timezone.now()):
            begin_shift(centre, at=timezone.now())
        self.stdout.write(f"{centre.name} is ready.")
