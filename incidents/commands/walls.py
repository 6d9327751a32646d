"""Big screens that read the board: making the key of one, and ending it."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from dispatch.accounts.actors import Actor
from dispatch.accounts.models import Centre, Wall
from dispatch.accounts.models.token import digest_of
from dispatch.accounts.models.wall import new_key
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import NotFound, require

MOST_OPEN = 20  # of one centre: a control room has a few


class NewWall(NamedTuple):
    """A wall and its key, in the only moment in which the key exists."""

    wall: Wall
    key: str


def make_wall(*, name: str, by: Actor, at: datetime) -> NewWall:
    """Let a big screen read the board of the centre.

    Raises:
        Refusal: "name-needed"; "too-many-walls"; "a-drill": a screen says nowhere that what it shows is not real.
    """
    insist(by, Act.SET_WALLS, by)
    in_a_drill = Centre.objects.filter(pk=by.centre_id).exclude(drill_of=None).exists()
    require(not in_a_drill, "No big screen shows a drill: somebody could take it for real.", code="a-drill")
    named = name.replace("\x00", "").strip()[:80]
    require(bool(named), "Say where the screen hangs.", code="name-needed")
    require(Wall.objects.of(by.centre_id).open().count() < MOST_OPEN, "End a screen that is no longer used first.", code="too-many-walls")
    key = new_key()
    wall = Wall.objects.create(centre_id=by.centre_id, name=named, digest=digest_of(key), made_at=at, made_by_name=by.label)
    return NewWall(wall, key)


def end_wall(*, wall_id: int, by: Actor, at: datetime) -> Wall:
    """Take a screen's right to read away. Its socket closes within five seconds; ending it again changes nothing."""
    insist(by, Act.SET_WALLS, by)
    with transaction.atomic():
        wall = Wall.objects.of(by.centre_id).select_for_update().filter(pk=wall_id).first()
        if wall is None:
            raise NotFound("There is no such screen.", code="not-found")
        if wall.ended_at is None:
            wall.ended_at, wall.ended_by_name = max(at, wall.made_at), by.label
            wall.save(update_fields=["ended_at", "ended_by_name"])
    return wall
