"""Tokens that programs sign in with. Only a digest is kept."""

import hashlib
import secrets
from datetime import datetime

from django.db import models


def digest_of(token: str) -> str:
    """The SHA-256 of a token, in hexadecimal: what the database holds."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class ApiToken(models.Model):
    """One way in for a program, bound to one person in one centre."""

    membership = models.ForeignKey("accounts.Membership", models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"token {self.pk}"

    @classmethod
    def issue(cls, *, membership_id: int, at: datetime) -> str:
        """Make a token and return it: the only moment its text exists."""
        token = secrets.token_urlsafe(32)
        cls.objects.create(membership_id=membership_id, digest=digest_of(token), made_at=at)
        return token
