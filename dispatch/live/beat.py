"""The heartbeat's message, and the two facts it carries for other floors."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

import orjson


def nothing_known() -> float | None:
    """No timers run that we know of."""
    return None


# The roof sets this to the age, in seconds, of the timer engine's own heartbeat. It may read the database.
extra: Callable[[], float | None] = nothing_known


def nothing_wrong() -> str:
    """Nothing is known to be wrong."""
    return ""


# The roof sets this to what is wrong with the console as a whole, in a sentence for people. It may read the database.
concern: Callable[[], str] = nothing_wrong


class Said(NamedTuple):
    """The age of the timer engine's heartbeat in seconds, None when it is not known; and what is wrong, "" when nothing is."""

    timers: float | None = None
    concern: str = ""


def engine_said() -> Said:
    """What the other floors say now."""
    return Said(extra(), concern())


def beat(*, sequence: int, epoch: str, at: datetime, said: Said) -> bytes:
    """``{"op": "beat"}``: the newest number, so that a browser knows when it is behind."""
    message = {"op": "beat", "sequence": sequence, "epoch": epoch, "at": at.astimezone(UTC), **said._asdict()}
    return orjson.dumps(message, option=orjson.OPT_UTC_Z)


def snapshot(*, sequence: int, epoch: str) -> bytes:
    """``{"op": "snapshot"}``: too much was missed; fetch the board again, it will stand at this number or later."""
    return orjson.dumps({"op": "snapshot", "sequence": sequence, "epoch": epoch})
