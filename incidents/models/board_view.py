"""Views of the board that a person keeps: which incidents it shows, under a name."""

from typing import Self

from django.db import models
from django.db.models import Q


class BoardViews(models.QuerySet["BoardView"]):
    """Questions about kept views."""

    def of(self, centre_id: int, user_id: int) -> Self:
        """One person's in one centre, in the order in which keys choose them."""
        return self.filter(centre_id=centre_id, user_id=user_id).order_by("pk")


class BoardView(models.Model):
    """A person's filters under a name. ``wanted``: {priorities, stage, played, words}, see incidents/rules/board_views.py."""

    centre = models.ForeignKey("accounts.Centre", models.CASCADE, related_name="+")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="board_views")
    name = models.CharField(max_length=40)
    wanted = models.JSONField()
    default = models.BooleanField(default=False)
    kept_at = models.DateTimeField()

    objects = BoardViews.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["centre", "user", "name"], name="a_person_has_one_view_of_a_name"),
            models.UniqueConstraint(fields=["centre", "user"], condition=Q(default=True), name="a_person_has_one_usual_view"),
        )

    def __str__(self) -> str:
        return f"view {self.pk}"
