"""The heartbeat's message, and the one fact it carries for another floor."""

from collections.abc import Callable
from datetime import UTC, datetime

import orjson


def nothing_known() -> float | None:
    """No timers run that we know of."""
    return None


# The roof sets this to the age, in seconds, of the timer engine's own heartbeat. It may read the database.
extra: Callable[[], float | None] = nothing_known


def timers_age() -> float | None:
    """The age of the timer engine's heartbeat in seconds, or None when it is not known."""
    return extra()


def beat(*, sequence: int, epoch: str, at: datetime, timers: float | None) -> bytes:
    """``{"op": "beat"}``: the newest number, so that a browser knows when it is behind."""
    message = {"op": "beat", "sequence": sequence, "epoch": epoch, "at": at.astimezone(UTC), "timers": timers}
    return orjson.dumps(message, option=orjson.OPT_UTC_Z)


def snapshot(*, sequence: int, epoch: str) -> bytes:
    """``{"op": "snapshot"}``: too much was missed; fetch the board again, it will stand at this number or later."""
    return orjson.dumps({"op": "snapshot", "sequence": sequence, "epoch": epoch})
