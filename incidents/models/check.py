"""A check on a deployed crew: planned, asked, answered or missed (320 1.5; BS 8484 practice)."""

from django.db import models
from django.db.models import Q

from incidents.rules.welfare import CHANNELS, FOUND


class Check(models.Model):
    """One check. Only an answer or a stand-down ends it; nobody can wave it away."""

    class State(models.TextChoices):
        """Where it stands."""

        PLANNED = "planned", "Planned"
        ASKED = "asked", "Asked, no answer yet"
        MISSED = "missed", "Missed"
        ANSWERED = "answered", "Answered"
        ENDED = "ended", "No longer needed"

    deployment = models.ForeignKey("incidents.Deployment", models.PROTECT, related_name="checks")
    number = models.PositiveIntegerField()
    question = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    due_at = models.DateTimeField()
    grace_s = models.PositiveIntegerField()
    asked_at = models.DateTimeField(null=True, blank=True)
    missed_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=120, blank=True, default="")
    all_well = models.BooleanField(null=True)
    words = models.CharField(max_length=1000, blank=True, default="")
    said_by = models.CharField(max_length=120, blank=True, default="")
    via = models.CharField(max_length=12, blank=True, default="")
    wants_word = models.BooleanField(default=False)
    wrong_words = models.PositiveSmallIntegerField(default=0)
    escalated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["deployment", "number"], name="a_check_number_is_used_once"),
            models.UniqueConstraint(
                fields=["deployment"],
                condition=Q(state__in=["planned", "asked", "missed"]),
                name="a_crew_has_one_running_check",
            ),
        )
        indexes = (models.Index(fields=["due_at"], name="check_by_time"),)

    def __str__(self) -> str:
        return f"check {self.pk}"

    @property
    def via_word(self) -> str:
        """How the answer came, in words."""
        return CHANNELS.get(self.via, "")


class CheckPlan(models.Model):
    """How often a crew is asked, set for this incident: for one unit, or for every unit when ``deployment`` is empty. The newest holds."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="check_plans")
    deployment = models.ForeignKey("incidents.Deployment", models.PROTECT, null=True, blank=True, related_name="check_plans")
    interval_min = models.PositiveSmallIntegerField()
    grace_min = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=300)
    reason = models.CharField(max_length=300)
    set_at = models.DateTimeField()
    set_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(interval_min__range=(1, 60), grace_min__range=(1, 30)), name="a_check_comes_within_the_hour"
            ),
        )

    def __str__(self) -> str:
        return f"check plan {self.pk}"


class Visit(models.Model):
    """Somebody goes to see a crew that does not answer: a named person, a time by which, and what they found."""

    missed = models.ForeignKey(Check, models.PROTECT, related_name="visits")
    visitor = models.CharField(max_length=120)
    ordered_at = models.DateTimeField()
    ordered_by_name = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    found = models.CharField(max_length=12, blank=True, default="")
    result = models.CharField(max_length=1000, blank=True, default="")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by_name = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["missed"], condition=Q(done_at__isnull=True), name="a_check_has_one_open_visit"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, result="") | (Q(done_at__isnull=False) & ~Q(result="")),
                name="a_visit_ends_with_a_result",
            ),
        )

    def __str__(self) -> str:
        return f"visit {self.pk}"

    @property
    def found_word(self) -> str:
        """What was found, in words."""
        return FOUND.get(self.found, "")
