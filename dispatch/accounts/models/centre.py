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
        """Where people take calls: no replay, no training room, and not the place where a centre's own exercise call is played."""
        return self.filter(lane=Centre.Lane.WALL, exercise_of=None, drill_of=None)

    def of_their_own(self) -> Self:
        """Those that belong to no other centre: what is loaded into all centres is loaded here."""
        return self.filter(exercise_of=None, drill_of=None)


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
    drill_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="training_rooms")

    objects = Centres.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_training_room(self) -> bool:
        """Whether a past shift is replayed here: nothing in it is real, and nothing leaves it."""
        return self.drill_of_id is not None
