"""An outside organisation that must be told, and the proof that it was (CC38 2.1)."""

from typing import Self

from django.db import models


class Notices(models.QuerySet["Notice"]):
    """Questions about notices."""

    def untold(self) -> Self:
        """Still to be told. One that a later outcome no longer names is not."""
        return self.filter(confirmed_at=None, dropped_at=None)

    def named(self) -> Self:
        """To be told, or told: all but those that a later outcome dropped in time."""
        return self.exclude(confirmed_at=None, dropped_at__isnull=False)


class Notice(models.Model):
    """One organisation to tell about one incident; confirmed with a name or a reference, or dropped by a later outcome."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="notices")
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=160)
    contact = models.CharField(max_length=60, blank=True, default="")
    authority = models.CharField(max_length=12, default="agent")
    wanted_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by_name = models.CharField(max_length=120, blank=True, default="")
    spoke_to = models.CharField(max_length=120, blank=True, default="")
    their_reference = models.CharField(max_length=120, blank=True, default="")
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = Notices.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["incident", "code"], name="an_organisation_is_told_once"),)

    def __str__(self) -> str:
        return f"{self.code} for {self.incident_id}"
