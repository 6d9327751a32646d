"""What the centre asked an alarm company about one of its alarms, and what came back."""

from django.db import models
from django.db.models import Q

from incidents.rules.alarm_signals import ANSWERS, QUESTIONS


class AlarmQuestion(models.Model):
    """One question about one alarm (ASAP: an information request), open until its sender answers."""

    signal = models.ForeignKey("incidents.AlarmSignal", models.PROTECT, related_name="questions")
    kind = models.CharField(max_length=10, choices=list(QUESTIONS.items()))
    words = models.CharField(max_length=300, blank=True, default="")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=list(ANSWERS.items()), blank=True, default="")
    answer_words = models.CharField(max_length=2000, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["signal", "kind", "words"], condition=Q(answered_at__isnull=True), name="an_alarm_question_is_open_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="an_answered_alarm_question_has_an_answer",
            ),
        )

    def __str__(self) -> str:
        return f"alarm question {self.pk}"

    @property
    def ask(self) -> str:
        """The question in words."""
        return " ".join(part for part in ("" if self.kind == "other" else QUESTIONS[self.kind], self.words) if part)

    @property
    def said(self) -> str:
        """The answer in words; empty while there is none."""
        return f"{ANSWERS[self.answer]}. {self.answer_words}".strip() if self.answer else ""
