"""What a crew was told, version by version (320 1.3, 1.4; CFACC39 P7)."""

from django.db import models


class Briefing(models.Model):
    """One version of a briefing, in six parts. A change is a new version, and is accepted anew."""

    deployment = models.ForeignKey("incidents.Deployment", models.PROTECT, related_name="briefings")
    version = models.PositiveIntegerField(default=1)
    what_happened = models.TextField(blank=True, default="")
    place_and_access = models.TextField(blank=True, default="")
    hazards = models.TextField(blank=True, default="")
    task = models.TextField()
    limits = models.TextField(blank=True, default="")
    report_back = models.TextField(blank=True, default="")
    joint = models.ForeignKey("incidents.JointBriefing", models.PROTECT, null=True, blank=True, related_name="briefings")
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["deployment", "version"], name="a_briefing_version_is_used_once"),)

    def __str__(self) -> str:
        return f"briefing {self.pk}"
