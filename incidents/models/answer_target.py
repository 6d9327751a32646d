"""How soon a centre wants its contacts answered and its lost callers called back: by channel, and by line where a line differs."""

from django.db import models

from incidents.models.contact import Contact


class AnswerTarget(models.Model):
    """One target. An empty line stands for every line of the channel that has no target of its own."""

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="answer_targets")
    channel = models.CharField(max_length=12, choices=Contact.Channel)
    line = models.CharField(max_length=60, blank=True, default="")
    answer_s = models.PositiveIntegerField()
    callback_s = models.PositiveIntegerField(default=900)
    basis = models.CharField(max_length=160, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["centre", "channel", "line"], name="a_line_has_one_answer_target"),
            models.CheckConstraint(condition=models.Q(answer_s__gte=1, callback_s__gte=1), name="a_target_is_at_least_a_second"),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.line}: {self.answer_s} s"
