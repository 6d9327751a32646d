"""How far a replay of recorded calls has come."""

from django.db import models


class ReplayProgress(models.Model):
    """One replay, in the centre made for it. Moved on in the same transaction as the step it counts.

    ``source_digest`` is the SHA-256 of the source files; ``calls`` is the number of calls it is limited to, if any.
    ``position`` counts the events done; ``at`` is the instant reached on the replay's own clock.
    ``counts`` holds running totals by name: ``{"event": {...}, "anomaly": {...}, "act": {...}, "most": {...}}``.
    """

    centre = models.OneToOneField("accounts.Centre", models.PROTECT, primary_key=True, related_name="+")
    source_digest = models.CharField(max_length=64)
    calls = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField()
    counts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"replay in centre {self.pk}, {self.position} events done"
