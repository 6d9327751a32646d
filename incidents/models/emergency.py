"""A crew in danger: a Mayday, or duress that must not show on its phone (BS 8484 practice; CFACC39 P8)."""

from typing import Self

from django.db import models
from django.db.models import Q


class Emergencies(models.QuerySet["Emergency"]):
    """Questions about emergencies."""

    def open(self) -> Self:
        """Not ended yet."""
        return self.filter(ended_at=None)

    def whole(self) -> Self:
        """With what their cards show."""
        return self.select_related("deployment__unit", "incident", "owned_by")


class Emergency(models.Model):
    """One emergency of one crew: it stands on every board and desk of its centre until it has been ended with a result."""

    class Kind(models.TextChoices):
        """What kind of danger, and with it who may end it."""

        MAYDAY = "mayday", "MAYDAY"
        DURESS = "duress", "DURESS"

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="+")
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="emergencies")
    deployment = models.ForeignKey("incidents.Deployment", models.PROTECT, related_name="emergencies")
    alarm = models.OneToOneField("incidents.Escalation", models.PROTECT, related_name="emergency")
    kind = models.CharField(max_length=8, choices=Kind)
    raised_at = models.DateTimeField()
    raised_by_name = models.CharField(max_length=120)
    how = models.CharField(max_length=300, blank=True, default="")
    status_before = models.CharField(max_length=16, blank=True, default="")
    owned_at = models.DateTimeField(null=True, blank=True)
    owned_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    steps_done = models.JSONField(default=dict, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=120, blank=True, default="")
    result = models.CharField(max_length=300, blank=True, default="")
    revision = models.PositiveBigIntegerField(default=1)

    objects = Emergencies.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["deployment", "kind"], condition=Q(ended_at__isnull=True), name="a_crew_has_one_open_emergency_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(owned_at__isnull=True, owned_by__isnull=True) | Q(owned_at__isnull=False, owned_by__isnull=False),
                name="an_owned_emergency_names_its_owner",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, result="") | (Q(ended_at__isnull=False, owned_at__isnull=False) & ~Q(result="")),
                name="an_emergency_ends_owned_and_with_a_result",
            ),
        )
        indexes = (models.Index(fields=["centre"], condition=Q(ended_at__isnull=True), name="open_emergencies"),)

    def __str__(self) -> str:
        return f"emergency {self.pk}"


class CrewWords(models.Model):
    """The safe word and the duress word that a unit's lone worker has agreed with the control room; only their hashes are kept."""

    unit = models.OneToOneField("resources.Unit", models.PROTECT, related_name="+")
    holder = models.CharField(max_length=120)
    safe_hash = models.CharField(max_length=200)
    duress_hash = models.CharField(max_length=200)
    button = models.CharField(max_length=40, default="Routine report")
    agreed_at = models.DateTimeField()
    agreed_by_name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"words of unit {self.unit_id}"
