"""``manage.py alarm_receiver CENTRE CODE NAME``: let an alarm receiving centre send signals; prints its secret, once."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import URLValidator, validate_slug
from django.utils import timezone

from dispatch.accounts.actors import Console
from dispatch.accounts.models import Centre
from dispatch.refusal import Refusal
from incidents.commands.alarm_signals import end_receiver, register_receiver
from incidents.queries.receivers import secret_of


class Command(BaseCommand):
    """Register an alarm receiving centre, give it a new secret, or end it."""

    help = "Let an alarm receiving centre send signals. Again with the same code: a new secret, and the old one ends."

    def add_arguments(self, parser: CommandParser) -> None:
        """The centre's code, the receiver's code and name."""
        parser.add_argument("centre")
        parser.add_argument("code")
        parser.add_argument("name", nargs="?", default="")
        parser.add_argument("--url", default="", help="where the states of its alarms are posted")
        parser.add_argument("--end", action="store_true", help="take nothing more from it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and print the secret."""
        centre = Centre.objects.filter(code=options["centre"]).first()
        if centre is None:
            raise CommandError(f"There is no centre with the code {options['centre']}.")
        by, at = Console(centre.pk), timezone.now()
        try:
            if options["end"]:
                end_receiver(centre=centre, code=options["code"], by=by, at=at)
                return
            validate_slug(options["code"])
            if options["url"]:
                URLValidator(schemes=["https", "http"])(options["url"])
            name = options["name"] or options["code"]
            made = register_receiver(centre=centre, code=options["code"], name=name, callback_url=options["url"], by=by, at=at)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(secret_of(made))
