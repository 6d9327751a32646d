"""How far a centre's e-mail inbox has been read, and which process reads it now."""

from django.db import models


class Mailbox(models.Model):
    """One inbox. ``name`` says which (server, account, folder); ``uid`` is the last letter taken under ``uid_validity``.

    ``tried_at`` is the end of the last round, ``read_at`` of the last that went well; ``waiting`` letters were left for the next round.
    """

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="mailboxes")
    name = models.CharField(max_length=200)
    uid_validity = models.PositiveBigIntegerField(default=0)
    uid = models.PositiveBigIntegerField(default=0)
    leased_until = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=200, blank=True, default="")
    waiting = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["centre", "name"], name="an_inbox_is_read_in_one_place"),)

    def __str__(self) -> str:
        return f"mailbox {self.pk}"
