"""A wish to go lower: asked by one person, decided by another (unit 320 1.6; CFACC39 P1)."""

from django.db import models
from django.db.models import F, Q


class LoweringRequest(models.Model):
    """A priority, or an outcome that sends less, which waits for a supervisor. Until it is decided the higher stays."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", "Waits for a supervisor"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"
        OVERTAKEN = "overtaken", "Overtaken by what happened since"

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="lowering_requests")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    was = models.CharField(max_length=2)
    wanted = models.CharField(max_length=2)
    reason = models.TextField()
    path = models.ForeignKey("incidents.DecisionPath", models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    asked_by_name = models.CharField(max_length=120)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_by_name = models.CharField(max_length=120, blank=True, default="")
    decided_why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["incident"], condition=Q(state="open"), name="an_incident_has_one_open_lowering_request"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="a_decided_lowering_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "refused"]) | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="a_lowering_is_decided_by_another_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.was} to {self.wanted}"
