"""What happened to a contact, line by line, and the procedure that was followed when nobody spoke."""

from django.db import models

from incidents.rules.contact_words import WHAT
from incidents.rules.silence import OUTCOMES


class ContactLine(models.Model):
    """One line of a contact's history. Written once."""

    contact = models.ForeignKey("incidents.Contact", models.PROTECT, related_name="lines")
    at = models.DateTimeField()
    by_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    what = models.CharField(max_length=24, choices=list(WHAT.items()))
    text = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.what}"


class SilentCall(models.Model):
    """A call on which nobody spoke: which steps were taken, what was heard, and what was made of it.

    ``steps`` holds ``{step, heard, words, at, by}`` in the order in which they were taken.
    """

    contact = models.OneToOneField("incidents.Contact", models.PROTECT, related_name="silent_call")
    begun_at = models.DateTimeField()
    steps = models.JSONField(default=list)
    outcome = models.CharField(max_length=16, choices=list(OUTCOMES.items()), blank=True, default="")
    outcome_words = models.CharField(max_length=300, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(outcome="", ended_at__isnull=True) | (~models.Q(outcome="") & models.Q(ended_at__isnull=False)),
                name="a_silent_call_ends_with_an_outcome",
            ),
        )

    def __str__(self) -> str:
        return f"silent call {self.contact_id}"
