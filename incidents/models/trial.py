"""A trial: a version of a procedure run against recorded answers, and what it would have changed."""

from typing import Self

from django.db import models
from django.db.models import Q


class Trials(models.QuerySet["Trial"]):
    """Questions about trials."""

    def of(self, centre_id: int) -> Self:
        """The centre's own."""
        return self.filter(centre_id=centre_id)

    def unfinished(self) -> Self:
        """Asked for, or being run."""
        return self.filter(state__in=(Trial.State.ASKED, Trial.State.RUNNING))


class Trial(models.Model):
    """One run over the incidents opened from ``since`` until ``until``. ``digest`` is the text that was tried: a draft may change later."""

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", "Waiting to be run"
        RUNNING = "running", "Being run"
        DONE = "done", "Done"
        FAILED = "failed", "Could not be run"

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="trials")
    pack = models.ForeignKey("incidents.ProcedurePack", models.CASCADE, related_name="trials")
    digest = models.CharField(max_length=64)
    version = models.CharField(max_length=24)
    status_then = models.CharField(max_length=12)
    since = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    next_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    totals = models.JSONField(default=dict, blank=True)
    trouble = models.CharField(max_length=300, blank=True, default="")

    objects = Trials.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until__gt=models.F("since")), name="a_trial_covers_some_time"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed"], done_at__isnull=False)
                | (~Q(state__in=["done", "failed"]) & Q(done_at__isnull=True)),
                name="a_finished_trial_has_a_time",
            ),
        )
        indexes = (models.Index(fields=["next_at"], condition=Q(state__in=["asked", "running"]), name="trials_to_run"),)

    def __str__(self) -> str:
        return f"trial {self.pk}"


class TrialCase(models.Model):
    """Incidents with the very same answers, and therefore the same two paths: ``before`` as recorded, ``after`` in the version tried."""

    class Verdict(models.TextChoices):
        """What the version would have done."""

        CHANGED = "changed", "Something else"
        STUCK = "stuck", "Cannot be replayed"
        SAME = "same", "The same"

    trial = models.ForeignKey(Trial, models.CASCADE, related_name="cases")
    number = models.PositiveIntegerField()
    type_code = models.CharField(max_length=60)
    verdict = models.CharField(max_length=8, choices=Verdict)
    differences = models.JSONField(default=list, blank=True)
    incidents = models.PositiveIntegerField()
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["trial", "number"], name="a_case_number_is_used_once_in_a_trial"),)

    def __str__(self) -> str:
        return f"case {self.number}"


class TrialRow(models.Model):
    """One incident of a trial."""

    case = models.ForeignKey(TrialCase, models.CASCADE, related_name="rows")
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "incident"], name="an_incident_is_once_in_a_case"),)

    def __str__(self) -> str:
        return f"incident {self.incident_id}"
