"""The ways out to a browser: straight to uvicorn's transport, or through ASGI on any other server."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol

from dispatch.live.frames import texts_of
from dispatch.live.wire import EXTENSION, WireProtocol

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Exit(Protocol):
    """A way out. ``put`` only while ``ready``; ``on_ready`` is called when it becomes ready again."""

    on_ready: Callable[[], None]

    @property
    def ready(self) -> bool:
        """Whether frames may be put now."""
        ...

    def put(self, frames: bytes) -> None:
        """Send joined text frames."""
        ...

    def abort(self) -> None:
        """Drop the connection without waiting for what is still buffered."""
        ...


def nothing() -> None:
    """Nobody waits for this exit."""


class WireExit:
    """Writes frames to the transport as they are."""

    def __init__(self, wire: WireProtocol) -> None:
        self.on_ready: Callable[[], None] = nothing
        self._wire = wire
        wire.on_flow = self._flow

    def _flow(self, flowing: bool) -> None:
        if flowing:
            self.on_ready()

    @property
    def ready(self) -> bool:
        """Open and with room in the buffer."""
        return self._wire.writable_now

    def put(self, frames: bytes) -> None:
        """Write to the transport."""
        self._wire.transport.write(frames)

    def abort(self) -> None:
        """Close the transport at once."""
        self._wire.transport.abort()


class AsgiExit:
    """Sends text by text; not ready until the server has taken the last one."""

    def __init__(self, send: Send) -> None:
        self.on_ready: Callable[[], None] = nothing
        self._send = send
        self._sending: asyncio.Task[None] | None = None

    @property
    def ready(self) -> bool:
        """Whether the server has taken everything so far."""
        return self._sending is None

    def put(self, frames: bytes) -> None:
        """Start sending."""
        self._sending = asyncio.create_task(self._drain(frames))

    async def _drain(self, frames: bytes) -> None:
        try:
            for text in texts_of(frames):
                await self._send({"type": "websocket.send", "text": text})
        except Exception:
            return  # The client is gone. The exit stays busy until the visit ends, which is now.
        self._sending = None
        self.on_ready()

    def abort(self) -> None:
        """Stop sending; the server closes the connection."""
        if self._sending is not None:
            self._sending.cancel()


def exit_for(scope: MutableMapping[str, Any], send: Send) -> Exit:
    """The fastest way out that this server offers."""
    lent = scope.get("extensions", {}).get(EXTENSION)
    return WireExit(lent["protocol"]) if lent else AsgiExit(send)
