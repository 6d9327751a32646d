"""Boards that watch: sockets that come back with the last number they have, and note every number they are given."""

import json
import threading
import time
from contextlib import suppress
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from tests.faults.house import House

AGAIN_S = 0.2


class Board(threading.Thread):
    """One board. ``numbers`` is every event's number in the order it came; ``snapshots`` counts "fetch it afresh"."""

    def __init__(self, house: House, town: dict[str, Any]) -> None:
        super().__init__(name="board", daemon=True)
        self._house, self._town = house, town
        self._halt = threading.Event()
        self.numbers: list[int] = []
        self.heard: list[float] = []
        self.snapshots = 0
        self.visits = 0

    @property
    def last(self) -> int:
        """The newest number it has."""
        return self.numbers[-1] if self.numbers else 0

    def run(self) -> None:
        """Come back for as long as it is wanted."""
        while not self._halt.is_set():
            with suppress(OSError, WebSocketException, TimeoutError):
                self._visit()
            self._halt.wait(AGAIN_S)

    def _visit(self) -> None:
        address = self._house.board_address(self.last, self._town["epoch"])
        headers = {"Authorization": f"Bearer {self._town['watcher']}"}
        with connect(address, additional_headers=headers, max_size=None, open_timeout=10, legacy=True) as socket:
            self.visits += 1
            while not self._halt.is_set():
                with suppress(TimeoutError):
                    self._note(json.loads(socket.recv(0.5)))

    def _note(self, message: dict[str, Any]) -> None:
        if message["op"] == "event":
            self.numbers.append(message["sequence"])
            self.heard.append(time.monotonic())
        elif message["op"] == "snapshot":
            self.snapshots += 1

    def finish(self) -> None:
        """Stop watching."""
        self._halt.set()


class Wall:
    """Several boards."""

    def __init__(self, house: House, town: dict[str, Any], count: int = 3) -> None:
        self.boards = [Board(house, town) for _ in range(count)]

    def __enter__(self) -> "Wall":
        for board in self.boards:
            board.start()
        return self

    def __exit__(self, *ignored: object) -> None:
        for board in self.boards:
            board.finish()
        for board in self.boards:
            board.join(10)

    def catch_up(self, head: int, within_s: float) -> None:
        """Give every board so long to come to a number. Whether each did is the account's to say."""
        deadline = time.monotonic() + within_s
        while any(board.last < head for board in self.boards) and time.monotonic() < deadline:
            time.sleep(0.05)

    def longest_silence_s(self, begin: float, end: float) -> float:
        """The longest time between two events on any board, between two instants (monotonic)."""
        longest = 0.0
        for board in self.boards:
            moments = [begin, *(each for each in board.heard if begin <= each <= end), end]
            longest = max(longest, max(later - earlier for earlier, later in zip(moments, moments[1:], strict=False)))
        return longest
