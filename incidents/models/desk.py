"""The centre's desks, who works at them from when to when, and whether they would hear an alarm there."""

from typing import Self

from django.db import models
from django.db.models import Q

from incidents.rules.desks import DESK_ROLES, HOW_ENDED, WHAT


class Desks(models.QuerySet["Desk"]):
    """Questions about desks."""

    def of(self, centre_id: int) -> Self:
        """The centre's own."""
        return self.filter(centre_id=centre_id)

    def in_use(self) -> Self:
        """Not taken out of use."""
        return self.filter(retired_at=None)


class Desk(models.Model):
    """A place to work at. ``role`` says for whom it is meant, ``patch`` which part of the area it looks after; anybody may sit anywhere."""

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="desks")
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    role = models.CharField(max_length=16, choices=list(DESK_ROLES.items()))
    patch = models.CharField(max_length=60, blank=True, default="")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = Desks.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["centre", "code"], name="a_desk_code_is_used_once"),
            models.CheckConstraint(condition=Q(role__in=list(DESK_ROLES)), name="a_desk_is_for_a_known_role"),
        )

    def __str__(self) -> str:
        return self.code


class DeskTurns(models.QuerySet["DeskTurn"]):
    """Questions about turns."""

    def running(self) -> Self:
        """Not ended."""
        return self.filter(ended_at=None)


class DeskTurn(models.Model):
    """One person at one desk, from signing on until signing off."""

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="+")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="turns")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=12, choices=list(HOW_ENDED.items()), blank=True, default="")
    ended_by_name = models.CharField(max_length=120, blank=True, default="")

    objects = DeskTurns.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["desk"], condition=Q(ended_at__isnull=True), name="a_desk_has_one_person_at_a_time"),
            models.UniqueConstraint(
                fields=["centre", "person"], condition=Q(ended_at__isnull=True), name="a_person_is_at_one_desk_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_how="") | (Q(ended_at__isnull=False) & ~Q(ended_how="")),
                name="an_ended_turn_says_how",
            ),
        )
        indexes = (models.Index(fields=["centre", "began_at"], name="desk_turn_by_time"),)

    def __str__(self) -> str:
        return f"turn {self.pk}"


class DeskLine(models.Model):
    """What happened at a desk: written once, never changed."""

    desk = models.ForeignKey(Desk, models.PROTECT, related_name="lines")
    at = models.DateTimeField()
    by_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    what = models.CharField(max_length=12, choices=list(WHAT.items()))
    text = models.CharField(max_length=600, blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=["desk", "at"], name="desk_line_by_time"),)

    def __str__(self) -> str:
        return f"desk line {self.pk}"


class SoundCheck(models.Model):
    """What was last said of the sound at a desk, or of a person's who sits at none. What was said before is in the desk's lines."""

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="+")
    desk = models.OneToOneField(Desk, models.PROTECT, null=True, related_name="sound")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    heard = models.BooleanField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["centre", "person"], condition=Q(desk__isnull=True), name="a_person_without_a_desk_has_one_sound_check"
            ),
        )

    def __str__(self) -> str:
        return f"sound check {self.pk}"
