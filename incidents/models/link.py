"""A link between two incidents: one is a duplicate of the other, a part of it, or has to do with it."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least


class Links(models.QuerySet["IncidentLink"]):
    """Questions about links."""

    def standing(self) -> Self:
        """Not undone."""
        return self.filter(unlinked_at=None)

    def of(self, incident_id: int) -> Self:
        """The incident's own, in either direction."""
        return self.filter(Q(incident=incident_id) | Q(other=incident_id))


class IncidentLink(models.Model):
    """``incident`` is a duplicate of ``other``, a child of it, or related to it. Undone, never deleted.

    A duplicate's main incident is never itself a duplicate: both are locked while they are linked.
    """

    class Kind(models.TextChoices):
        """How they belong together; a parent is the other end of a child."""

        DUPLICATE = "duplicate", "Duplicate"
        CHILD = "child", "Part of a larger incident"
        RELATED = "related", "Related"

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="links_from")
    other = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="links_to")
    kind = models.CharField(max_length=10, choices=Kind)
    linked_at = models.DateTimeField()
    linked_by_name = models.CharField(max_length=120)
    why = models.CharField(max_length=300, blank=True, default="")
    unlinked_at = models.DateTimeField(null=True, blank=True)
    unlinked_by_name = models.CharField(max_length=120, blank=True, default="")
    unlinked_why = models.CharField(max_length=300, blank=True, default="")

    objects = Links.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(incident=F("other")), name="an_incident_is_not_linked_to_itself"),
            models.UniqueConstraint(
                Least("incident", "other"),
                Greatest("incident", "other"),
                condition=Q(unlinked_at__isnull=True),
                name="two_incidents_are_linked_once",
            ),
            models.UniqueConstraint(
                fields=["incident"], condition=Q(unlinked_at__isnull=True, kind="duplicate"), name="a_duplicate_has_one_main_incident"
            ),
            models.UniqueConstraint(
                fields=["incident"], condition=Q(unlinked_at__isnull=True, kind="child"), name="a_child_has_one_parent"
            ),
        )

    def __str__(self) -> str:
        return f"link {self.pk}"
