"""What the same fan-out costs without a console: a bare uvloop server that writes one frame to every socket.

Arguments: port, rate, seconds, bytes. Writes begin with a line on standard input; then prints what the client wants to know.
"""

import asyncio
import json
import sys
import time

import uvloop

from dispatch.live.frames import text_frame

SWITCH = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
)


class Bare(asyncio.Protocol):
    """A socket that only listens."""

    everyone: set[asyncio.Transport] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember it."""
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """Any request is a handshake."""
        self.transport.write(SWITCH)
        self.everyone.add(self.transport)


async def main() -> None:
    """Serve, write, report."""
    port, rate, seconds, size = (int(argument) for argument in sys.argv[1:])
    loop = asyncio.get_running_loop()
    await loop.create_server(Bare, "127.0.0.1", port)
    print("open", flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)
    began, written = time.monotonic(), []
    for number in range(1, rate * seconds + 1):
        await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
        text = b'{"op":"event","sequence":%d,"epoch":"bare-history","cards":["%s"]}' % (number, b"x" * size)
        at = time.monotonic()
        frame = text_frame(text)
        for transport in Bare.everyone:
            transport.write(frame)
        written.append((number, at, at))
    print(json.dumps(written), flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)


if __name__ == "__main__":
    uvloop.run(main())
