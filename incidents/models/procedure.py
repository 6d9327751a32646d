"""A version of a procedure pack. A draft may be written in; once its review began, its text never changes: a new text is a new row.

What packs share lives the same life as a pack of its own, ``pack_id`` "core"; it has no incident types and its ``body`` is empty.
"""

from typing import Self

from django.db import models
from django.db.models import Q

from incidents.rules.packs.core_shape import CORE_ID
from incidents.rules.procedure_life import STANCES


class ProcedurePacks(models.QuerySet["ProcedurePack"]):
    """Questions about packs."""

    def of(self, centre_id: int) -> Self:
        """The centre's own."""
        return self.filter(centre_id=centre_id)

    def live(self) -> Self:
        """Packs in use for new incidents."""
        return self.packs().filter(status=ProcedurePack.Status.LIVE)

    def packs(self) -> Self:
        """Versions of packs, without what they share."""
        return self.exclude(pack_id=CORE_ID)

    def shared(self) -> Self:
        """Versions of what packs share."""
        return self.filter(pack_id=CORE_ID)

    def light(self) -> Self:
        """Without the texts, which are long."""
        return self.defer("core", "body", "working")


class ProcedurePack(models.Model):
    """One version of one pack, with the core library it was validated against. Database triggers keep a reviewed text as it was.

    ``body`` is always a text of the pack's shape. ``working`` is a draft as it was typed while it has no such shape, else null.
    ``revision`` counts every change of a draft, ``structure`` is the revision at which parts were last added, moved or removed.
    ``changed_types`` says, by type code, which live version first had the words that this one has for it (``since``), and which
    version was in use before a reader was asked to read them (``before``).
    """

    class Status(models.TextChoices):
        """Where the version stands."""

        DRAFT = "draft", "Draft"
        IN_REVIEW = "in_review", "In review"
        APPROVED = "approved", "Approved"
        LIVE = "live", "Live"
        RETIRED = "retired", "Retired"

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="packs")
    pack_id = models.CharField(max_length=80)
    version = models.CharField(max_length=24)
    title = models.CharField(max_length=400)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    digest = models.CharField(max_length=64)
    core = models.JSONField()
    body = models.JSONField()
    loaded_at = models.DateTimeField()
    working = models.JSONField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    structure = models.PositiveIntegerField(default=1)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="descendants")
    local_values = models.JSONField(default=dict, blank=True)
    changed_types = models.JSONField(default=dict, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    live_at = models.DateTimeField(null=True, blank=True)

    objects = ProcedurePacks.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["centre", "pack_id", "digest"], condition=~Q(status__in=["draft", "retired"]), name="a_pack_text_is_in_use_once"
            ),
            models.UniqueConstraint(fields=["centre", "pack_id"], condition=Q(status="live"), name="a_pack_has_one_live_version"),
            models.CheckConstraint(condition=Q(working__isnull=True) | Q(status="draft"), name="only_a_draft_is_half_written"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | (Q(approved_at__isnull=False, approved_by__isnull=False) & ~Q(status__in=["draft", "in_review"])),
                name="an_approval_has_a_name_and_a_time",
            ),
            models.CheckConstraint(condition=~Q(status="approved") | Q(approved_at__isnull=False), name="an_approved_version_was_signed"),
        )

    def __str__(self) -> str:
        return f"{self.pack_id} {self.version}"

    @property
    def is_shared(self) -> bool:
        """True for what packs share."""
        return self.pack_id == CORE_ID


class ProcedureAuthor(models.Model):
    """Somebody who wrote in a version, and therefore cannot approve it. A database trigger refuses their signature."""

    pack = models.ForeignKey(ProcedurePack, models.CASCADE, related_name="authors")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["pack", "user"], name="an_author_is_named_once"),)

    def __str__(self) -> str:
        return f"author {self.user_id} of {self.pack_id}"


class ProcedureConsultation(models.Model):
    """Somebody who was asked about a version in review, and what they said."""

    pack = models.ForeignKey(ProcedurePack, models.CASCADE, related_name="consultations")
    who = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    stance = models.CharField(max_length=12, choices=list(STANCES.items()), blank=True, default="")
    said = models.TextField(blank=True, default="")
    said_at = models.DateTimeField(null=True, blank=True)
    written_by = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["pack", "who"], name="a_consultee_is_asked_once_about_a_version"),
            models.CheckConstraint(
                condition=Q(stance="", said_at__isnull=True) | (~Q(stance="") & Q(said_at__isnull=False)),
                name="a_consultee_who_spoke_has_a_stance_and_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"consultation {self.pk}"


class ProcedureReading(models.Model):
    """A person acknowledged the changed words of one incident type, in the version that first had them."""

    pack = models.ForeignKey(ProcedurePack, models.CASCADE, related_name="readings")
    type_code = models.CharField(max_length=60)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["pack", "type_code", "user"], name="a_change_is_acknowledged_once"),)

    def __str__(self) -> str:
        return f"reading {self.pk}"


class ProcedureEvent(models.Model):
    """One thing that happened to a version. Database triggers refuse UPDATE and DELETE."""

    class What(models.TextChoices):
        """What happened."""

        STARTED = "started", "Draft begun"
        IMPORTED = "imported", "Brought in from a file"
        LOADED = "loaded", "Loaded from a folder"
        EDITED = "edited", "Edited"
        SHARED = "shared", "What packs share was renewed"
        SUBMITTED = "submitted", "Put up for review"
        ASKED = "asked", "Consultee asked"
        SAID = "said", "Consultee spoke"
        RETURNED = "returned", "Sent back to its authors"
        APPROVED = "approved", "Approved and signed"
        LOCAL_SET = "local_set", "Local value set"
        LIVE = "live", "Put into use"
        RETIRED = "retired", "Taken out of use"
        DISCARDED = "discarded", "Draft thrown away"

    pack = models.ForeignKey(ProcedurePack, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=10, choices=What)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    words = models.TextField(blank=True, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["pack", "number"], name="a_procedure_event_number_is_used_once"),)

    def __str__(self) -> str:
        return f"procedure event {self.pk}"
