"""The rota: who is on duty when, by role, week after week, and who stands in on one day."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from resources.rules.rota import HOLIDAY, ROLES, WEEKDAYS


class RotaDuties(models.QuerySet["RotaDuty"]):
    """Questions about duties."""

    def of(self, centre_id: int) -> Self:
        """The centre's own."""
        return self.filter(centre_id=centre_id)

    def standing_from(self, day: date) -> Self:
        """Those that can still hold on a day or after it."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))


class RotaDuty(models.Model):
    """One person's duty in one role on one weekday; times are local, and an end that is not later than the start is on the next day."""

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="rota_duties")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="rota_duties")
    role = models.CharField(max_length=24, choices=list(ROLES.items()))
    weekday = models.PositiveSmallIntegerField(choices=list(enumerate(WEEKDAYS)))
    starts = models.TimeField()
    ends = models.TimeField()
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=120)

    objects = RotaDuties.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(weekday__lte=HOLIDAY), name="a_duty_is_on_a_weekday_or_bank_holidays"),
            models.UniqueConstraint(
                fields=["centre", "role", "person", "weekday", "starts"], condition=Q(ends_on__isnull=True), name="a_duty_stands_once"
            ),
        )
        indexes = (models.Index(fields=["centre", "role"], name="rota_by_role"),)

    def __str__(self) -> str:
        return f"duty {self.pk}"


class RotaSwap(models.Model):
    """On one day somebody else does a duty; without a name, nobody does. A later swap of the same duty and day replaces it."""

    duty = models.ForeignKey(RotaDuty, models.PROTECT, related_name="swaps")
    day = models.DateField()
    instead = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=120)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["duty", "day"], condition=Q(replaced_at__isnull=True), name="a_duty_is_swapped_once_a_day"),
        )

    def __str__(self) -> str:
        return f"swap {self.pk}"
