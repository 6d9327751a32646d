"""The questions asked, the answers given, and the advice read."""

from django.db import models
from django.db.models import Q

from incidents.rules.decision_path import Given


class DecisionPath(models.Model):
    """One walk along a decision tree. It pins the pack version it walks."""

    class State(models.TextChoices):
        """Where the walk stands."""

        WALKING = "walking", "Being walked"
        COMPLETE = "complete", "Complete"
        LEFT_EARLY = "left_early", "Left early, with a reason"
        TRANSFERRED = "transferred", "Went over to another type"

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="paths")
    pack = models.ForeignKey("incidents.ProcedurePack", models.PROTECT, related_name="+")
    type_code = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=State, default=State.WALKING)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome_id = models.CharField(max_length=60, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["incident"], condition=Q(state="walking"), name="an_incident_walks_one_path_at_a_time"),
        )

    def __str__(self) -> str:
        return f"path {self.pk}"


class PathAnswer(models.Model):
    """One question and its answer. A changed answer is a new row; the old one says what replaced it."""

    path = models.ForeignKey(DecisionPath, models.PROTECT, related_name="answers")
    number = models.PositiveIntegerField()
    question = models.CharField(max_length=60)
    answer = models.CharField(max_length=60)
    inferred = models.BooleanField(default=False)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["path", "number"], name="a_path_answer_number_is_used_once"),
            models.UniqueConstraint(
                fields=["path", "question"],
                condition=Q(withdrawn_at__isnull=True),
                name="a_question_has_one_standing_answer",
            ),
        )

    def __str__(self) -> str:
        return f"{self.question}: {self.answer}"

    @property
    def given(self) -> Given:
        """The answer as the rules take it."""
        return Given(self.question, self.answer)


class AdviceRead(models.Model):
    """A line of advice that was read, word for word, and to whom. Without a contact: to whoever was on the line."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="advice_read")
    contact = models.ForeignKey("incidents.Contact", models.PROTECT, null=True, blank=True, related_name="advice_read")
    to_whom = models.CharField(max_length=120, blank=True, default="")
    line = models.CharField(max_length=40)
    text = models.TextField()
    pack = models.ForeignKey("incidents.ProcedurePack", models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    read_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["incident", "contact", "line"], name="an_advice_line_is_read_once_to_a_contact"),
            models.UniqueConstraint(
                fields=["incident", "line"], condition=Q(contact__isnull=True), name="an_advice_line_is_read_once_without_a_contact"
            ),
        )
        indexes = (models.Index(fields=["line"], name="advice_read_by_line"),)

    def __str__(self) -> str:
        return self.line
