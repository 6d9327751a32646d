"""A personnel-accountability round: every crew at one incident is asked at once, and each is heard or not."""

from django.db import models
from django.db.models import Q


class Round(models.Model):
    """One round at one incident. It ends when every crew is accounted for; past its time it is late, and escalates."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=300, blank=True, default="")
    started_at = models.DateTimeField()
    started_by_name = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    late_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["incident", "number"], name="a_round_number_is_used_once"),
            models.UniqueConstraint(fields=["incident"], condition=Q(ended_at__isnull=True), name="an_incident_has_one_running_round"),
        )

    def __str__(self) -> str:
        return f"round {self.pk}"


class RoundAnswer(models.Model):
    """One crew in a round: asked, and accounted for by its own answer, by radio on its behalf, or because it has left."""

    class State(models.TextChoices):
        """How it stands."""

        ASKED = "asked", "Not heard yet"
        ALL_HERE = "all_here", "All accounted for"
        MISSING = "missing", "Somebody is missing"
        LEFT = "left", "Has left"

    round = models.ForeignKey(Round, models.PROTECT, related_name="answers")
    deployment = models.ForeignKey("incidents.Deployment", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=120, blank=True, default="")
    said_by = models.CharField(max_length=120, blank=True, default="")
    via = models.CharField(max_length=12, blank=True, default="")
    words = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["round", "deployment"], name="a_crew_is_asked_once_a_round"),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at__isnull=True) | (~Q(state="asked") & Q(answered_at__isnull=False)),
                name="an_answer_in_a_round_has_its_time",
            ),
        )

    def __str__(self) -> str:
        return f"answer {self.pk}"
