"""Readings of where an incident is."""

from django.db import models
from django.db.models import Q

from incidents.rules.whereabouts import METHODS


class LocationReading(models.Model):
    """One reading of where it is. Readings that disagree stay side by side; none is overwritten, one at most is in use."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="readings")
    text = models.CharField(max_length=300, blank=True, default="")
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    method = models.CharField(max_length=24, default="said")
    accuracy_m = models.PositiveIntegerField(null=True, blank=True)
    meaning = models.CharField(max_length=300, blank=True, default="")
    place = models.ForeignKey("resources.Place", models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=120, blank=True, default="")
    read_at = models.DateTimeField()
    read_back = models.BooleanField(default=False)
    in_use = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["incident"], condition=Q(in_use=True), name="one_reading_is_in_use"),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="a_reading_is_on_the_globe",
            ),
        )

    def __str__(self) -> str:
        return f"reading {self.pk}"

    @property
    def method_word(self) -> str:
        """How it was read, in words. Other systems may name methods of their own."""
        return METHODS.get(self.method, self.method.replace("_", " ").capitalize())
