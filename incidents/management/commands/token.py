"""``manage.py token USER``: make a token for a program that signs in as this person."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dispatch.accounts.models import ApiToken, Membership


class Command(BaseCommand):
    """Make a bearer token."""

    help = "Print a new bearer token for a person. It is shown once."

    def add_arguments(self, parser: CommandParser) -> None:
        """The user name, and --centre CODE where the person works in several."""
        parser.add_argument("username")
        parser.add_argument("--centre", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and print it."""
        found = Membership.objects.filter(user__username=options["username"], user__is_active=True)
        if options["centre"]:
            found = found.filter(centre__code=options["centre"])
        membership = found.order_by("pk").first()
        if membership is None:
            raise CommandError(f"Nobody called {options['username']} works here.")
        self.stdout.write(ApiToken.issue(membership_id=membership.pk, at=timezone.now()))
