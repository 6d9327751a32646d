"""Somebody has looked a law up: when, where, and when it is to be looked up again. Rows are only added."""

from django.db import models
from django.db.models import F, Q


class LawCheck(models.Model):
    """One provision, checked by a person at its source. The newest row of a ``key`` counts; the earlier ones stay."""

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="law_checks")
    key = models.CharField(max_length=64)
    act = models.CharField(max_length=400)
    provision = models.CharField(max_length=400)
    checked_on = models.DateField()
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    source = models.CharField(max_length=300)
    note = models.CharField(max_length=300, blank=True, default="")
    review_on = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(review_on__gt=F("checked_on")), name="a_law_is_reviewed_after_it_was_checked"),
            models.CheckConstraint(condition=~Q(source=""), name="a_checked_law_says_where_it_was_read"),
        )
        indexes = (models.Index(fields=["centre", "key"], name="law_checks_by_law"),)

    def __str__(self) -> str:
        return f"check {self.pk}"
