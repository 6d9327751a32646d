"""The gazetteer: addresses, streets and named places of a centre's area, and the words that occur in them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from dispatch.accounts.models import Centre


def gazetteer_of(centre_id: int) -> models.Subquery:
    """Whose gazetteer and site notes a centre uses: its own, and a training room those of its working centre. It changes only its own."""
    asked = Centre.objects.filter(pk=centre_id).order_by().values(whose=Coalesce("drill_of_id", "pk"))
    return models.Subquery(asked)


class Places(models.QuerySet["Place"]):
    """Questions about places."""

    def known_to(self, centre_id: int) -> Self:
        """Those that the centre finds, which it may not change: see ``gazetteer_of``."""
        return self.filter(centre_id=gazetteer_of(centre_id))

    def of(self, centre_id: int) -> Self:
        """The centre's own."""
        return self.filter(centre_id=centre_id)


class Place(models.Model):
    """One entry of the gazetteer. It is never deleted: what a newer list leaves out is only no longer offered.

    ``words`` is everything that can be searched, in plain lower-case words between single spaces (``rules.places.plain``).
    """

    class Kind(models.TextChoices):
        """What sort of place."""

        ADDRESS = "address", "Address"
        STREET = "street", "Street"
        LANDMARK = "landmark", "Named place"
        MARKER = "marker", "Marker post"

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="places")
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.ADDRESS)
    uprn = models.CharField(max_length=12, blank=True, default="")
    name = models.CharField(max_length=160, blank=True, default="")
    street = models.CharField(max_length=120, blank=True, default="")
    locality = models.CharField(max_length=120, blank=True, default="")
    postcode = models.CharField(max_length=10, blank=True, default="")
    lat = models.FloatField()
    lon = models.FloatField()
    accuracy_m = models.PositiveIntegerField(default=10)
    numbered = models.BooleanField(default=False)
    words = models.CharField(max_length=500)
    in_use = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    objects = Places.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["centre", "key"], name="a_place_is_in_the_gazetteer_once"),
            models.CheckConstraint(condition=Q(lat__range=(-90, 90), lon__range=(-180, 180)), name="a_place_is_on_the_globe"),
        )
        indexes = (models.Index(fields=["centre", "lat", "lon"], name="places_by_position"),)

    def __str__(self) -> str:
        return self.key

    @property
    def line(self) -> str:
        """The first line, as it is spoken: "14 Alder Road", "Merrow Court, Eastbury Road"."""
        if not self.name or not self.street:
            return self.name or self.street
        return f"{self.name} {self.street}" if self.numbered else f"{self.name}, {self.street}"

    @property
    def address(self) -> str:
        """The whole address on one line."""
        return ", ".join(part for part in (self.line, self.locality, self.postcode) if part)


class PlaceWord(models.Model):
    """A word that occurs in a centre's gazetteer: what a misspelt one may have been meant to be."""

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="+")
    word = models.CharField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["centre", "word"], name="a_word_is_kept_once"),)

    def __str__(self) -> str:
        return self.word


class SiteNote(models.Model):
    """What crews should know before they arrive at a place. Written once: it is retired, or replaced by its next wording, never reworded.

    ``source`` says where it is known from ("Fire risk assessment 2026"); ``review_on`` is the day from which it counts as out of date.
    """

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="site_notes")
    place = models.ForeignKey(Place, models.PROTECT, related_name="site_notes")
    hazards = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField(max_length=1000)
    written_at = models.DateTimeField()
    written_by_name = models.CharField(max_length=120)
    source = models.CharField(max_length=120, blank=True, default="")
    review_on = models.DateField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by_name = models.CharField(max_length=120, blank=True, default="")
    retired_why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(retired_at__isnull=True) | ~Q(retired_why=""), name="a_site_note_is_retired_with_a_reason"),
            models.UniqueConstraint(fields=["place", "text"], condition=Q(retired_at__isnull=True), name="a_site_note_stands_once"),
        )
        indexes = (models.Index(fields=["centre", "place"], condition=Q(retired_at__isnull=True), name="standing_site_notes"),)

    def __str__(self) -> str:
        return f"site note {self.pk}"
