"""An incident."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from incidents.rules.major import STATES as MAJOR
from incidents.rules.path_check import PATH_CHECKS
from incidents.rules.stages import STAGES


class Incidents(models.QuerySet["Incident"]):
    """Questions about incidents."""

    def of(self, centre_id: int) -> Self:
        """The centre's own."""
        return self.filter(centre_id=centre_id)

    def open(self) -> Self:
        """Not closed."""
        return self.filter(closed_at=None)

    def counted(self) -> Self:
        """Those that figures are made of: no exercise, and a duplicate is counted with its main incident."""
        return self.filter(duplicate_of="", exercise=False)

    def for_cards(self) -> Self:
        """Without what a card does not show: an outcome is many times its card's size."""
        return self.defer("outcome", "explanation", "access", "hazards", "read_back", "close_outcome", "close_facts")

    def real(self) -> Self:
        """Without exercises: what figures count."""
        return self.filter(exercise=False)

    def most_urgent_first(self) -> Self:
        """P1 before P5, unassessed ones as P1, then the oldest."""
        return self.order_by("urgency", "opened_at", "pk")


class Incident(models.Model):
    """One incident. Changed only inside the change frame, which keeps its revision, log, clocks and board in step.

    ``reopened_at`` is when its questions were opened again, ``priority_at`` when its priority last changed, ``level_passed`` the
    procedure's last level that has come.
    """

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="incidents")
    number = models.PositiveBigIntegerField()
    reference = models.CharField(max_length=24)
    revision = models.PositiveBigIntegerField(default=0)
    stage = models.CharField(max_length=12, choices=list(STAGES.items()), default="assessing")
    exercise = models.BooleanField(default=False)
    summary = models.TextField(blank=True, default="")
    type_code = models.CharField(max_length=40, blank=True, default="")
    type_title = models.CharField(max_length=160, blank=True, default="")
    pack = models.ForeignKey("incidents.ProcedurePack", models.PROTECT, null=True, blank=True, related_name="incidents")
    priority = models.CharField(max_length=2, blank=True, default="")
    urgency = models.PositiveSmallIntegerField(default=1)
    outcome = models.JSONField(null=True, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    explanation = models.TextField(blank=True, default="")
    reassessing = models.BooleanField(default=False)
    major = models.CharField(max_length=10, choices=list(MAJOR.items()), blank=True, default="")
    major_at = models.DateTimeField(null=True, blank=True)
    path_check = models.CharField(max_length=10, choices=list(PATH_CHECKS.items()), blank=True, default="")
    reopened_at = models.DateTimeField(null=True, blank=True)
    priority_at = models.DateTimeField(null=True, blank=True)
    level_passed = models.PositiveSmallIntegerField(default=0)
    validity = models.CharField(max_length=12, blank=True, default="")
    lowering_to = models.CharField(max_length=2, blank=True, default="")
    flags = models.JSONField(default=list, blank=True)
    place_text = models.CharField(max_length=300, blank=True, default="")
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    access = models.TextField(blank=True, default="")
    hazards = models.TextField(blank=True, default="")
    caller_name = models.CharField(max_length=120, blank=True, default="")
    callback_number = models.CharField(max_length=40, blank=True, default="")
    callback_e164 = models.CharField(max_length=20, blank=True, default="")
    read_back = models.JSONField(default=list, blank=True)
    opened_at = models.DateTimeField()
    opened_by_name = models.CharField(max_length=120)
    handled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    stage_at = models.DateTimeField()
    first_sent_at = models.DateTimeField(null=True, blank=True)
    first_at_scene_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    duplicate_of = models.CharField(max_length=24, blank=True, default="")
    close_code = models.CharField(max_length=40, blank=True, default="")
    close_outcome = models.TextField(blank=True, default="")
    close_facts = models.JSONField(default=dict, blank=True)
    epoch = models.PositiveIntegerField(default=0)
    log_count = models.PositiveBigIntegerField(default=0)
    log_head = models.CharField(max_length=64, blank=True, default="")

    objects = Incidents.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["centre", "number"], name="an_incident_number_is_used_once"),
            models.UniqueConstraint(fields=["centre", "reference"], name="an_incident_reference_is_used_once"),
            models.CheckConstraint(
                condition=Q(stage="closed", closed_at__isnull=False) | (~Q(stage="closed") & Q(closed_at__isnull=True)),
                name="a_closed_incident_has_a_closing_time",
            ),
            models.CheckConstraint(condition=Q(priority__in=["", "P1", "P2", "P3", "P4", "P5"]), name="a_priority_is_p1_to_p5"),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="an_incident_is_on_the_globe",
            ),
            models.CheckConstraint(condition=Q(path_check__in=["", *PATH_CHECKS]), name="a_path_check_is_a_known_one"),
            models.CheckConstraint(
                condition=~Q(major__in=["standby", "declared"]) | Q(closed_at__isnull=True), name="a_major_incident_is_open"
            ),
            models.CheckConstraint(condition=Q(duplicate_of="") | Q(closed_at__isnull=False), name="a_duplicate_is_closed"),
            models.CheckConstraint(condition=~Q(duplicate_of=F("reference")), name="an_incident_is_no_duplicate_of_itself"),
        )
        indexes = (
            models.Index(fields=["centre", "urgency", "opened_at"], condition=Q(closed_at__isnull=True), name="open_incidents"),
            models.Index(fields=["centre", "opened_at"], name="incident_by_opening"),
            models.Index(fields=["centre", "closed_at"], name="incident_by_end"),
            models.Index(fields=["centre", "callback_e164"], condition=~Q(callback_e164=""), name="incident_by_callback"),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def place_known(self) -> bool:
        """Whether a crew could be sent somewhere."""
        return bool(self.place_text or self.lat is not None)

    @property
    def is_major(self) -> bool:
        """Run as a major incident now: standing by to be one, or declared."""
        return self.major in ("standby", "declared")

    @property
    def is_open(self) -> bool:
        """Not closed."""
        return self.closed_at is None

    @property
    def deploys(self) -> bool:
        """Whether its outcome sends units."""
        return "deploy" in (self.outcome or {}).get("disposition", "")
