"""A centre: one control room. Everything else belongs to one."""

import zoneinfo
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models


def known_time_zone(name: str) -> None:
    """Refuse a time zone that this machine does not know."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(f"{name} is not a time zone. Use a name such as Europe/London.")


class Centres(models.QuerySet["Centre"]):
    """Questions about centres."""

    def working(self) -> Self:
        """Where people take calls: no replay, and not the place where a centre's own exercise call is played."""
        return self.filter(lane=Centre.Lane.WALL, exercise_of=None)


class Centre(models.Model):
    """One control room, with its own incident numbers, board and hash chains."""

    class Lane(models.TextChoices):
        """Which clock runs the centre's timers."""

        WALL = "wall", "The wall clock"
        REPLAY = "replay", "A replay's own clock"

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=40, default="Europe/London", validators=[known_time_zone])
    lane = models.CharField(max_length=8, choices=Lane, default=Lane.WALL)
    last_incident_number = models.PositiveBigIntegerField(default=1000)
    exercise_of = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="exercise_centre")

    objects = Centres.as_manager()

    def __str__(self) -> str:
        return self.name
