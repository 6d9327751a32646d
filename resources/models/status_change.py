"""Every status a unit has had, and who said so."""

from django.db import models


class StatusChange(models.Model):
    """One change of a unit's status: ``at`` is when it happened, ``recorded_at`` when the console heard of it."""

    unit = models.ForeignKey("resources.Unit", models.PROTECT, related_name="status_changes")
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=["unit", "-at"], name="unit_status_history"),)

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
