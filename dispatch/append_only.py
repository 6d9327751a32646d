"""A table whose rows are written once: database triggers that refuse UPDATE and DELETE, on both databases."""

from typing import Any

from django.db import migrations


def _postgresql(table: str, words: str) -> list[str]:
    return [
        f"""
        CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        f"""
        CREATE TRIGGER {table}_keeps_its_lines BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()
        """,
        f"""
        CREATE TRIGGER {table}_keeps_all_its_lines BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()
        """,
    ]


def _sqlite(table: str, words: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_keeps_its_words BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END",
        f"CREATE TRIGGER {table}_keeps_its_lines BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END",
    ]


def append_only(table: str, words: str) -> migrations.RunPython:
    """The step of a migration after which the rows of ``table`` stay as they are; ``words`` say so to whoever tries."""

    def add(apps: Any, schema_editor: Any) -> None:
        on_postgresql = schema_editor.connection.vendor == "postgresql"
        for statement in _postgresql(table, words) if on_postgresql else _sqlite(table, words):
            schema_editor.execute(statement)

    def remove(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION {table}_is_append_only() CASCADE")
            return
        for kept in ("words", "lines"):
            schema_editor.execute(f"DROP TRIGGER {table}_keeps_its_{kept}")

    return migrations.RunPython(add, remove)
