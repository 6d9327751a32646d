"""A unit: a crew, a vehicle or a person that can be sent."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from resources.rules.status import STATUSES, Meaning

STATUS_CHOICES = [(code, meaning.word) for code, meaning in STATUSES.items()]


class Capability(models.Model):
    """Something a unit can do, named as response plans name it."""

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="capabilities")
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=160)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["centre", "code"], name="a_capability_code_is_used_once"),)

    def __str__(self) -> str:
        return self.label


class Units(models.QuerySet["Unit"]):
    """Questions about units."""

    def of(self, centre_id: int) -> Self:
        """The centre's own."""
        return self.filter(centre_id=centre_id)

    def for_cards(self) -> Self:
        """With everything their cards show."""
        return self.select_related("station").prefetch_related("capabilities")


class Unit(models.Model):
    """Who can be sent, and what they are doing now. Where they are sent lives with the incident."""

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="units")
    call_sign = models.CharField(max_length=24)
    name = models.CharField(max_length=120, blank=True, default="")
    kind = models.CharField(max_length=60, blank=True, default="")
    exercise = models.BooleanField(default=False)
    capabilities = models.ManyToManyField(Capability, related_name="units", blank=True)
    engaged_on = models.CharField(max_length=24, blank=True, default="")
    station = models.ForeignKey("resources.Station", models.PROTECT, null=True, blank=True, related_name="units")
    status = models.CharField(max_length=20, choices=STATUS_CHOICES, default="off_duty")
    status_at = models.DateTimeField()
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    position_at = models.DateTimeField(null=True, blank=True)
    email = models.EmailField(blank=True, default="")
    telephone = models.CharField(max_length=40, blank=True, default="")
    revision = models.PositiveBigIntegerField(default=1)

    objects = Units.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["centre", "call_sign"], name="a_call_sign_is_used_once"),
            models.CheckConstraint(condition=Q(status__in=list(STATUSES)), name="a_unit_has_a_known_status"),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="a_unit_is_on_the_globe",
            ),
        )

    def __str__(self) -> str:
        return self.call_sign

    @cached_property
    def codes(self) -> list[str]:
        """The codes of its capabilities, in order. A reader of many units sets it beforehand (``capability_codes``)."""
        return sorted(capability.code for capability in self.capabilities.all())

    @property
    def meaning(self) -> Meaning:
        """What its status means."""
        return STATUSES[self.status]
