"""Small questions about the hub and the doors around it that need no server."""

import asyncio
import inspect
from typing import Any

import pytest
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from dispatch.live import beat
from dispatch.live.hub import BEAT_NEEDS_LOOK_S, Hub
from dispatch.live.origin import allowed
from dispatch.live.rights import Claim, Gate
from dispatch.live.vitals import vitals


@pytest.mark.parametrize(
    ("origin", "host", "good"),
    [
        (None, "desk.example", True),
        ("https://desk.example", "desk.example", True),
        ("https://desk.example:443", "desk.example", True),
        ("http://desk.example:8000", "desk.example:8000", True),
        ("http://[::1]:8000", "[::1]:8000", True),
        ("https://paper.example", "desk.example", True),  # named in CSRF_TRUSTED_ORIGINS
        ("https://desk.example:8443", "desk.example", False),
        ("https://desk.example.evil.example", "desk.example", False),
        ("file://desk.example", "desk.example", False),
        ("null", "desk.example", False),
        ("https://evil.example", "evil.example", False),  # a name that was made to point here
        (None, "evil.example", False),
        (None, "", False),
    ],
)
def test_only_our_own_pages_open_sockets(origin: str | None, host: str, good: bool) -> None:
    hosts = ["desk.example", "[::1]"]
    assert allowed(origin=origin, host=host, hosts=hosts, trusted=["https://paper.example"]) is good


class Few:
    """Accounts that know one person, and count how often they are asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def standing(self, claims: Any) -> dict[Claim, str]:
        """Person 1 may watch; person 0 breaks the database."""
        self.asked.append(len(claims))
        if any(claim.user_id == 0 for claim in claims):
            raise OSError
        return {claim: "stamp" for claim in claims if claim.user_id == 1}


async def at_once(function: Any, *args: Any) -> Any:
    """A reader thread that answers a moment later."""
    await asyncio.sleep(0)
    return function(*args)


def test_a_thousand_browsers_that_return_at_once_cost_a_few_questions() -> None:
    async def all_at_once() -> list[str | None]:
        gate = Gate(at_once, few)  # type: ignore[arg-type]
        return await asyncio.gather(*(gate.admit(Claim(user, 1, token_digest=str(number))) for number in range(500) for user in (1, 2)))

    few = Few()
    assert asyncio.run(all_at_once()) == ["stamp", None] * 500
    assert len(few.asked) <= 2


def test_a_database_that_is_away_reaches_those_who_wait_and_the_gate_goes_on() -> None:
    async def one_after_the_other() -> list[Any]:
        gate = Gate(at_once, Few())  # type: ignore[arg-type]
        return [*await asyncio.gather(gate.admit(Claim(0, 1)), return_exceptions=True), await gate.admit(Claim(1, 1))]

    lost, stamp = asyncio.run(one_after_the_other())
    assert isinstance(lost, OSError)
    assert stamp == "stamp"


def test_a_claim_does_not_print_what_it_was_signed_in_with() -> None:
    assert "secret" not in repr(Claim(1, 1, session_key="secret", token_digest="secret"))


def test_no_heartbeat_is_sent_about_a_log_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(beat, "extra", lambda: asked.append(True))
    now = asyncio.run(beat_once_after(BEAT_NEEDS_LOOK_S + 1, monkeypatch))
    assert (now, asked) == (None, [])
    asyncio.run(beat_once_after(BEAT_NEEDS_LOOK_S - 1, monkeypatch))
    assert asked == [True]


async def beat_once_after(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """One heartbeat of a hub whose last look was so long ago."""
    monkeypatch.setattr(vitals, "look_age", lambda: seconds)
    await Hub()._beat()


def test_uvicorn_still_has_the_insides_that_the_wire_leans_on() -> None:
    source = inspect.getsource(WebSocketsSansIOProtocol)
    for name in ("self.transport", "self.conn", "self.close_sent", "self.handshake_complete", "self.scope", "self.response", "self.logger"):
        assert f"{name}: " in source or f"{name} = " in source
    for name in ("handle_connect", "pause_writing", "resume_writing"):
        assert callable(getattr(WebSocketsSansIOProtocol, name))
    # The scope's extensions are filled in after handle_connect made its task: the task may not start before that.
    assert "self.loop.create_task(self.run_asgi())" in source
