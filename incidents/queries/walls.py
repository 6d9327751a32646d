"""Big screens: those of a centre, and what one of them sees."""

from datetime import datetime
from typing import Any

from dispatch.accounts.models import Wall
from dispatch.accounts.models.token import digest_of
from dispatch.live.tickets import issue_to_wall
from incidents.queries.board import board
from incidents.rules.exceptions import table
from incidents.rules.wall import board_for_wall
from resources.queries.cards import stamp


def wall_of(key: str) -> Wall | None:
    """The screen that this key belongs to, while it has not ended."""
    return Wall.objects.open().select_related("centre").filter(digest=digest_of(key)).first() if key else None


def wall_picture(wall: Wall, at: datetime) -> dict[str, Any]:
    """The board as this screen may see it, with a ticket for its socket."""
    shown = board_for_wall(board(wall.centre_id, at))
    return {
        **shown,
        "centre": wall.centre.name,
        "time_zone": wall.centre.time_zone,
        "kinds": table(),
        "ticket": issue_to_wall(wall.pk, wall.centre_id, wall.digest),
    }


def walls_of(centre_id: int) -> list[Wall]:
    """A centre's screens: those in use first, then the newest."""
    return sorted(Wall.objects.of(centre_id).order_by("-pk")[:100], key=lambda wall: wall.ended_at is not None)


def wall_shown(wall: Wall) -> dict[str, Any]:
    """A screen without its key."""
    return {
        "id": wall.pk,
        "name": wall.name,
        "made_at": stamp(wall.made_at),
        "made_by": wall.made_by_name,
        "ended_at": stamp(wall.ended_at),
        "ended_by": wall.ended_by_name or None,
    }
