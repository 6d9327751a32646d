"""Database triggers that keep a reviewed text as it was and refuse an author's own approval, on both databases."""

from typing import Any

from django.db import migrations

TEXT = ("pack_id", "version", "title", "digest", "core", "body")
CHANGED = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in TEXT)
OWN = "EXISTS (SELECT 1 FROM incidents_procedureauthor a WHERE a.pack_id = NEW.id AND a.user_id = NEW.approved_by_id)"
SIGNED = "EXISTS (SELECT 1 FROM incidents_procedurepack p WHERE p.id = NEW.pack_id AND p.approved_by_id = NEW.user_id)"


def refusing_when(name: str, condition: str, words: str) -> str:
    """A function for PostgreSQL that refuses with these words when the condition holds."""
    return f"""
    CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {condition} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
        RETURN NEW;
    END $$
    """


STAYS = "The text of a version stays once its review began"
OTHERS = "An author of a version cannot approve it"

POSTGRESQL = [
    refusing_when("incidents_procedure_text_stays", f"OLD.status <> 'draft' AND ({CHANGED})", STAYS),
    "CREATE TRIGGER incidents_procedure_text_stays BEFORE UPDATE ON incidents_procedurepack"
    " FOR EACH ROW EXECUTE FUNCTION incidents_procedure_text_stays()",
    refusing_when("incidents_procedure_approver_is_another", f"NEW.approved_by_id IS NOT NULL AND {OWN}", OTHERS),
    "CREATE TRIGGER incidents_procedure_approver_is_another BEFORE UPDATE ON incidents_procedurepack"
    " FOR EACH ROW EXECUTE FUNCTION incidents_procedure_approver_is_another()",
    refusing_when("incidents_procedure_author_is_another", SIGNED, OTHERS),
    "CREATE TRIGGER incidents_procedure_author_is_another BEFORE INSERT ON incidents_procedureauthor"
    " FOR EACH ROW EXECUTE FUNCTION incidents_procedure_author_is_another()",
]
DIFFERS = CHANGED.replace("IS DISTINCT FROM", "IS NOT")
SQLITE = [
    f"CREATE TRIGGER incidents_procedure_text_stays BEFORE UPDATE ON incidents_procedurepack WHEN OLD.status <> 'draft' AND ({DIFFERS})"
    f" BEGIN SELECT RAISE(ABORT, '{STAYS}'); END",
    "CREATE TRIGGER incidents_procedure_approver_is_another BEFORE UPDATE ON incidents_procedurepack"
    f" WHEN NEW.approved_by_id IS NOT NULL AND {OWN} BEGIN SELECT RAISE(ABORT, '{OTHERS}'); END",
    f"CREATE TRIGGER incidents_procedure_author_is_another BEFORE INSERT ON incidents_procedureauthor WHEN {SIGNED}"
    f" BEGIN SELECT RAISE(ABORT, '{OTHERS}'); END",
]
NAMES = ("text_stays", "approver_is_another", "author_is_another")


def add_triggers(apps: Any, schema_editor: Any) -> None:
    """Add them in this database's language."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove_triggers(apps: Any, schema_editor: Any) -> None:
    """Take them away again."""
    if schema_editor.connection.vendor == "postgresql":
        for name in NAMES:
            schema_editor.execute(f"DROP FUNCTION incidents_procedure_{name}() CASCADE")
        return
    for name in NAMES:
        schema_editor.execute(f"DROP TRIGGER incidents_procedure_{name}")


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_append_only")]

    operations = [migrations.RunPython(add_triggers, remove_triggers)]
