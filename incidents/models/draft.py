"""What somebody has typed and not sent yet, field by field, so that a crash, a reload or another agent loses no word."""

from django.db import models
from django.db.models import Q


class Draft(models.Model):
    """One person's unsent words in one field: of an incident, of a contact, or of what they are about to log.

    ``over`` is what the field held when the typing began. ``writer`` names the browser window that saved last and ``turn`` its
    own count of saves: a late save of an earlier turn changes nothing, and another window's words are never written over unseen.
    """

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, null=True, blank=True, related_name="drafts")
    contact = models.ForeignKey("incidents.Contact", models.PROTECT, null=True, blank=True, related_name="drafts")
    field = models.CharField(max_length=80)
    text = models.TextField()
    over = models.TextField(blank=True, default="")
    version = models.PositiveBigIntegerField(default=1)
    writer = models.CharField(max_length=40)
    turn = models.PositiveBigIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["incident", "person", "field"], condition=Q(incident__isnull=False), name="a_draft_of_an_incident_is_kept_once"
            ),
            models.UniqueConstraint(
                fields=["contact", "person", "field"], condition=Q(contact__isnull=False), name="a_draft_of_a_contact_is_kept_once"
            ),
            models.UniqueConstraint(
                fields=["centre", "person", "field"],
                condition=Q(incident__isnull=True, contact__isnull=True),
                name="a_draft_of_something_new_is_kept_once",
            ),
            models.CheckConstraint(condition=Q(incident__isnull=True) | Q(contact__isnull=True), name="a_draft_has_one_subject"),
        )
        indexes = (models.Index(fields=["saved_at"], name="drafts_by_age"),)

    def __str__(self) -> str:
        return f"draft {self.pk}"
