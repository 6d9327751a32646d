"""One centre's board in this process: its newest events, and the consoles that watch it.

A console is a cursor, not a queue: it knows the last number it was given, and what it misses is in the ring, or in the
database, or too much, which makes a snapshot. Being served late and coming back are the same code.
"""

import asyncio
import time
from collections.abc import Callable

from dispatch.live.beat import snapshot
from dispatch.live.exits import Exit
from dispatch.live.frames import Chunk, Event, Ring, chunks, text_frame
from dispatch.live.reading import News, Position
from dispatch.live.rights import Claim
from dispatch.live.walls import frames_for_wall

NEEDS_SNAPSHOT = -1


class Console:
    """One open socket."""

    def __init__(self, *, board: "LiveBoard", exit_: Exit, claim: Claim, stamp: str, cursor: int) -> None:
        self.board = board
        self.exit = exit_
        self.claim = claim
        self.stamp = stamp
        self.cursor = cursor
        self.fetching = False
        self.looking = ""  # at what; nothing yet
        self.moved_at = time.monotonic()
        self.ended: asyncio.Future[tuple[int, str]] = asyncio.get_running_loop().create_future()
        exit_.on_ready = self.advance

    def offer(self, chunk: Chunk) -> None:
        """Take new events now if nothing is missing before them; otherwise catching up brings them."""
        if self.cursor == chunk.before and self.exit.ready:
            self.put(chunk)
        else:
            self.advance()

    def put(self, chunk: Chunk) -> None:
        """Write a chunk and move the cursor behind it."""
        self.exit.put(self.board.frames_for_wall(chunk) if self.claim.wall_digest else chunk.frames)
        self.cursor = chunk.last
        self.moved_at = time.monotonic()

    def advance(self) -> None:
        """Send the next piece of what is missing; the rest follows when others had their turn, or the buffer emptied."""
        if not self.exit.ready or self.fetching or self.ended.done() or self.cursor == self.board.last:
            return
        if self.board.out_of_reach(self.cursor):
            self.exit.put(self.board.snapshot_frame())
            self.cursor = self.board.last
            return
        chunk = self.board.ring.chunk_after(self.cursor)
        if chunk is None:
            self.fetching = True
            self.board.fetch(self)
            return
        self.put(chunk)
        if self.cursor != self.board.last:
            asyncio.get_running_loop().call_soon(self.advance)

    def beat(self, frame: bytes) -> None:
        """Pass on a heartbeat, but only to a console that has everything before it."""
        if self.cursor == self.board.last and self.exit.ready:
            self.exit.put(frame)
            self.moved_at = time.monotonic()

    def end(self, code: int, reason: str) -> None:
        """Write nothing more, and let the socket close with a code and a reason a person understands."""
        self.board.consoles.discard(self)
        if not self.ended.done():
            self.ended.set_result((code, reason))


class LiveBoard:
    """A board's ring and consoles."""

    def __init__(self, *, centre_id: int, position: Position, ring: int, reach: int, fetch: Callable[[Console], None]) -> None:
        self.centre_id = centre_id
        self.last, self.epoch = position
        self.ring = Ring(ring)
        self.reach = reach
        self.fetch = fetch
        self.consoles: set[Console] = set()
        self.left_at = time.monotonic()
        self._walled: tuple[Chunk, bytes] | None = None

    def frames_for_wall(self, chunk: Chunk) -> bytes:
        """A chunk as walls may have it; made once for all of them."""
        if self._walled is None or self._walled[0] is not chunk:
            self._walled = (chunk, frames_for_wall(chunk.frames))
        return self._walled[1]

    def differs(self, position: Position) -> bool:
        """Whether the database's position is not where this board stands."""
        return (self.last, self.epoch) != tuple(position)

    def take(self, news: News) -> bool:
        """Pass on what the log says; whether there is more to read."""
        position, rows = news
        whole = bool(rows) and rows[0][0] == self.last + 1
        if position.epoch != self.epoch or position.sequence < self.last or (position.sequence > self.last and not whole):
            self.begin_again(position)
            return False
        if rows:
            self.publish([Event(sequence, text_frame(text.encode())) for sequence, text in rows])
        return self.last < position.sequence

    def publish(self, events: list[Event]) -> None:
        """Keep new events and offer them to every console."""
        self.ring.extend(events)
        self.last = events[-1].sequence
        for chunk in chunks(events):
            for console in tuple(self.consoles):
                console.offer(chunk)

    def begin_again(self, position: Position) -> None:
        """Another history, or a hole in this one: everybody needs a fresh picture."""
        self.ring.clear()
        self.last, self.epoch = position
        for console in tuple(self.consoles):
            console.cursor = NEEDS_SNAPSHOT
            console.advance()

    def seen(self) -> frozenset[tuple[int, str]]:
        """Who looks at what here: (person, what). Walls are nobody."""
        return frozenset((each.claim.user_id, each.looking) for each in self.consoles if each.looking and not each.claim.wall_digest)

    def out_of_reach(self, cursor: int) -> bool:
        """Whether replaying from this cursor would take longer than a fresh picture."""
        return not 0 <= cursor <= self.last or self.last - cursor > self.reach

    def snapshot_frame(self) -> bytes:
        """The frame that asks for a fresh picture."""
        return text_frame(snapshot(sequence=self.last, epoch=self.epoch))

    def join(self, console: Console) -> None:
        """Let a console in; it is served from its cursor on."""
        self.consoles.add(console)
        console.advance()

    def leave(self, console: Console) -> None:
        """Let a console go."""
        self.consoles.discard(console)
        self.left_at = time.monotonic()
