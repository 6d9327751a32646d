"""How a conversation was led: entry questions answered, control aids used, how long an interpreter took (CC38 1.2; CFACC39 P2)."""

from django.db import models
from django.db.models import Q


class TalkStep(models.Model):
    """One step of a conversation, of a contact, of an incident, or of both.

    ``code`` is the entry question's, the aid's, or whether it is safe to talk; ``words`` the answer's code, the language asked for, or
    the way agreed with somebody who cannot talk. ``connected_at`` is set
    when the interpreter, the relay operator or the like is on the line.
    """

    class Kind(models.TextChoices):
        """What was done."""

        ENTRY = "entry", "Entry question"
        AID = "aid", "Control aid"
        SAFE = "safe", "Safe to talk"

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="+")
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, null=True, blank=True, related_name="talk")
    contact = models.ForeignKey("incidents.Contact", models.PROTECT, null=True, blank=True, related_name="talk")
    kind = models.CharField(max_length=6, choices=Kind)
    code = models.CharField(max_length=40)
    words = models.CharField(max_length=120, blank=True, default="")
    inferred = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    waits = models.BooleanField(default=False)
    connected_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(incident__isnull=False) | Q(contact__isnull=False), name="a_talk_step_belongs_to_a_conversation"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
