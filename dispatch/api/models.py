"""The answers already given to writes, so that a repeated write gets the same answer and does nothing twice."""

from django.db import models


class FirstAnswer(models.Model):
    """What the first request with an idempotency key was told.

    A row without a status belongs to a request still under way: it is written in the request's own transaction, so a
    request that dies leaves none.
    """

    centre = models.ForeignKey("accounts.Centre", models.CASCADE, related_name="+")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(default="")
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["centre", "user", "key"], name="a_key_is_answered_once"),)

    def __str__(self) -> str:
        return f"answer {self.pk}"
