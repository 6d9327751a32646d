"""Big screens: each reads the board of one centre by a key of its own. Only a digest of the key is kept."""

import secrets
from typing import Self

from django.db import models


class Walls(models.QuerySet["Wall"]):
    """Questions about walls."""

    def of(self, centre_id: int) -> Self:
        """The centre's own."""
        return self.filter(centre_id=centre_id)

    def open(self) -> Self:
        """Not ended."""
        return self.filter(ended_at=None)


class Wall(models.Model):
    """A screen that may read a centre's board, without names or addresses, and do nothing."""

    centre = models.ForeignKey("accounts.Centre", models.CASCADE, related_name="walls")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=120, blank=True, default="")

    objects = Walls.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("made_at")),
                name="a_wall_ends_after_it_was_made",
            ),
        )

    def __str__(self) -> str:
        return f"wall {self.pk}"


def new_key() -> str:
    """A wall's key: 256 random bits, fit for an address."""
    return secrets.token_urlsafe(32)
