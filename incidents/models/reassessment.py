"""A task on an incident: somebody called about it again, so it is assessed again."""

from django.db import models
from django.db.models import Q


class Reassessment(models.Model):
    """ "Repeat contact: assess again". One is open at a time; further contacts are counted on it."""

    class Result(models.TextChoices):
        """What came of it."""

        REASSESSED = "reassessed", "Assessed again"
        NO_CHANGE = "no_change", "Nothing changes"

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="reassessments")
    contact = models.ForeignKey("incidents.Contact", models.PROTECT, related_name="+")
    contacts = models.PositiveIntegerField(default=1)
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    result = models.CharField(max_length=10, choices=Result, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_name = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["incident"], condition=Q(settled_at__isnull=True), name="an_incident_is_reassessed_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, result="") | (Q(settled_at__isnull=False) & ~Q(result="")),
                name="a_settled_reassessment_has_a_result",
            ),
            models.CheckConstraint(condition=~Q(result="no_change") | ~Q(reason=""), name="no_change_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"reassessment {self.pk}"
