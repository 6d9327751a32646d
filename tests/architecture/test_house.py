"""How the house is built: floors, files, functions, commands with their tests, keys that point down."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, OneToOneField

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ("dispatch", "resources", "incidents", "coaching")
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 250, 30, 120

# Longer than the house allows, and why that reads better.
LONG_FILES = {
    "dispatch/settings.py": "one page with every setting is easier to check than several",
}
LONG_FUNCTIONS = {
    "dispatch/styleguide_samples.py:sample_alarms": "one literal",
    "dispatch/styleguide_samples.py:sample_entries": "one literal",
    "incidents/queries/incident_page.py:incident_whole": "one literal: everything that the REST interface gives, on one page",
    "incidents/queries/incident_record.py:incident_record": "one literal: everything that the incident page shows",
    "coaching/queries/support.py:need_shown": "one literal",
}
# Imported where they are used, and why.
LATE_IMPORTS = {
    "incidents/apps.py": "models must be ready first",
    "coaching/apps.py": "models must be ready first",
}
# A key may point to its own floor or to one below.
FLOORS = {"accounts": 0, "live": 0, "clock": 0, "api": 1, "resources": 2, "incidents": 3, "coaching": 4}


def sources() -> list[Path]:
    """Every Python file of the house, without migrations."""
    found = [path for app in HOUSE for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]
    assert len(found) > 100
    return found


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sources():
        yield name_of(path), ast.parse(path.read_text())


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of code: the docstring does not count, and neither does the signature."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_the_floors_hold():
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_foreign_keys_point_down():
    upward = []
    for model in apps.get_models():
        if model._meta.app_label not in FLOORS:
            continue
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey | OneToOneField | ManyToManyField) and field.related_model._meta.app_label in FLOORS:
                here, there = FLOORS[model._meta.app_label], FLOORS[field.related_model._meta.app_label]
                if there > here:
                    upward.append(f"{model._meta.label}.{field.name} → {field.related_model._meta.label}")
    assert upward == []


def test_files_are_short():
    long = {name_of(path) for path in sources() if len(path.read_text().splitlines()) > LONGEST_FILE}
    assert long <= set(LONG_FILES)


def test_functions_are_short():
    long = {f"{name}:{each.name}" for name, tree in trees() for each in functions(tree) if body_lines(each) > LONGEST_FUNCTION}
    assert long <= set(LONG_FUNCTIONS)


def test_templates_are_short():
    long = [name_of(path) for path in (ROOT / "templates").rglob("*.html") if len(path.read_text().splitlines()) > LONGEST_TEMPLATE]
    assert [name for name in long if "styleguide" not in name] == []


def test_imports_stand_at_the_top():
    late = set()
    for name, tree in trees():
        if any(isinstance(node, ast.Import | ast.ImportFrom) for each in functions(tree) for node in ast.walk(each)):
            late.add(name)
    assert late == set(LATE_IMPORTS)


def test_nothing_happens_in_save_in_signals_or_by_default_order():
    found = []
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and any(isinstance(each, ast.FunctionDef) and each.name == "save" for each in node.body):
                found.append(f"{name}: {node.name}.save")
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("django.dispatch", "django.db.models.signals")):
                found.append(f"{name}: signals")
            if isinstance(node, ast.Name) and node.id in {"GenericForeignKey", "post_save", "pre_save"}:
                found.append(f"{name}: {node.id}")
    assert found == []
    assert [model._meta.label for model in apps.get_models() if model._meta.app_label in FLOORS and model._meta.ordering] == []


def test_no_drawer_is_called_utils():
    drawers = {"utils", "helpers", "helper", "managers", "manager", "handlers", "handler", "misc", "common"}
    assert [name_of(path) for path in sources() if path.stem in drawers] == []


def test_every_module_says_what_lives_in_it():
    assert [name for name, tree in trees() if tree.body and not ast.get_docstring(tree)] == []


def commands() -> list[tuple[str, str, ast.FunctionDef]]:
    """Every public command: app, module, function."""
    found = []
    for app in HOUSE:
        for path in sorted((ROOT / app / "commands").glob("[!_]*.py")):
            found += [
                (app, path.stem, node)
                for node in ast.parse(path.read_text()).body
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.args.kwonlyargs and not node.args.args
            ]
    assert len(found) > 25
    return found


def test_every_command_is_called_by_a_test_of_its_app():
    missing = []
    for app, module, function in commands():
        if not any(function.name in path.read_text() for path in (ROOT / "tests" / app).rglob("*.py")):
            missing.append(f"{app}.commands.{module}.{function.name}")
    assert missing == []


# No person acts: the console delivers, tidies up and loads packs by itself.
WITHOUT_BY = {
    "take_due",
    "deliver",
    "write_due_packs",
    "give_back",
    "load_packs",
    "import_gazetteer",
    "audit_clocks",
    "begin_exercise_call",
    "end_exercise_call",
    "prepare_exercise",
    "tidy_up",
    "take_once",
    "hold_simulator",
    "take_asked_trials",
    "give_trials_back",
    "run_trial",
    "follow_signal",
    "take_letter",
    "lease_inbox",
    "give_inbox_back",
    "mark_place",
}


def test_every_command_is_told_who_acts_and_when():
    without = set()
    for _, _, function in commands():
        names = {each.arg for each in function.args.kwonlyargs}
        assert "at" in names, function.name
        if "by" not in names:
            without.add(function.name)
    assert without <= WITHOUT_BY


def test_below_the_doors_nobody_reads_the_clock():
    rooms = {"commands", "queries", "models", "rules"}
    found = []
    for name, tree in trees():
        if len(Path(name).parts) > 1 and Path(name).parts[1] in rooms:
            found += [
                f"{name}:{node.lineno}"
                for node in ast.walk(tree)
                if isinstance(node, ast.Attribute)
                and node.attr in {"now", "utcnow", "today"}
                and ast.unparse(node.value) in {"timezone", "datetime", "date"}
            ]
    assert found == []


@pytest.mark.parametrize("app", ["incidents", "resources", "coaching"])
def test_only_commands_write(app):
    """Doors call commands; they neither save nor create."""
    found = []
    for room in ("web", "api"):
        for path in sorted((ROOT / app / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Attribute) and node.attr in {
                    "save",
                    "create",
                    "bulk_create",
                    "bulk_update",
                    "get_or_create",
                    "update_or_create",
                }:
                    found.append(f"{name_of(path)}:{node.lineno}")
    assert found == []
