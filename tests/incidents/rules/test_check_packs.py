"""The command that checks a folder: lines a person can open, 1 on an error, and no database."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.incidents.rules.shipped import FOLDER, faulty, raw_type


def test_the_shipped_folder_passes_without_a_database() -> None:
    said = StringIO()
    call_command("check_packs", str(FOLDER), stdout=said)
    assert said.getvalue() == "17 incident types, 202 paths, 0 errors, 0 warnings\n"


def test_a_fault_ends_with_1_and_says_file_line_and_rule(tmp_path: Path) -> None:
    faulty(tmp_path, lambda d: raw_type(d, "FLOOD").update(legal=[]))
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_packs", str(tmp_path), stdout=said)
    assert ended.value.code == 1
    line = next(n for n, row in enumerate((tmp_path / "council_utility_ooh.yaml").read_text().splitlines(), 1) if "legal: []" in row)
    assert said.getvalue().startswith(f"council_utility_ooh.yaml:{line}: V15 FLOOD: no law")


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("check_packs", str(tmp_path / "nowhere"))
