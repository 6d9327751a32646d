"""The hub: one per process. It reads the log after its cursors and gives every console the same bytes.

1. A bell, or half a second, says "look". 2. One reader thread reads what is new. 3. The board frames each event once and
writes it to its consoles. Nothing else ever reaches a browser, and nothing here waits for a browser.
"""

import asyncio
import logging
import time
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection

from dispatch.live import doorstep, reading
from dispatch.live.beat import Said, beat, engine_said
from dispatch.live.bells import bell_for
from dispatch.live.board import NEEDS_SNAPSHOT, Console, LiveBoard
from dispatch.live.exits import Exit
from dispatch.live.frames import Event, chunks, text_frame
from dispatch.live.looking import KEEP_S, TELL_S, Looking, Seen, tell
from dispatch.live.reader import Reader
from dispatch.live.rights import Claim, Gate, Nobody, Watchers
from dispatch.live.steps import repeat
from dispatch.live.vitals import vitals

log = logging.getLogger(__name__)

SAFETY_S = 0.5  # the log is looked at this often, whatever the bell does
BEAT_S = 2.0
BEAT_NEEDS_LOOK_S = 3.0  # no heartbeat when the log could not be read for this long: the browsers then say so
RIGHTS_S = 3.0  # with the query's own time well within the five seconds promised
EMPTY_BOARD_S = 60.0
FROZEN_S = 60.0  # a browser that took nothing for this long is dropped
READ_AT_ONCE = 50  # events: what is held at once stays small even where each is large
REPLAYS = 4  # database replays under way at once


