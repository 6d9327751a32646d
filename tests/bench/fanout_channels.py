"""What the same fan-out costs with Channels as its manual has it: a consumer in a group, ``group_send`` through Redis.

Arguments: port, rate, seconds, bytes, the Redis address. Writes begin with a line on standard input; then prints what the client
wants to know.
"""

import asyncio
import json
import os
import sys
import time
from typing import Any

import uvicorn
from django.conf import settings

PORT, RATE, SECONDS, SIZE = (int(argument) for argument in sys.argv[1:5])
LAYER = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [{"address": sys.argv[5], "max_connections": 10_000}], "capacity": 2000, "prefix": f"bench-{os.getpid()}"},
    }
}
settings.configure(CHANNEL_LAYERS=LAYER, INSTALLED_APPS=[], SECRET_KEY="only for this measurement")

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer


class Consumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """A socket that only listens."""

    groups = ["board"]

    async def board_event(self, event: dict[str, Any]) -> None:
        """Pass it on."""
        await self.send(text_data=event["text"])


async def write() -> None:
    """Send at a steady rate, then report."""
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, sys.stdin.readline)
    layer, began, written = get_channel_layer(), time.monotonic(), []
    for number in range(1, RATE * SECONDS + 1):
        await asyncio.sleep(max(0.0, began + number / RATE - time.monotonic()))
        text = json.dumps({"op": "event", "sequence": number, "epoch": "bare-history", "cards": ["x" * SIZE]}, separators=(",", ":"))
        at = time.monotonic()
        if at - began > 2 * SECONDS:  # it cannot keep up
            break
        await layer.group_send("board", {"type": "board.event", "text": text})
        written.append((number, at, at))
    print(json.dumps(written), flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)


async def main() -> None:
    """Serve, write, report."""
    config = uvicorn.Config(
        Consumer.as_asgi(), host="127.0.0.1", port=PORT, log_level="error", ws="websockets-sansio", lifespan="off", backlog=4096
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.05)
    print("open", flush=True)
    await write()
    serving.cancel()


if __name__ == "__main__":
    asyncio.run(main())
