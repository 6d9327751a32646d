"""What a big screen is sent: the same events, after a rule of the floors above has taken out what it may not show."""

from collections.abc import Callable
from typing import Any

import orjson

from dispatch.live.frames import text_frame, texts_of


def nothing(event: dict[str, Any]) -> dict[str, Any]:
    """An event without its cards: nobody has said what a wall may show."""
    return {**event, "cards": []}


# The roof sets this to the rule that says what of an event a wall may show.
shown: Callable[[dict[str, Any]], dict[str, Any]] = nothing


def frames_for_wall(frames: bytes) -> bytes:
    """Joined event frames as a wall may have them; every number stays."""
    return b"".join(text_frame(orjson.dumps(shown(orjson.loads(text)))) for text in texts_of(frames))
