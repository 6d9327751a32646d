"""Many boards in one process of their own: opens bare WebSockets, notes when every event arrived, counts gaps.

Reads one line of JSON on standard input, {"port", "paths", "boards"}; prints "open" when all are; on the next line,
[[number, started, committed], …] in monotonic seconds, it prints what it measured, and drops every socket at once. A line that follows,
{"paths", "head"}, says that they may come back: it prints how long it took until each had every number up to the head.
"""

import asyncio
import json
import sys
import time
from array import array

import uvloop

GREETING = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
MOST_S = 60
EVENT = b'{"op":"event","sequence":'


class Board(asyncio.Protocol):
    """One socket: the numbers it received, and when."""

    def __init__(self, path: str, port: int, opened: asyncio.Semaphore) -> None:
        self._greeting = GREETING.format(path=path, port=port).encode()
        self._opened = opened
        self._greeted = False
        self._rest = b""
        self.numbers = array("q")
        self.moments = array("d")

    @property
    def last(self) -> int:
        """The newest number it has."""
        return self.numbers[-1] if self.numbers else 0

    def drop(self) -> None:
        """As a cable does that is pulled out."""
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the socket."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._transport.write(self._greeting)

    def data_received(self, data: bytes) -> None:
        """Read every whole frame."""
        now = time.monotonic()
        rest = self._rest + data
        if not self._greeted:
            head, end, rest = rest.partition(b"\r\n\r\n")
            if not end:
                self._rest = head
                return
            assert b" 101 " in head, head
            self._greeted = True
            self._opened.release()
        self._rest = self._read(rest, now)

    def _read(self, rest: bytes, now: float) -> bytes:
        start = 0
        while len(rest) >= start + 2:
            width = {126: 2, 127: 8}.get(rest[start + 1], 0)
            body = start + 2 + width
            size = int.from_bytes(rest[start + 2 : body], "big") if width else rest[start + 1]
            if len(rest) < body + size:
                break
            if rest.startswith(EVENT, body):
                self.numbers.append(int(rest[body + len(EVENT) : rest.index(b",", body + len(EVENT))]))
                self.moments.append(now)
            start = body + size
        return rest[start:]


def measured(boards: list[Board], written: list[tuple[int, float, float]]) -> dict[str, float]:
    """Delays in milliseconds since the commit and since the start of the transaction; what was lost or out of order."""
    started = {number: start for number, start, _ in written}
    committed = {number: commit for number, _, commit in written}
    by_commit, by_start, wrong = array("d"), array("d"), 0
    for board in boards:
        wrong += list(board.numbers) != sorted(committed)
        for number, moment in zip(board.numbers, board.moments, strict=True):
            by_commit.append(max(0.0, moment - committed[number]) * 1000)
            by_start.append((moment - started[number]) * 1000)
    return {
        "deliveries": len(by_commit),
        "boards_with_gaps_or_repeats": wrong,
        **share("commit_to_screen_ms", sorted(by_commit)),
        **share("click_to_screen_ms", sorted(by_start)),
    }


def share(name: str, found: list[float]) -> dict[str, float]:
    """The median, the 99th percentile and the worst."""
    at = len(found) - 1
    return {f"{name}_p50": round(found[at // 2], 2), f"{name}_p99": round(found[int(at * 0.99)], 2), f"{name}_max": round(found[at], 2)}


async def main() -> None:
    """One measurement."""
    loop = asyncio.get_running_loop()
    asked = json.loads(await loop.run_in_executor(None, sys.stdin.readline))
    opened, boards = asyncio.Semaphore(0), []
    for index in range(asked["boards"]):
        board = Board(asked["paths"][index % len(asked["paths"])], asked["port"], opened)
        await loop.create_connection(lambda board=board: board, "127.0.0.1", asked["port"])  # type: ignore[misc]
        boards.append(board)
    for _ in boards:
        await opened.acquire()
    print("open", flush=True)
    written = json.loads(await loop.run_in_executor(None, sys.stdin.readline))
    print(json.dumps(measured(boards, written)), flush=True)
    for board in boards:
        board.drop()
    line = await loop.run_in_executor(None, sys.stdin.readline)
    if line.strip():
        print(json.dumps(await come_back(boards, asked["port"], **json.loads(line))), flush=True)


async def come_back(boards: list[Board], port: int, *, paths: list[str], head: int) -> dict[str, float]:
    """Open every socket again at once, each behind its last number, and wait until it has what it missed."""
    began, opened = time.monotonic(), asyncio.Semaphore(0)
    again = [Board(paths[index % len(paths)].format(after=board.last), port, opened) for index, board in enumerate(boards)]
    loop = asyncio.get_running_loop()
    await asyncio.gather(*(loop.create_connection(lambda board=board: board, "127.0.0.1", port) for board in again))  # type: ignore[misc]
    while any(board.last < head for board in again) and time.monotonic() - began < MOST_S:
        await asyncio.sleep(0.02)
    whole = sum([*before.numbers, *board.numbers] == list(range(1, head + 1)) for before, board in zip(boards, again, strict=True))
    return {"back_s": round(time.monotonic() - began, 2), "whole": whole}


if __name__ == "__main__":
    uvloop.run(main())
