"""The web process: pages and REST through Django, the board's socket through the hub, and their beginning and end."""

import asyncio
import gc
import os
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol, cast

import django
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import get_resolver, path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dispatch.settings")
django.setup(set_prefix=False)  # loads the apps: what follows may only be imported after it

from django.conf import settings  # noqa: E402

from dispatch.clock.heartbeat import engine_age_s  # noqa: E402
from dispatch.clock.hosting import SWITCH_S, start_embedded  # noqa: E402
from dispatch.files import Files  # noqa: E402
from dispatch.health import concern  # noqa: E402
from dispatch.live import beat, walls  # noqa: E402
from dispatch.live.consumers import Door  # noqa: E402
from dispatch.live.hub import Hub  # noqa: E402
from dispatch.one_hop import OneHop  # noqa: E402
from dispatch.watchers import Accounts  # noqa: E402
from incidents.rules.wall import event_for_wall  # noqa: E402

Message = MutableMapping[str, Any]


class Stoppable(Protocol):
    """Something that runs beside the pages until it is told to stop."""

    def stop(self) -> None:
        """Stop, and wait until it has."""
        ...


class Lifespan:
    """Starts the hub and, when everything runs in one process, the workers; stops them in the reverse order."""

    def __init__(self, hub: Hub, workers: Callable[[], Stoppable] | None) -> None:
        self._hub = hub
        self._start_workers = workers
        self._workers: Stoppable | None = None

    async def __call__(self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]) -> None:
        """The server's one lifespan conversation."""
        await receive()
        try:
            await self._begin()
        except Exception as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._end()
        await send({"type": "lifespan.shutdown.complete"})

    async def _begin(self) -> None:
        await asyncio.to_thread(warm_up)
        if self._start_workers is not None:
            self._workers = await asyncio.to_thread(self._start_workers)
        self._hub.start()

    async def _end(self) -> None:
        await self._hub.stop()
        if self._workers is not None:
            await asyncio.to_thread(self._workers.stop)


def warm_up() -> None:
    """Load every view before the first request, and let the collector pass over what stays for good; it looked through it all the time."""
    get_resolver().url_patterns  # noqa: B018  (asking for them loads them)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    sys.setswitchinterval(SWITCH_S)


beat.extra, beat.concern = engine_age_s, concern
walls.shown = event_for_wall
hub = Hub(Accounts())
sockets: Any = [path("ws/board/", cast("Any", Door(hub)))]  # path() is typed for pages
application = ProtocolTypeRouter(
    {
        "http": Files(OneHop()),
        "websocket": URLRouter(sockets),
        "lifespan": Lifespan(hub, start_embedded if settings.EMBEDDED else None),
    }
)
