"""A major incident: that it was declared, METHANE version by version, who commands, who is there, what is to be done (JESIP)."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from incidents.rules.jesip import IIMARCH
from incidents.rules.major import FIELDS, LEVELS, PLACES


class Majors(models.QuerySet["MajorIncident"]):
    """Questions about major incidents."""

    def standing(self) -> Self:
        """Not stood down."""
        return self.filter(stood_down_at=None)


class MajorIncident(models.Model):
    """One incident run as a major one, from standby or declaration until it is stood down with a reason and a date to debrief.

    ``sitrep_from`` is when the last situation report was given, ``sitrep_due_at`` when the next one is due.
    """

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="majors")
    levels = models.CharField(max_length=10, choices=[(code, " ".join(names.values())) for code, names in LEVELS.items()], default="gold")
    opened_at = models.DateTimeField()
    opened_by_name = models.CharField(max_length=120)
    declared_at = models.DateTimeField(null=True, blank=True)
    declared_by_name = models.CharField(max_length=120, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    inform = models.JSONField(default=list, blank=True)
    sitrep_every_min = models.PositiveSmallIntegerField()
    sitrep_from = models.DateTimeField()
    sitrep_due_at = models.DateTimeField()
    stood_down_at = models.DateTimeField(null=True, blank=True)
    stood_down_by_name = models.CharField(max_length=120, blank=True, default="")
    stood_down_why = models.CharField(max_length=300, blank=True, default="")
    handed_over = models.JSONField(default=dict, blank=True)
    debrief_on = models.DateField(null=True, blank=True)

    objects = Majors.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["incident"], condition=Q(stood_down_at__isnull=True), name="an_incident_is_one_major_incident_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(stood_down_at__isnull=True) | ~Q(stood_down_why=""), name="a_major_incident_is_stood_down_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(stood_down_at__isnull=True) | Q(declared_at__isnull=True) | Q(debrief_on__isnull=False),
                name="a_declared_major_incident_is_debriefed",
            ),
        )

    def __str__(self) -> str:
        return f"major incident {self.pk}"


class Methane(models.Model):
    """One version of METHANE about an incident; ETHANE while ``major`` is empty. Never changed: news is a new version."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="methanes")
    version = models.PositiveIntegerField()
    major = models.CharField(max_length=10, blank=True, default="")
    exact_location = models.TextField(blank=True, default="")
    type_of_incident = models.TextField(blank=True, default="")
    hazards = models.TextField(blank=True, default="")
    access = models.TextField(blank=True, default="")
    casualties = models.TextField(blank=True, default="")
    services = models.TextField(blank=True, default="")
    casualty_count = models.PositiveIntegerField(null=True, blank=True)
    sitrep = models.TextField(blank=True, default="")
    changed = models.JSONField(default=list, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["incident", "version"], name="a_methane_version_is_used_once"),)

    def __str__(self) -> str:
        return f"methane {self.pk}"

    def letters(self) -> dict[str, str]:
        """Its words, by letter."""
        return {code: getattr(self, code) for code in FIELDS}


class CommandPost(models.Model):
    """One person in one role: asked, then in it from the moment of acceptance until somebody else has taken it over."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="command_posts")
    role = models.CharField(max_length=12)
    person = models.CharField(max_length=120)
    organisation = models.CharField(max_length=120, blank=True, default="")
    reached_on = models.CharField(max_length=120, blank=True, default="")
    offered_at = models.DateTimeField()
    offered_by_name = models.CharField(max_length=120)
    handover = models.TextField(blank=True, default="")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by_name = models.CharField(max_length=120, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["incident", "role"],
                condition=Q(accepted_at__isnull=False, ended_at__isnull=True),
                name="a_command_role_is_held_by_one_person",
            ),
            models.UniqueConstraint(
                fields=["incident", "role"],
                condition=Q(accepted_at__isnull=True, ended_at__isnull=True),
                name="a_command_role_is_offered_to_one_person",
            ),
        )

    def __str__(self) -> str:
        return f"command post {self.pk}"


class Attendance(models.Model):
    """Somebody or something at the meeting point, the scene or the command post, that is not one of the centre's own crews."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="attendances")
    who = models.CharField(max_length=120)
    organisation = models.CharField(max_length=120, blank=True, default="")
    place = models.CharField(max_length=8, choices=list(PLACES.items()))
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    recorded_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["incident", "who", "organisation"], condition=Q(left_at__isnull=True), name="who_attends_is_in_one_place"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")), name="nobody_leaves_before_arriving"
            ),
        )

    def __str__(self) -> str:
        return f"attendance {self.pk}"


class MajorTask(models.Model):
    """Something that a named person does by a time; it rings when the time has passed and it is not done."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="major_tasks")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=300)
    owner = models.CharField(max_length=120)
    set_at = models.DateTimeField()
    set_by_name = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by_name = models.CharField(max_length=120, blank=True, default="")
    result = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["incident", "number"], name="a_task_number_is_used_once"),
            models.CheckConstraint(condition=Q(done_at__isnull=True) | ~Q(result=""), name="a_task_is_done_with_a_result"),
        )

    def __str__(self) -> str:
        return f"task {self.pk}"


class JointBriefing(models.Model):
    """One version of IIMARCH, sent to every crew of the major incident at once; each crew's own brief carries it."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="joint_briefings")
    version = models.PositiveIntegerField()
    information = models.TextField()
    intent = models.TextField()
    method = models.TextField()
    administration = models.TextField(blank=True, default="")
    risk_assessment = models.TextField()
    communications = models.TextField(blank=True, default="")
    humanitarian = models.TextField(blank=True, default="")
    sent_at = models.DateTimeField()
    sent_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["incident", "version"], name="a_joint_briefing_version_is_used_once"),)

    def __str__(self) -> str:
        return f"joint briefing {self.pk}"

    def parts(self) -> dict[str, str]:
        """Its seven parts, by code."""
        return {code: getattr(self, code) for code in IIMARCH}
