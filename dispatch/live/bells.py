"""Doorbells: what tells the hub to look at the log now. A bell may be deaf or late; the half-second look repairs it."""

import asyncio
import logging
import sqlite3
import time
from collections.abc import Callable
from typing import Any, Protocol

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper

from dispatch.live.vitals import vitals
from dispatch.live.whispers import CHANNEL as WHISPERS
from dispatch.live.whispers import heard_whisper

log = logging.getLogger(__name__)

CHANNEL = "board"
PROOF_S = 5.0  # how long a silent PostgreSQL connection is believed
RETRY_S = 0.5
SQLITE_PERIOD_S = 0.010
NOT_FOR_LISTENING = {"cursor_factory", "context", "prepare_threshold", "options"}

Ring = Callable[[int | None], None]  # a centre's id, or None for "look at all of them"
Hear = Callable[[int, bytes], None]  # a whisper: a centre's id and its text


class Bell(Protocol):
    """Rings until it is cancelled; survives its database."""

    name: str

    async def toll(self, ring: Ring, hear: Hear | None = None) -> None:
        """Never returns."""
        ...


def heard() -> None:
    """Note that the bell works."""
    vitals.bell_heard_at = time.monotonic()


class PostgresBell:
    """LISTEN on a connection of its own."""

    name = "postgresql"

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        given = connection.get_connection_params()
        self._parameters: dict[str, Any] = {key: value for key, value in given.items() if key not in NOT_FOR_LISTENING}
        self._parameters |= {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "connect_timeout": 5}

    async def toll(self, ring: Ring, hear: Hear | None = None) -> None:
        """Listen, and connect again when the database went away."""
        while True:
            try:
                await self._listen(ring, hear)
            except Exception as error:  # whatever it was, a bell that stopped for good would be worse
                log.warning("The board's doorbell lost its connection (%s); trying again.", type(error).__name__)
            await asyncio.sleep(RETRY_S)

    async def _listen(self, ring: Ring, hear: Hear | None) -> None:
        async with await psycopg.AsyncConnection.connect(**self._parameters, autocommit=True) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            await connection.execute(f"LISTEN {WHISPERS}")
            ring(None)  # what was rung while nobody listened
            while True:
                heard()
                async for notice in connection.notifies(timeout=PROOF_S):
                    heard()
                    pass_on(notice.channel, notice.payload, ring, hear)
                await asyncio.wait_for(connection.execute("SELECT 1"), PROOF_S)


def pass_on(channel: str, payload: str, ring: Ring, hear: Hear | None) -> None:
    """A notification is a ring, or a whisper."""
    if channel != WHISPERS:
        ring(int(payload) if payload.isdigit() else None)
        return
    whispered = heard_whisper(payload)
    if whispered is not None and hear is not None:
        hear(*whispered)


class SqliteBell:
    """Looks at ``PRAGMA data_version`` a hundred times a second; it changes with every commit of any process."""

    name = "sqlite"

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._path = str(connection.settings_dict["NAME"])

    async def toll(self, ring: Ring, hear: Hear | None = None) -> None:
        """Watch the file, and open it again when it cannot be read."""
        while True:
            try:
                await self._watch(ring)
            except Exception as error:
                log.warning("The board's doorbell cannot read the database (%s); trying again.", type(error).__name__)
            await asyncio.sleep(RETRY_S)

    async def _watch(self, ring: Ring) -> None:
        # Microseconds each, and no lock that a writer could hold: quick enough for the event loop itself.
        connection = sqlite3.connect(self._path, timeout=0, isolation_level=None)
        try:
            last = None
            while True:
                version = connection.execute("PRAGMA data_version").fetchone()[0]
                heard()
                if version != last:
                    last = version
                    ring(None)
                await asyncio.sleep(SQLITE_PERIOD_S)
        finally:
            connection.close()


def bell_for(connection: BaseDatabaseWrapper) -> Bell:
    """The bell of this database."""
    return PostgresBell(connection) if connection.vendor == "postgresql" else SqliteBell(connection)
