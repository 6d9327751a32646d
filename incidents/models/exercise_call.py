"""The console's own exercise calls: when each was played, and how far it came."""

from typing import Self

from django.db import models
from django.db.models import Q


class ExerciseCalls(models.QuerySet["ExerciseCall"]):
    """Questions about exercise calls."""

    def through(self) -> Self:
        """Those that came to their end."""
        return self.filter(ended_at__isnull=False, trouble="")


class ExerciseCall(models.Model):
    """One exercise call of a working centre. ``incident`` is the played incident's reference, in the centre where it is played.

    ``trouble`` says at which step it failed; a call that has ended without trouble came through.
    """

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="exercise_calls")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    incident = models.CharField(max_length=24, blank=True, default="")
    trouble = models.CharField(max_length=200, blank=True, default="")

    objects = ExerciseCalls.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["centre"], condition=Q(ended_at__isnull=True), name="a_centre_plays_one_exercise_call_at_a_time"
            ),
        )
        indexes = (models.Index(fields=["centre", "-began_at"], name="exercise_call_newest"),)

    def __str__(self) -> str:
        return f"exercise call {self.pk}"
