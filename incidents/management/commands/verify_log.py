"""``manage.py verify_log``: prove every incident's log; exit 1 and name the first row that does not hold."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dispatch.accounts.models import Centre
from incidents.queries.proof import prove


class Command(BaseCommand):
    """Prove the hash chains."""

    help = "Work out every seal of the incident log again. Exit 1 and name the first bad row."

    def add_arguments(self, parser: CommandParser) -> None:
        """--centre CODE limits the proof to one centre."""
        parser.add_argument("--centre", default="", help="the code of one centre; all of them otherwise")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prove, and say what was found."""
        if options["centre"] and not Centre.objects.filter(code=options["centre"]).exists():
            raise CommandError(f"There is no centre called {options['centre']}.")
        proof = prove(options["centre"] or None)
        if proof.fault is None:
            self.stdout.write(f"{proof.lines} lines of {proof.incidents} incidents hold.")
            return
        fault = proof.fault
        row = f"row {fault.row} of incidents_logline" if fault.row else "the last rows"
        self.stderr.write(f"The log does not hold: {row}, incident {fault.incident}, line {fault.number}: {fault.why}.")
        raise SystemExit(1)
