"""``manage.py check_packs DIR``: says what is wrong with a folder of procedure packs, and where. Needs no database."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from incidents.rules.packs import PackSet, TreeMap, read_folder


def summary(found: PackSet) -> str:
    """One line on what was read."""
    kinds = [kind for pack in found.packs for kind in pack.incident_types]
    routes = sum(TreeMap(kind.tree).path_count for kind in kinds)
    warnings = len(found.findings) - len(found.errors)
    return f"{len(kinds)} incident types, {routes} paths, {len(found.errors)} errors, {warnings} warnings"


class Command(BaseCommand):
    """Check a folder of procedure packs."""

    help = "Check a folder of procedure packs. Prints file:line: RULE message; ends with 1 when there is an error."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", help="A folder with core.yaml and procedure packs.")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["folder"])
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        found = read_folder(folder)
        for finding in found.findings:
            mark = "" if finding.level == "error" else " (warning)"
            self.stdout.write(f"{finding}{mark}")
        self.stdout.write(summary(found))
        if not found.usable:
            sys.exit(1)
