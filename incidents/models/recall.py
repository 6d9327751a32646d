"""Advice taken back: the line, what is said in its place, and a call-back for everybody who heard it."""

from typing import Self

from django.db import models
from django.db.models import Q

OPEN_STATES = ("open", "to_sign")


class Recalls(models.QuerySet["Recall"]):
    """Questions about recalls."""

    def of(self, centre_id: int) -> Self:
        """The centre's own."""
        return self.filter(centre_id=centre_id)

    def running(self) -> Self:
        """Somebody is still to be told."""
        return self.filter(models.Exists(RecallTask.objects.filter(recall=models.OuterRef("pk"), state__in=OPEN_STATES)))


class Recall(models.Model):
    """A line of advice that was withdrawn. ``due_at`` is when everybody who heard it should have been told."""

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="recalls")
    line = models.CharField(max_length=40)
    why = models.TextField()
    say_instead = models.CharField(max_length=300)
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    closed_within_h = models.PositiveIntegerField()
    due_at = models.DateTimeField()
    alarm = models.ForeignKey("incidents.Escalation", models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    lifted_why = models.CharField(max_length=300, blank=True, default="")
    revision = models.PositiveBigIntegerField(default=1)

    objects = Recalls.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="a_lifted_recall_names_who_lifted_it",
            ),
            models.CheckConstraint(condition=~Q(say_instead=""), name="a_recall_says_what_to_say_instead"),
        )

    def __str__(self) -> str:
        return f"recall {self.pk}"

    @property
    def replacement(self) -> str:
        """The name under which the words in its place are read."""
        return f"instead-{self.pk}"


class RecalledWording(models.Model):
    """The very words that may not be read any more. Another wording of the line, newly approved, may."""

    recall = models.ForeignKey(Recall, models.PROTECT, related_name="wordings")
    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="+")
    line = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    text = models.TextField()
    standing = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["centre", "line", "digest"], condition=Q(standing=True), name="a_wording_is_withdrawn_once_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return self.line


class RecallTask(models.Model):
    """Somebody who heard a withdrawn line and must be told. Without a contact: whoever the incident's own number reaches."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", "To be called back"
        TO_SIGN = "to_sign", "Cannot be reached: a supervisor signs"
        TOLD = "told", "Reached and told"
        TOLD_OTHERWISE = "told_otherwise", "Told by another way"
        UNREACHABLE = "unreachable", "Cannot be reached, signed"
        NOT_NEEDED = "not_needed", "No longer needed: the line may be read again"

    recall = models.ForeignKey(Recall, models.PROTECT, related_name="tasks")
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="recall_tasks")
    contact = models.ForeignKey("incidents.Contact", models.PROTECT, null=True, blank=True, related_name="recall_tasks")
    read = models.ForeignKey("incidents.AdviceRead", models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=State, default=State.OPEN)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    again_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=300, blank=True, default="")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["recall", "contact"], name="a_contact_is_called_back_once_for_a_recall"),
            models.UniqueConstraint(
                fields=["recall", "incident"], condition=Q(contact__isnull=True), name="an_incident_is_called_back_once_for_a_recall"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, done_at__isnull=True, done_by__isnull=True)
                | (~Q(state__in=OPEN_STATES) & Q(done_at__isnull=False, done_by__isnull=False)),
                name="a_call_back_is_done_with_a_result_and_a_name",
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, taken_by__isnull=True) | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="a_taken_call_back_names_who_has_it",
            ),
        )
        indexes = (models.Index(fields=["recall"], condition=Q(state__in=OPEN_STATES), name="call_backs_to_make"),)

    def __str__(self) -> str:
        return f"call-back {self.pk}"
