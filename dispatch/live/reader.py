"""The hub's one thread for database reads, apart from every other: no request can make the board wait."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

from django.db import connection

Answer = TypeVar("Answer")


class Reader:
    """Runs reads one after the other on a thread with a connection of its own."""

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None

    @property
    def runs(self) -> bool:
        """Whether it was started."""
        return self._thread is not None

    def start(self) -> None:
        """Make the thread."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live-reader")

    async def stop(self) -> None:
        """Give the connection back and let the thread go."""
        if self._thread is not None:
            with suppress(Exception):
                await self.read(connection.close)
            self._thread.shutdown(wait=False)
        self._thread = None

    async def read(self, function: Callable[..., Answer], *args: Any) -> Answer:
        """Run one read. What it raises is raised here."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, on_thread, function, *args)


def on_thread(function: Callable[..., Answer], *args: Any) -> Answer:
    """Run one read; after an error the connection is thrown away, the next read makes a new one."""
    try:
        return function(*args)
    except Exception:
        with suppress(Exception):
            connection.close()
        raise
