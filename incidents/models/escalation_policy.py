"""How a centre escalates: the roles that are told one after the other, and how long each has. A new version never changes an old one."""

from typing import Self

from django.db import models


class EscalationPolicies(models.QuerySet["EscalationPolicy"]):
    """Questions about policies."""

    def newest_of(self, centre_id: int) -> Self:
        """The version in force comes first."""
        return self.filter(centre_id=centre_id).order_by("-version")


class EscalationPolicy(models.Model):
    """One version. ``steps`` is ``[{role, wait_s}]``, the lowest role first; the last one repeats until somebody takes the alarm."""

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="escalation_policies")
    version = models.PositiveIntegerField()
    steps = models.JSONField()
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=120)

    objects = EscalationPolicies.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["centre", "version"], name="a_policy_version_is_used_once"),)

    def __str__(self) -> str:
        return f"escalation policy {self.version} of {self.centre_id}"
