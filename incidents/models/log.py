"""The incident log: append-only, numbered without gaps, each line sealed to the one before it."""

from typing import Any

from django.db import models

from incidents.rules.chain import as_object, seal_of
from incidents.rules.entries import ENTRIES, MEASURED


class LogLine(models.Model):
    """One line. Database triggers refuse UPDATE and DELETE; ``seal`` proves what the triggers cannot.

    ``at`` is when it happened, ``recorded_at`` when the console wrote it down. ``facts`` holds canonical JSON as text,
    so that the very bytes are sealed.
    """

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="log_lines")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    entry = models.CharField(max_length=40, choices=list(ENTRIES.items()))
    text = models.TextField(blank=True, default="")
    facts = models.TextField(default="{}")
    timer = models.OneToOneField("clock.Timer", models.PROTECT, null=True, related_name="+")
    seal_before = models.CharField(max_length=64, blank=True, default="")
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["incident", "number"], name="a_log_number_is_used_once"),)
        indexes = (
            # What figures ask of the log: few lines out of very many.
            models.Index(fields=["incident"], condition=models.Q(entry__in=MEASURED), name="log_of_measured_moments"),
            models.Index(fields=["recorded_at"], condition=models.Q(at__lt=models.F("recorded_at")), name="log_of_claimed_times"),
        )

    def __str__(self) -> str:
        return f"{self.incident_id}/{self.number}"

    @property
    def known(self) -> dict[str, Any]:
        """The facts, read."""
        return as_object(self.facts)

    def seal_it_must_carry(self) -> str:
        """The seal over everything this line says."""
        return seal_of(
            before=self.seal_before,
            incident=self.incident_id,
            number=self.number,
            at=self.at,
            recorded_at=self.recorded_at,
            by_user=self.by_user_id,
            by_name=self.by_name,
            entry=self.entry,
            text=self.text,
            facts=self.facts,
            timer=self.timer_id,
        )
