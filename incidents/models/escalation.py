"""An escalation: an alarm that repeats until a named person takes it (CC38 1.7, 3.5)."""

from typing import Self

from django.db import models
from django.db.models import Q


class Escalations(models.QuerySet["Escalation"]):
    """Questions about escalations."""

    def untaken(self) -> Self:
        """Nobody has taken them yet."""
        return self.filter(taken_at=None)


class Escalation(models.Model):
    """One boundary that was met, who was told with what words, and who took it.

    ``steps`` pins the policy it was raised under: the roles it goes to, one after the other. ``rings_at`` is when it goes on unless it
    is taken. ``watches`` and ``subject`` name the clock that it answers. ``nobody`` names the roles for which nobody was on duty.
    """

    class Cause(models.TextChoices):
        """Which boundary was met."""

        NOT_SENT = "not_sent", "Reported but nobody sent"
        NOT_ACKNOWLEDGED = "not_acknowledged", "Crew has not acknowledged"
        NOT_MOVING = "not_moving", "Crew has not set off"
        NOT_ARRIVED = "not_arrived", "Crew has not arrived"
        NOT_TOLD = "not_told", "Organisation not told"
        NOT_UPDATED = "not_updated", "Promised update not given"
        NOT_SAFE = "not_safe", "No safe outcome"
        OUT_OF_AUTHORITY = "out_of_authority", "Outside the agent's authority"
        NO_CLOCK = "no_clock", "A clock was missing"
        DECLINED = "declined", "Crew declined"
        CHECK_MISSED = "check_missed", "Check on a crew missed"
        HELP_WANTED = "help_wanted", "Crew asks for support"
        MAYDAY = "mayday", "A crew is in danger"
        DURESS = "duress", "A crew may be under duress"
        VISIT_WANTED = "visit_wanted", "Nobody has gone to a crew that is silent"
        ROUND_LATE = "round_late", "A crew is not accounted for"
        NOT_ASSESSED = "not_assessed", "Sent, and still not assessed"
        NOT_REASSESSED = "not_reassessed", "Repeat contact not assessed"
        MAJOR = "major", "Major incident"
        MAJOR_ASKED = "major_asked", "Asks for a major incident"
        NO_SITREP = "no_sitrep", "Situation report not given"
        NOT_DONE = "not_done", "Task not done in time"
        BY_PROCEDURE = "by_procedure", "The procedure's own level"
        BY_HAND = "by_hand", "Escalated by a person"
        CLOCK_FAILED = "clock_failed", "A clock could not be settled"
        ADVICE_RECALL = "advice_recall", "Withdrawn advice: people not told yet"

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="escalations")
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="escalations")
    deployment = models.ForeignKey("incidents.Deployment", models.PROTECT, null=True, blank=True, related_name="escalations")
    cause = models.CharField(max_length=20, choices=Cause)
    level = models.PositiveSmallIntegerField(default=1)
    to_role = models.CharField(max_length=24)
    what = models.CharField(max_length=300)
    action = models.CharField(max_length=300, blank=True, default="")
    raised_at = models.DateTimeField()
    raised_by_name = models.CharField(max_length=120)
    repeats = models.PositiveSmallIntegerField(default=0)
    rings_at = models.DateTimeField(null=True, blank=True)
    watches = models.CharField(max_length=40, blank=True, default="")
    subject = models.BigIntegerField(null=True, blank=True)
    policy = models.PositiveIntegerField(default=0)
    steps = models.JSONField(default=list, blank=True)
    nobody = models.CharField(max_length=120, blank=True, default="")
    boundary = models.CharField(max_length=24, blank=True, default="")
    passed_on = models.TextField(blank=True, default="")
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveBigIntegerField(default=1)

    objects = Escalations.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, taken_by__isnull=True) | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="a_taken_alarm_names_who_took_it",
            ),
        )
        indexes = (
            models.Index(fields=["centre"], condition=Q(taken_at__isnull=True), name="untaken_alarms"),
            models.Index(fields=["centre", "raised_at"], name="alarm_by_time"),
        )

    def __str__(self) -> str:
        return f"escalation {self.pk}"
