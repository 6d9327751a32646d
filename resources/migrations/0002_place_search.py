"""What the gazetteer is searched with: FTS5 on SQLite, full text and pg_trgm on PostgreSQL."""

from typing import Any

from django.db import migrations

POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX places_named_by_words ON resources_place USING gin (array_to_tsvector(string_to_array(words, ' '))) WITH (fastupdate = off) WHERE in_use AND NOT numbered",
    "CREATE INDEX places_numbered_by_words ON resources_place USING gin (array_to_tsvector(string_to_array(words, ' '))) WITH (fastupdate = off) WHERE in_use AND numbered",
    "CREATE INDEX place_words_by_spelling ON resources_placeword USING gist (word gist_trgm_ops)",
]
SQLITE = [
    "CREATE VIRTUAL TABLE resources_place_named USING fts5(words, content='', tokenize='unicode61', prefix='1 2 3')",
    "CREATE VIRTUAL TABLE resources_place_numbered USING fts5(words, content='', tokenize='unicode61', prefix='1 2 3')",
    "CREATE VIRTUAL TABLE resources_place_spelling USING fts5(word, tokenize='trigram')",
]


def build(apps: Any, schema_editor: Any) -> None:
    """In this database's language."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def take_down(apps: Any, schema_editor: Any) -> None:
    """Take them away again."""
    if schema_editor.connection.vendor == "postgresql":
        for name in ("places_named_by_words", "places_numbered_by_words", "place_words_by_spelling"):
            schema_editor.execute(f"DROP INDEX {name}")
        return
    for name in ("resources_place_named", "resources_place_numbered", "resources_place_spelling"):
        schema_editor.execute(f"DROP TABLE {name}")


class Migration(migrations.Migration):
    dependencies = [("resources", "0001_initial")]

    operations = [migrations.RunPython(build, take_down)]
