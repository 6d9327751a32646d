"""Who may watch a board: the claim a socket makes, and how often it is asked again."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Protocol

Read = Callable[..., Any]  # awaitable: runs a function with its arguments on the hub's reader thread


@dataclass(frozen=True, slots=True)
class Claim:
    """A person in a centre, and what they signed in with: a session, or a token's digest; or a wall, by its key's digest. Never logged."""

    user_id: int
    centre_id: int
    session_key: str = field(default="", repr=False)
    token_digest: str = field(default="", repr=False)
    wall_digest: str = field(default="", repr=False)


class Watchers(Protocol):
    """What the live floor asks of the accounts above it. May read the database; runs on the reader thread."""

    def standing(self, claims: Collection[Claim]) -> dict[Claim, str]:
        """The claims that hold, each with a stamp that changes with the person's role or password."""
        ...

    def by_session(self, session_key: str) -> Claim | None:
        """The claim behind a browser's session."""
        ...

    def by_token(self, token: str) -> Claim | None:
        """The claim behind a bearer token."""
        ...


class Nobody:
    """Turns everyone away: what a hub without accounts does."""

    def standing(self, claims: Collection[Claim]) -> dict[Claim, str]:
        """None of them."""
        return {}

    def by_session(self, session_key: str) -> Claim | None:
        """Nobody."""
        return None

    def by_token(self, token: str) -> Claim | None:
        """Nobody."""
        return None


class Gate:
    """Asks whether claims hold, many at a time: a thousand browsers that return at once cost a few queries."""

    def __init__(self, read: Read, watchers: Watchers) -> None:
        self.watchers = watchers
        self._read = read
        self._waiting: dict[Claim, list[asyncio.Future[str | None]]] = {}
        self._asking: asyncio.Task[None] | None = None

    async def admit(self, claim: Claim) -> str | None:
        """The claim's stamp, or None when it does not hold."""
        answer: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(claim, []).append(answer)
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask())
        return await answer

    async def _ask(self) -> None:
        while self._waiting:
            asked, self._waiting = self._waiting, {}
            try:
                standing = await self._read(self.watchers.standing, tuple(asked))
            except Exception as error:
                settle(asked, error)
            else:
                settle(asked, standing)
        self._asking = None


def settle(asked: dict[Claim, list[asyncio.Future[str | None]]], outcome: dict[Claim, str] | Exception) -> None:
    """Give every waiting socket its answer."""
    for claim, answers in asked.items():
        for answer in answers:
            if answer.done():
                continue
            if isinstance(outcome, Exception):
                answer.set_exception(outcome)
            else:
                answer.set_result(outcome.get(claim))
