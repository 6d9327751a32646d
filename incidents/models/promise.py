"""A promise to tell somebody more by a certain time, until it is kept."""

from django.db import models
from django.db.models import Q


class Promise(models.Model):
    """One promised update. Only speaking to them, or a new promise in its place, ends it."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="promises")
    to_whom = models.CharField(max_length=120, blank=True, default="")
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True)
    kept_by_name = models.CharField(max_length=120, blank=True, default="")
    words = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["incident"], condition=Q(kept_at__isnull=True), name="an_incident_has_one_open_promise"),
            models.CheckConstraint(condition=Q(kept_at__isnull=True) | ~Q(words=""), name="a_kept_promise_says_how"),
        )

    def __str__(self) -> str:
        return f"promise {self.pk}"
