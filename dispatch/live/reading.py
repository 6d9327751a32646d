"""Reading the log. Plain SQL, because the hub runs these for every event of every centre."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from dispatch.live.announcing import new_epoch, stored


class Position(NamedTuple):
    """How far a board has come, and in which history."""

    sequence: int
    epoch: str


class News(NamedTuple):
    """A board's position, and its events after a number: (number, text), in order, without a hole unless pruned."""

    position: Position
    events: list[tuple[int, str]]


NEWS = """
    SELECT b.sequence, b.epoch, e.sequence, e.payload
    FROM live_board b LEFT JOIN live_boardevent e ON e.board_id = b.centre_id AND e.sequence > %s
    WHERE b.centre_id = %s ORDER BY e.sequence LIMIT %s
"""


def heads(centre_ids: Sequence[int]) -> dict[int, Position]:
    """The positions of several boards, in one query."""
    if not centre_ids:
        return {}
    marks = ", ".join(["%s"] * len(centre_ids))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT centre_id, sequence, epoch FROM live_board WHERE centre_id IN ({marks})", list(centre_ids))  # noqa: S608  (only marks are joined)
        return {row[0]: Position(row[1], row[2]) for row in cursor.fetchall()}


def news(centre_id: int, after: int, limit: int) -> News:
    """What a board's log holds after a number, with its position, from one statement and so from one instant."""
    with connection.cursor() as cursor:
        cursor.execute(NEWS, [after, centre_id, limit])
        rows = cursor.fetchall()
    if not rows:
        return News(Position(0, ""), [])
    return News(Position(rows[0][0], rows[0][1]), [(row[2], row[3]) for row in rows if row[2] is not None])


def position(centre_id: int) -> Position:
    """Where a centre's board stands; a centre without one gets it here.

    A snapshot of the board reads this first and its cards afterwards: what is committed in between comes again as an
    event, and the newest revision wins.
    """
    found = heads([centre_id])
    if centre_id not in found:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO live_board (centre_id, sequence, epoch) VALUES (%s, 0, %s) ON CONFLICT DO NOTHING",
                [centre_id, new_epoch()],
            )
        found = heads([centre_id])
    return found[centre_id]


FORGET = """
    DELETE FROM live_boardevent WHERE at < %s AND board_id IN (SELECT id FROM accounts_centre WHERE lane = 'wall')
    AND sequence <= (SELECT COALESCE(MAX(last), 0) FROM live_boardvolume WHERE live_boardvolume.board_id = live_boardevent.board_id)
"""


def renew_epoch(centre_id: int) -> None:
    """Start a new history for a board, for instance after a restore: every browser then fetches a fresh picture."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE live_board SET epoch = %s WHERE centre_id = %s", [new_epoch(), centre_id])


def forget_events(*, before: datetime) -> int:
    """Delete events older than an instant that are bound in a volume; a browser that needs them gets a snapshot. Returns how many.

    Boards that follow a replay's clock keep theirs: by the wall clock, all of them are old.
    """
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [stored(before)])
        return int(cursor.rowcount)
