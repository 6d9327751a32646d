"""The socket ``/ws/board/``: who asks, from where, since which number; then the hub does the rest.

Closing codes: 4400 the address is wrong, 4401 sign in (again), 4429 too much, 1009 a message over 64 KiB, 1013 try again.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import parse_qs

import orjson
from django.conf import settings

from dispatch.live import origin, tickets
from dispatch.live.board import Console
from dispatch.live.exits import Send, exit_for
from dispatch.live.hub import Hub
from dispatch.live.looking import looked_at
from dispatch.live.rights import Claim
from dispatch.live.wire import LARGEST_FRAME

log = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
MOST_SOCKETS = 60  # of one person in one process: wall displays share one
MOST_MESSAGES = 30  # of one socket in ten seconds: a console has nothing to say
PER_S = 10.0
CLOSING_S = 5.0
LARGEST_NUMBER = 2**62
ANSWER = '{"op":"refused","code":"listen-only","detail":"This socket only listens, and hears what is looked at. Send changes to /api/v1/."}'


class Turned(Exception):
    """The socket is closed with a code and one sentence."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Ask(NamedTuple):
    """What the address asks for; ``after`` is None when the browser has no picture yet."""

    after: int | None
    epoch: str
    ticket: str


def ask_in(query: bytes) -> Ask:
    """Read ``?after=&epoch=&ticket=``."""
    found = {name: values[-1] for name, values in parse_qs(query.decode("latin-1"), max_num_fields=20).items()}
    after = found.get("after", "")
    if after and not (after.isascii() and after.isdigit() and len(after) < 20 and int(after) < LARGEST_NUMBER):
        raise Turned(4400, "after must be the number of an event.")
    return Ask(int(after) if after else None, found.get("epoch", ""), found.get("ticket", ""))


class Door:
    """The ASGI application behind ``/ws/board/``."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One visit, from the handshake to the end."""
        await receive()
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if not origin.allowed(
            origin=headers.get("origin"),
            host=headers.get("host", ""),
            hosts=settings.ALLOWED_HOSTS,
            trusted=settings.CSRF_TRUSTED_ORIGINS,
        ):
            await send({"type": "websocket.close", "code": 4403, "reason": "Open the console from its own address."})
            return
        # Accepted first: a browser is told a closing code only on a socket that was open.
        await send({"type": "websocket.accept"})
        await self._serve(scope, headers, receive, send)

    async def _serve(self, scope: Scope, headers: dict[str, str], receive: Receive, send: Send) -> None:
        console = None
        try:
            console = await self._let_in(scope, headers, send)
            await stay(console, receive, send)
        except Turned as turned:
            await close(send, console, turned)
        finally:
            if console is not None:
                console.board.leave(console)

    async def _let_in(self, scope: Scope, headers: dict[str, str], send: Send) -> Console:
        """The console of a person who may watch.

        Raises:
            Turned: for everybody else.
        """
        ask = ask_in(scope["query_string"])
        try:
            claim = await self._claim(ask.ticket, headers)
            if claim is not None and self.hub.crowd(claim.user_id) >= MOST_SOCKETS:
                raise Turned(4429, "You have too many boards open.")
            console = claim and await self.hub.admit(claim=claim, exit_=exit_for(scope, send), after=ask.after, epoch=ask.epoch)
        except (Turned, asyncio.CancelledError):
            raise
        except Exception as error:
            log.warning("A socket could not be let in (%s).", type(error).__name__)
            raise Turned(1013, "The console cannot read its database. Connecting again.") from error
        if not console:
            raise Turned(4401, "You are not signed in, or may not watch this board.")
        return console

    async def _claim(self, ticket: str, headers: dict[str, str]) -> Claim | None:
        """Who asks: by ticket, else by bearer token, else by the browser's session."""
        session_key = session_in(headers.get("cookie", ""))
        if ticket:
            try:
                return tickets.claim_in(ticket, session_key)
            except tickets.TicketRefused as refused:
                raise Turned(4401, "The ticket is no longer good. Fetch a new one.") from refused
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return await self.hub.read(self.hub.gate.watchers.by_token, token.strip())
        return await self.hub.read(self.hub.gate.watchers.by_session, session_key) if session_key else None


def session_in(cookie: str) -> str:
    """The session's key in a Cookie header, or nothing."""
    try:
        morsel = SimpleCookie(cookie).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


async def stay(console: Console, receive: Receive, send: Send) -> None:
    """Listen until the browser leaves.

    Raises:
        Turned: when the hub ends the visit, or the browser sends too much.
    """
    started, heard = time.monotonic(), 0
    while True:
        message = await next_message(console, receive)
        if message["type"] == "websocket.disconnect":
            return
        if len(message.get("bytes") or (message.get("text") or "").encode()) > LARGEST_FRAME:
            raise Turned(1009, "A message is at most 64 KiB.")
        if time.monotonic() - started > PER_S:
            started, heard = time.monotonic(), 0
        heard += 1
        if heard > MOST_MESSAGES:
            raise Turned(4429, "Too many messages.")
        await answer(console, message, send)


async def answer(console: Console, message: MutableMapping[str, Any], send: Send) -> None:
    """Take note of what is looked at; refuse everything else."""
    if not heard_looking(console, message):
        await send({"type": "websocket.send", "text": ANSWER})


def heard_looking(console: Console, message: MutableMapping[str, Any]) -> bool:
    """Take note of what the browser says that its person looks at; False where it says anything else."""
    try:
        at = looked_at(orjson.loads(message.get("text") or b"null"))
    except orjson.JSONDecodeError:
        return False
    if at is None or console.claim.wall_digest:
        return False
    console.looking = at
    return True


async def next_message(console: Console, receive: Receive) -> MutableMapping[str, Any]:
    """The browser's next message, unless the hub ends the visit first."""
    listening: asyncio.Future[Any] = asyncio.ensure_future(receive())
    ended: asyncio.Future[Any] = console.ended
    try:
        await asyncio.wait({listening, ended}, return_when=asyncio.FIRST_COMPLETED)
        if console.ended.done():
            raise Turned(*console.ended.result())
        message: MutableMapping[str, Any] = listening.result()
        return message
    finally:
        listening.cancel()


async def close(send: Send, console: Console | None, turned: Turned) -> None:
    """Close with a code; a browser that reads nothing is dropped."""
    if console is not None:
        console.end(turned.code, turned.reason)
    try:
        await asyncio.wait_for(send({"type": "websocket.close", "code": turned.code, "reason": turned.reason}), CLOSING_S)
    except Exception:
        if console is not None:
            console.exit.abort()
