"""uvicorn's WebSocket protocol with its transport lent to the hub: ``uvicorn --ws dispatch.live.wire:WireProtocol``.

The hub writes one ready-made frame to many transports; that is what makes a delivery cost microseconds. It leans on
uvicorn's insides, so uvicorn is pinned and a contract test watches them. Without this class the hub sends through ASGI.
"""

import logging
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

EXTENSION = "dispatch.wire"
LARGEST_FRAME = 64 * 1024

# uvicorn logs every handshake with its query, which holds a ticket.
quiet = logging.getLogger("dispatch.live.wire")
quiet.setLevel(logging.WARNING)


def nobody(flowing: bool) -> None:
    """No one listens yet."""


class WireProtocol(WebSocketsSansIOProtocol):
    """A WebSocket whose transport the hub may write to, and which says when its buffer fills and empties."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.logger = quiet
        self.flowing = True
        self.on_flow: Callable[[bool], None] = nobody
        self.conn.max_message_size = LARGEST_FRAME
        # A compressed stream has a state of its own, and a shared frame could not be written to it.
        self.conn.available_extensions = []

    def handle_connect(self, event: Request) -> None:
        """Lend this protocol to the application, which starts after this returns."""
        super().handle_connect(event)
        if self.response.status_code == 101:
            self.scope["extensions"][EXTENSION] = {"protocol": self}

    def pause_writing(self) -> None:
        """The buffer is full: the console is parked."""
        super().pause_writing()
        self.flowing = False
        self.on_flow(False)

    def resume_writing(self) -> None:
        """The buffer is nearly empty: the console catches up."""
        super().resume_writing()
        self.flowing = True
        self.on_flow(True)

    @property
    def writable_now(self) -> bool:
        """Whether a frame may be written: open, no close sent, room in the buffer."""
        return self.flowing and self.handshake_complete and not self.close_sent and not self.transport.is_closing()
