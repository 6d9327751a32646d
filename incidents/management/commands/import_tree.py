"""``manage.py import_tree TREE ABOUT OUT``: turn a tree of choices made elsewhere into a draft pack, and say what is wrong with it."""

import gzip
import json
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from pydantic import ValidationError

from incidents.rules.packs import Pack, load_yaml, read_folder
from incidents.rules.packs.document import judge
from incidents.rules.packs.foreign import About, ForeignRefused, pack_of
from incidents.rules.packs.loader import MAX_BYTES, PackRefused
from incidents.rules.packs.writer import write_yaml


def read_tree(path: Path) -> dict[str, Any]:
    """The JSON tree in a file, gzipped or not, of at most 1 MB."""
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as opened:
        raw = opened.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise CommandError("The tree is larger than 1 MB.")
    try:
        tree = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise CommandError("The tree is not JSON.") from error
    if not isinstance(tree, dict):
        raise CommandError("The tree is not a JSON object.")
    return tree


def counted(number: int, word: str) -> str:
    """1 error, 2 errors."""
    return f"{number} {word}{'' if number == 1 else 's'}"


class Command(BaseCommand):
    """Import a tree of choices."""

    help = (
        "Turn a tree of choices (JSON: start, nodes, edges) into a draft pack. ABOUT says what the tree does not: see docs/procedures.md."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The tree, what it does not say, and where the pack goes."""
        for name in ("tree", "about", "out"):
            parser.add_argument(name, type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the pack and print its findings."""
        found = read_folder(Path(settings.BASE_DIR) / "incidents" / "packs")
        today = timezone.now().date()
        try:
            about = About.model_validate(load_yaml(options["about"].read_bytes(), name=options["about"].name)[0])
            core = found.core
            if core is None:
                raise CommandError("The shipped core file cannot be read.")
            days = {"on": today.isoformat(), "review_by": (today + timedelta(days=365)).isoformat()}
            document = pack_of(read_tree(options["tree"]), about, core_version=core.version, **days)
        except (OSError, PackRefused, ForeignRefused, ValidationError) as error:
            raise CommandError(str(error)) from error
        judged = judge(document, core, found.packs)
        for each in judged.findings:
            self.stdout.write(str(each))
        if judged.pack is None:
            raise CommandError("The tree has no shape of a pack.")
        options["out"].write_text(write_yaml(Pack.model_validate(document)), encoding="utf-8")
        warnings = len(judged.findings) - len(judged.errors)
        self.stdout.write(f"{options['out']}: {counted(len(judged.errors), 'error')}, {counted(warnings, 'warning')}")
