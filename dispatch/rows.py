"""Writing many rows of one table in one statement, without composing it through the ORM row by row.

PostgreSQL takes the rows as one JSON parameter: taking a thousand parameters apart cost more than writing what they say.
SQLite takes them one after the other, under one prepared statement. Fields are written as they stand: no signals, no ``auto_now``.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import orjson
from django.db import DataError, connection
from django.db.models import Field, Model

Columns = tuple[str, ...]
INSERT = "INSERT INTO {table} ({columns}) SELECT {columns} FROM json_to_recordset(%s) AS given({types}){end}"
UPDATE = "UPDATE {table} SET {sets} FROM json_to_recordset(%s) AS given({types}) WHERE {table}.{key} = given.{key}"
UPDATE_ONE = "UPDATE {table} SET {sets} WHERE {key} = %s"
INSERT_ONE = "INSERT{way} INTO {table} ({columns}) VALUES ({marks})"
UNLESS_THERE = " ON CONFLICT DO NOTHING"


def insert_rows(rows: Sequence[Model], *, keep_what_is_there: bool = False) -> None:
    """Insert rows of one model. Their keys are given by the database, and not read back, unless the first of them has its own.

    Args:
        keep_what_is_there: leave out a row that is in the way of one that is there already. Otherwise it is an IntegrityError.
    """
    if not rows:
        return
    model = type(rows[0])
    columns = tuple(each.attname for each in model._meta.concrete_fields if rows[0].pk is not None or not each.primary_key)  # noqa: SLF001
    if connection.vendor == "postgresql":
        _execute(_insert(model, columns, UNLESS_THERE if keep_what_is_there else ""), rows, columns)
        return
    statement = INSERT_ONE.format(
        way=" OR IGNORE" if keep_what_is_there else "", table=_table(model), columns=_names(model, columns), marks=_marks(columns)
    )
    _execute_each(statement, model, rows, columns)


def update_rows(rows: Sequence[Model], columns: Columns) -> None:
    """Write these columns of rows of one model that are there, by their keys."""
    if not rows or not columns:
        return
    model = type(rows[0])
    key = str(_key(model).attname)
    if connection.vendor == "postgresql":
        _execute(_update(model, columns), rows, (key, *columns))
        return
    sets = ", ".join(f"{name} = %s" for name in _names(model, columns).split(", "))
    statement = UPDATE_ONE.format(table=_table(model), sets=sets, key=_names(model, (key,)))
    _execute_each(statement, model, rows, (*columns, key))


@cache
def _insert(model: type[Model], columns: Columns, end: str) -> str:
    return INSERT.format(table=_table(model), columns=_names(model, columns), types=_types(model, columns), end=end)


@cache
def _update(model: type[Model], columns: Columns) -> str:
    key = str(_key(model).attname)
    sets = ", ".join(f"{name} = given.{name}" for name in _names(model, columns).split(", "))
    return UPDATE.format(table=_table(model), sets=sets, types=_types(model, (key, *columns)), key=_names(model, (key,)))


def _key(model: type[Model]) -> "Field[Any, Any]":
    return model._meta.pk  # noqa: SLF001


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001


@cache
def _fields(model: type[Model], columns: Columns) -> "tuple[Field[Any, Any], ...]":
    fields = {each.attname: each for each in model._meta.concrete_fields}  # noqa: SLF001
    return tuple(fields[name] for name in columns)


def _names(model: type[Model], columns: Columns) -> str:
    return ", ".join(connection.ops.quote_name(str(each.column)) for each in _fields(model, columns))


def _types(model: type[Model], columns: Columns) -> str:
    """Columns with their types, as PostgreSQL wants to be told what is in JSON."""
    return ", ".join(f"{connection.ops.quote_name(str(each.column))} {_type(each)}" for each in _fields(model, columns))


def _type(field: "Field[Any, Any]") -> str:
    return str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection))


def _marks(columns: Columns) -> str:
    return ", ".join(["%s"] * len(columns))


def _execute(statement: str, rows: Sequence[Model], columns: Columns) -> None:
    given = {each.attname: str(each.column) for each in _fields(type(rows[0]), columns)}
    said = [{column: getattr(row, name) for name, column in given.items()} for row in rows]
    try:
        given_rows = orjson.dumps(said, default=_plain).decode()
    except orjson.JSONEncodeError as error:
        if error.__cause__ is not None:
            raise
        raise DataError("This is not text that can be kept.") from error  # half of a character, as the ORM would say
    with connection.cursor() as cursor:
        cursor.execute(statement, [given_rows])


def _plain(value: object) -> list[Any]:
    """What orjson does not know: a named tuple is a list. Anything else is a fault."""
    if isinstance(value, tuple):
        return list(value)
    raise TypeError(f"{type(value).__name__} is not written this way.")


def _execute_each(statement: str, model: type[Model], rows: Sequence[Model], columns: Columns) -> None:
    fields = _fields(model, columns)
    values = [[field.get_db_prep_save(getattr(row, str(field.attname)), connection) for field in fields] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
