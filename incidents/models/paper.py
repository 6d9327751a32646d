"""The paper packs that were printed to disk: their numbers, and when."""

from typing import Self

from django.db import models
from django.db.models import Q


class PaperPacks(models.QuerySet["PaperPack"]):
    """Questions about packs."""

    def of(self, centre_id: int) -> Self:
        """The centre's own."""
        return self.filter(centre_id=centre_id)

    def written(self) -> Self:
        """Those that are on disk, or were: a writer that died left its number without a file."""
        return self.exclude(written_at=None)


class PaperPack(models.Model):
    """One numbered pack. ``begun_at`` is the instant of its picture."""

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="paper_packs")
    number = models.PositiveBigIntegerField()
    begun_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)

    objects = PaperPacks.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["centre", "number"], name="a_paper_pack_number_is_used_once"),
            models.CheckConstraint(
                condition=Q(written_at__isnull=True) | Q(written_at__gte=models.F("begun_at")), name="a_paper_pack_is_begun_first"
            ),
        )

    def __str__(self) -> str:
        return f"paper pack {self.number}"
