"""Who tried to use the public form, for as long as the limits look back. No address is kept, only a digest of it."""

from django.db import models


class ReportTry(models.Model):
    """One report that the public form took, or refused to take."""

    centre = models.ForeignKey("accounts.Centre", models.CASCADE, related_name="+")
    source = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["centre", "at"], name="report_tries_of_a_centre"),
            models.Index(fields=["source", "at"], name="report_tries_of_a_source"),
        )

    def __str__(self) -> str:
        return f"try {self.pk}"
