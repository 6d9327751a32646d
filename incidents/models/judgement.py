"""What a person judged about an incident, and on what grounds. Rows are added, never changed: the latest of a kind holds."""

from django.db import models
from django.db.models import Q


class Judgement(models.Model):
    """One judgement. ``code`` says which one of its kind: "hoax", an advice line; ``facts`` holds what else it rests on."""

    class Kind(models.TextChoices):
        """What was judged."""

        VALIDITY = "validity", "Validity of the report"
        RISK = "risk", "Risk, weighed"
        PATH_REVIEW = "path_review", "Path check, reviewed"
        ADVICE_NOT_READ = "advice_not_read", "Advice not read, with a reason"

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="judgements")
    kind = models.CharField(max_length=16, choices=Kind)
    code = models.CharField(max_length=40, blank=True, default="")
    grounds = models.TextField()
    facts = models.JSONField(default=dict, blank=True)
    log_number = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    made_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(grounds=""), name="a_judgement_has_grounds"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class Contradiction(models.Model):
    """A later fact that speaks against an answer; open until the answer is changed, or stands with a reason."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="contradictions")
    answer = models.ForeignKey("incidents.PathAnswer", models.PROTECT, related_name="contradictions")
    words = models.CharField(max_length=300)
    marked_at = models.DateTimeField()
    marked_by_name = models.CharField(max_length=120)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_name = models.CharField(max_length=120, blank=True, default="")
    settled_how = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["answer"], condition=Q(settled_at__isnull=True), name="an_answer_has_one_open_contradiction"),
        )

    def __str__(self) -> str:
        return f"contradiction {self.pk}"
