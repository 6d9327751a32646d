"""Whispers: what is true for a few seconds only, such as who is typing where.

They have no number and no row: whoever is not listening misses them, and nothing is lost by it.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

import orjson
from django.db import connection, transaction

from dispatch.live import doorstep

CHANNEL = "whisper"
LONGEST = 4_000  # bytes; PostgreSQL carries 8,000


def whisper(*, centre_id: int, what: Mapping[str, Any]) -> None:
    """Tell everybody who watches this centre's board now, once the transaction under way commits. Never the words of a caller."""
    text = orjson.dumps({"op": "whisper", **what})
    if len(text) > LONGEST:
        raise ValueError("A whisper is short.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{centre_id} {text.decode()}"])
    elif doorstep.pass_on is not None:
        transaction.on_commit(partial(doorstep.pass_on, centre_id, text), robust=True)


def heard_whisper(payload: str) -> tuple[int, bytes] | None:
    """The centre and the text of a notification; None for one that is not ours."""
    centre, _, text = payload.partition(" ")
    return (int(centre), text.encode()) if centre.isdigit() and text else None
