"""A station or depot: where units are at home."""

from django.db import models


class Station(models.Model):
    """A place where units are kept."""

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="stations")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["centre", "code"], name="a_station_code_is_used_once"),)

    def __str__(self) -> str:
        return self.name