class Hub:
    """The live floor of one process. Everything but the reads runs on the event loop."""

    def __init__(self, watchers: Watchers | None = None) -> None:
        self.reader = Reader()
        self.read = self.reader.read
        self.gate = Gate(self.read, watchers or Nobody())
        self.boards: dict[int, LiveBoard] = {}
        self._tasks: set[asyncio.Task[None]] = set()  # a task that nobody refers to can be collected while it waits
        self._rung = asyncio.Event()
        self._centres: set[int] = set()
        self._all = True
        self._replays = asyncio.Semaphore(REPLAYS)
        self._said = Said()
        self.looking = Looking()
        self.steps = ((self._beat, BEAT_S), (self._check_rights, RIGHTS_S), (self._tell_looks, TELL_S), (self._keep_looks, KEEP_S))

    # ── life ──────────────────────────────────────────────────────────────────────────────────────────
    def start(self) -> None:
        """Start reading and ringing; a second call does nothing."""
        if self.reader.runs:
            return
        self.reader.start()
        bell = bell_for(connection)
        vitals.bell = bell.name
        self._keep(bell.toll(self.ring, self.whisper))
        loop = asyncio.get_running_loop()
        doorstep.knock = partial(self._knocked, loop)
        doorstep.pass_on = partial(self._whispered, loop)
        for step, every in self.steps:
            self._keep(repeat(step, every))
        self._keep(self._look_always())

    async def stop(self) -> None:
        """Stop everything and give the reader's connection back."""
        doorstep.knock = doorstep.pass_on = None
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.reader.stop()
        vitals.bell = "none"

    def _keep(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # ── looking ───────────────────────────────────────────────────────────────────────────────────────
    def ring(self, centre_id: int | None) -> None:
        """Look at one board, or at all."""
        if centre_id is None:
            self._all = True
        else:
            self._centres.add(centre_id)
        self._rung.set()

    def whisper(self, centre_id: int, text: bytes) -> None:
        """Pass on what is true only now; a console that is behind misses it, and a wall hears nothing of who is where."""
        board = self.boards.get(centre_id)
        for console in tuple(board.consoles) if board else ():
            if not console.claim.wall_digest:
                console.beat(text_frame(text))

    def _whispered(self, loop: asyncio.AbstractEventLoop, centre_id: int, text: bytes) -> None:
        loop.call_soon_threadsafe(self.whisper, centre_id, text)

    def _knocked(self, loop: asyncio.AbstractEventLoop, centre_id: int) -> None:
        loop.call_soon_threadsafe(self.ring, centre_id)

    async def _look_always(self) -> None:
        looked_at = 0.0
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._rung.wait(), SAFETY_S)
            by_bell = self._rung.is_set()
            everywhere = self._all or time.monotonic() - looked_at >= SAFETY_S
            centres, self._centres, self._all = self._centres, set(), False
            self._rung.clear()
            try:
                await self._look(centres, everywhere=everywhere, by_bell=by_bell)
            except Exception as error:
                log.warning("The board's log could not be read (%s); trying again.", type(error).__name__)
                await asyncio.sleep(SAFETY_S)
                self._all = True
            else:
                looked_at = time.monotonic() if everywhere else looked_at

    async def _look(self, centres: set[int], *, everywhere: bool, by_bell: bool) -> None:
        behind = centres & self.boards.keys()
        if everywhere:
            heads = await self.read(reading.heads, list(self.boards))
            moved = {centre for centre, position in heads.items() if centre in self.boards and self.boards[centre].differs(position)}
            vitals.repairs += 0 if by_bell else len(moved)
            behind |= moved
        for board in [self.boards[centre] for centre in behind]:
            await self._catch_up(board)
        vitals.looked_at = time.monotonic()

    async def _catch_up(self, board: LiveBoard) -> None:
        more = True
        while more:
            more = board.take(await self.read(reading.news, board.centre_id, board.last, READ_AT_ONCE))

    # ── consoles ──────────────────────────────────────────────────────────────────────────────────────
    async def admit(self, *, claim: Claim, exit_: Exit, after: int | None, epoch: str) -> Console | None:
        """Let a socket watch its centre's board from a number on; None when its claim does not hold."""
        self.start()
        stamp = await self.gate.admit(claim)
        if stamp is None:
            return None
        board = await self._board(claim.centre_id)
        if after is not None and after > board.last:
            # The browser heard more from another process than this one has read yet.
            await self._catch_up(board)
        known = after is not None and epoch == board.epoch
        console = Console(board=board, exit_=exit_, claim=claim, stamp=stamp, cursor=after if known and after else 0)
        if not known:
            console.cursor = NEEDS_SNAPSHOT
        board.join(console)
        console.beat(self._beat_frame(board))
        return console

    def crowd(self, user_id: int) -> int:
        """How many sockets a person has open."""
        return sum(console.claim.user_id == user_id for board in self.boards.values() for console in board.consoles)

    async def _board(self, centre_id: int) -> LiveBoard:
        if centre_id not in self.boards:
            position = await self.read(reading.position, centre_id)
            board = LiveBoard(
                centre_id=centre_id,
                position=position,
                ring=getattr(settings, "LIVE_RING", 2000),
                reach=getattr(settings, "LIVE_REACH", 2000),
                fetch=lambda console: self._keep(self._replay(console)),
            )
            self.boards.setdefault(centre_id, board)  # somebody else may have opened it meanwhile
            self.ring(centre_id)  # and a bell may have rung before it was open
        return self.boards[centre_id]

    async def _replay(self, console: Console) -> None:
        """Bring a console a piece of what the ring no longer holds."""
        board = console.board
        try:
            async with self._replays:
                found = await self.read(reading.news, board.centre_id, console.cursor, READ_AT_ONCE)
        except Exception as error:
            log.warning("A replay could not be read (%s).", type(error).__name__)
            console.end(1013, "The console cannot read its database. Connecting again.")
            return
        console.fetching = False
        self._pass_on(console, found)
        console.advance()

    def _pass_on(self, console: Console, found: reading.News) -> None:
        if not found.events or found.events[0][0] != console.cursor + 1 or found.position.epoch != console.board.epoch:
            console.cursor = NEEDS_SNAPSHOT
            return
        # Not beyond what the board itself has passed on: from there the ordinary way takes over.
        missed = [Event(sequence, text_frame(text.encode())) for sequence, text in found.events if sequence <= console.board.last]
        for chunk in chunks(missed):
            if console.exit.ready:
                console.put(chunk)

    # ── regularly ─────────────────────────────────────────────────────────────────────────────────────
    def _beat_frame(self, board: LiveBoard) -> bytes:
        return text_frame(beat(sequence=board.last, epoch=board.epoch, at=datetime.now(UTC), said=self._said))

    async def _beat(self) -> None:
        self._count()
        look_age = vitals.look_age()
        if look_age is None or look_age > BEAT_NEEDS_LOOK_S:
            return
        self._said = await self.read(engine_said)
        for board in self.boards.values():
            frame = self._beat_frame(board)
            for console in tuple(board.consoles):
                console.beat(frame)
                if time.monotonic() - console.moved_at > FROZEN_S:
                    console.end(1013, "This browser took nothing for a minute.")
                    console.exit.abort()

    def _count(self) -> None:
        for board in tuple(self.boards.values()):
            if not board.consoles and time.monotonic() - board.left_at > EMPTY_BOARD_S:
                del self.boards[board.centre_id]
        vitals.boards, vitals.consoles = len(self.boards), sum(len(board.consoles) for board in self.boards.values())

    def _seen(self) -> dict[int, Seen]:
        return {centre: seen for centre, board in self.boards.items() if (seen := board.seen())}

    async def _tell_looks(self) -> None:
        if news := self.looking.news(self._seen()):
            await self.read(tell, news)

    async def _keep_looks(self) -> None:
        await self.read(self.looking.keep, self._seen())

    async def _check_rights(self) -> None:
        consoles = [console for board in self.boards.values() for console in board.consoles]
        if not consoles:
            return
        standing = await self.read(self.gate.watchers.standing, {console.claim for console in consoles})
        for console in consoles:
            if standing.get(console.claim) != console.stamp:
                console.end(4401, "You were signed out, or your role has changed. Sign in again.")
