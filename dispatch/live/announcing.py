"""Writing the log: one event for each committed act."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple, NotRequired, TypedDict

import orjson
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from dispatch.live import doorstep


class CardBase(TypedDict):
    """What every card has. ``id`` is unique among cards of its kind; the newest ``revision`` wins in the browser."""

    kind: str
    id: str
    revision: int
    gone: NotRequired[bool]


# A CardBase with the fields of its kind. JSON values only; instants may be aware datetimes.
Card = Mapping[str, Any]

TAKE_A_NUMBER = """
    INSERT INTO live_board (centre_id, sequence, epoch) VALUES (%s, %s, %s)
    ON CONFLICT (centre_id) DO UPDATE SET sequence = live_board.sequence + excluded.sequence
    RETURNING sequence, epoch
"""
ADVANCE = "UPDATE live_board SET sequence = sequence + %s WHERE centre_id = %s RETURNING sequence, epoch"
KEEP = "INSERT INTO live_boardevent (board_id, sequence, at, payload) VALUES "
ROW = "(%s, %s, %s, %s)"
# One channel and few different payloads: PostgreSQL drops repeats within a transaction.
RING = " RETURNING pg_notify('board', board_id::text)"


class Announcement(NamedTuple):
    """What one act changed on the board: every card it changed, whole, at least one; and when it happened, aware."""

    at: datetime
    cards: Sequence[Card]


def announce(*, centre_id: int, at: datetime, cards: Sequence[Card]) -> int:
    """Write what this transaction changed as the board's next event, and ring when it commits.

    The last statement of a command's transaction: the board stays locked until the commit, so that numbers follow the
    order of commits without a hole. A rollback takes the number back.

    Args:
        centre_id: whose board.
        at: when it happened; aware.
        cards: every card the act changed, whole. At least one.

    Returns:
        The event's number.

    Raises:
        TransactionManagementError: outside a transaction, where the number and the change could part.
        ValueError: for no cards, a card without ``kind``, ``id`` and ``revision``, an instant without a time zone.
    """
    return announce_all(centre_id=centre_id, acts=[Announcement(at, cards)])


def announce_all(*, centre_id: int, acts: Sequence[Announcement]) -> int:
    """Write several acts of one transaction, an event each, in this order. The last event's number; errors as for ``announce``."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("announce() belongs inside the transaction of the change it announces.")
    for act in acts:
        insist_on_cards(act)
    with connection.cursor() as cursor:
        last, epoch = next_numbers(cursor, centre_id, len(acts))
        kept: list[Any] = []
        for sequence, act in enumerate(acts, last - len(acts) + 1):
            kept += [centre_id, sequence, stored(act.at), payload(sequence, epoch, act.at, act.cards)]
        ring = RING if connection.vendor == "postgresql" else ""
        cursor.execute(KEEP + ", ".join([ROW] * len(acts)) + ring, kept)
    if doorstep.knock is not None:
        transaction.on_commit(partial(doorstep.knock, centre_id), robust=True)
    return last


def new_epoch() -> str:
    """Twelve random characters that name a history."""
    return secrets.token_urlsafe(9)


def next_numbers(cursor: Any, centre_id: int, count: int) -> tuple[int, str]:
    """Lock the board and take its next numbers: the last of them, and the epoch. A centre's first event makes its board."""
    cursor.execute(ADVANCE, [count, centre_id])
    row = cursor.fetchone()
    if row is None:
        cursor.execute(TAKE_A_NUMBER, [centre_id, count, new_epoch()])
        row = cursor.fetchone()
    return int(row[0]), str(row[1])


def insist_on_cards(act: Announcement) -> None:
    """Refuse an event without cards or zone, and a card that the browser could not place."""
    if not act.cards or act.at.tzinfo is None:
        raise ValueError("An event has at least one card, and an instant with a time zone.")
    for card in act.cards:
        if not (isinstance(card.get("kind"), str) and isinstance(card.get("id"), str) and isinstance(card.get("revision"), int)):
            raise ValueError("A card has a kind and an id (text) and a revision (whole number).")


def payload(sequence: int, epoch: str, at: datetime, cards: Sequence[Card]) -> str:
    """The event's text, exactly as every browser receives it."""
    event = {"op": "event", "sequence": sequence, "epoch": epoch, "at": at.astimezone(UTC), "cards": cards}
    return orjson.dumps(event, default=plain, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS).decode()


def plain(value: object) -> Any:
    """What orjson does not know: mappings become objects, the rest becomes text."""
    return dict(value) if isinstance(value, Mapping) else str(value)


def stored(at: datetime) -> Any:
    """The instant as this database takes it."""
    return connection.ops.adapt_datetimefield_value(at)
