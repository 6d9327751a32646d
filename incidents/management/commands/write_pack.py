"""``manage.py write_pack PACK``: write a paper pack whose number was taken, as whoever keeps time asks of a large one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from incidents.commands.paper import write_pack
from incidents.models import PaperPack


class Command(BaseCommand):
    """Write one pack."""

    help = "Write a paper pack whose number was taken. The console asks for it by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        """The pack's key."""
        parser.add_argument("pack", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it."""
        pack = PaperPack.objects.select_related("centre").filter(pk=options["pack"]).first()
        if pack is None:
            raise CommandError("Nobody has taken this number.")
        write_pack(pack, at=timezone.now())
