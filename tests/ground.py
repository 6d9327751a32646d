"""One migrated database, built once for all the processes of a run: every test database and every demo starts from a copy of it.

Forty migrations take as long as a hundred tests; a copy takes a tenth of a second.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.core import management
from django.db import connection, transaction

ROOT = Path(__file__).resolve().parents[1]
SWEPT_EVERY = 40  # tests
FOLDER = Path(os.environ.get("TEST_GROUND", "") or Path(tempfile.gettempdir()) / f"dispatch-ground-{os.getuid()}")


def _fingerprint() -> str:
    """Of every migration and model, of the triggers they make and of the packages that bring their own: another one is another ground."""
    seal = hashlib.sha256((ROOT / "uv.lock").read_bytes() + (ROOT / "dispatch" / "append_only.py").read_bytes())
    for app in ("dispatch", "resources", "incidents", "coaching"):
        for file in sorted(
            [*(ROOT / app).glob("**/migrations/*.py"), *(ROOT / app).glob("**/models/*.py"), *(ROOT / app).glob("**/models.py")]
        ):
            seal.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return seal.hexdigest()[:16]


def _migrate(**told: str) -> None:
    surroundings = {**os.environ, "DEMO": "1", "DJANGO_SETTINGS_MODULE": "dispatch.settings", "REDIS_URL": "", **told}
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]


@contextmanager
def _alone(name: str) -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrated_file() -> Path:
    """A migrated SQLite file, to be copied. Whoever asks first builds it; everybody else waits for that."""
    made = FOLDER / f"{_fingerprint()}.sqlite3"
    with _alone("sqlite"):
        if not made.exists():
            with tempfile.TemporaryDirectory(dir=FOLDER) as workshop:
                _migrate(DATABASE_URL="", DATA_DIR=workshop)
                with closing(sqlite3.connect(Path(workshop) / "dispatch.sqlite3")) as built:
                    built.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                (Path(workshop) / "dispatch.sqlite3").rename(made)
    return made


def migrated_database(url: str) -> str:
    """The name of a migrated database beside the one of this URL, to be the template of others. Older grounds are dropped.

    TEST_GROUND_DATABASE is what its name begins with, for runs that share one.
    """
    at = urlsplit(url)
    stem = (os.environ.get("TEST_GROUND_DATABASE") or f"{at.path.lstrip('/')}_ground") + "_"
    name = stem + _fingerprint()
    with _alone(stem), psycopg.connect(urlunsplit(at._replace(path="/postgres")), autocommit=True) as server:
        there = [row[0] for row in server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [stem])]
        if name not in there:
            for other in there:
                server.execute(f'DROP DATABASE IF EXISTS "{other}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{name}_unfinished"')
            with tempfile.TemporaryDirectory(dir=FOLDER) as workshop:
                _migrate(DATABASE_URL=urlunsplit(at._replace(path=f"/{name}_unfinished")), DATA_DIR=workshop)
            server.execute(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
    return name


def stand_on_it() -> None:
    """Let Django copy the ground where it would migrate when it makes its test database."""
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated_database(os.environ["DATABASE_URL"])
    create = connection.creation.create_test_db

    def create_on_the_ground(*words: Any, **options: Any) -> Any:
        with mock.patch.object(management, "call_command", _instead_of_migrating(management.call_command)):
            return create(*words, **options)

    connection.creation.create_test_db = create_on_the_ground  # type: ignore[method-assign]


def empty_tables() -> None:
    """Take every row out, quicker than TRUNCATE, which makes each file of a hundred tables anew."""
    tables = [
        connection.ops.quote_name(name) for name in connection.introspection.django_table_names(only_existing=True, include_views=False)
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # neither foreign keys nor the log's own triggers
        cursor.execute(" UNION ALL ".join(f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in tables))
        for (full,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {full}")


class Sweeper:
    """Frees, now and then, what earlier tests took back: PostgreSQL keeps it until a vacuum, and reads over it until then."""

    def __init__(self) -> None:
        self.ran = 0

    def after_a_test(self) -> None:
        """Count a test; after every fortieth, sweep the tables that need it."""
        self.ran += 1
        name = connection.settings_dict["NAME"]
        if self.ran % SWEPT_EVERY or connection.in_atomic_block or connection.vendor != "postgresql" or not str(name).startswith("test_"):
            return
        at = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}")
        with psycopg.connect(urlunsplit(at), autocommit=True) as server:
            full = server.execute("SELECT quote_ident(relname) FROM pg_stat_user_tables WHERE n_dead_tup > 50").fetchall()
            if full:
                server.execute("VACUUM (TRUNCATE FALSE, SKIP_LOCKED) " + ", ".join(table for (table,) in full))  # type: ignore[call-overload]


def _instead_of_migrating(call_command: Callable[..., Any]) -> Callable[..., Any]:
    def call(name: str, *words: Any, **options: Any) -> Any:
        if name != "migrate":
            return call_command(name, *words, **options)
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with closing(sqlite3.connect(f"file:{migrated_file()}?mode=ro", uri=True)) as ground:
                ground.backup(connection.connection)
        return None

    return call
