"""A unit sent to an incident, and the support its crew asks for."""

from typing import Self

from django.db import models
from django.db.models import Q

from incidents.rules.deployments import STATUS_WORDS


class Deployments(models.QuerySet["Deployment"]):
    """Questions about deployments."""

    def active(self) -> Self:
        """Sent and not yet released."""
        return self.filter(ended_at=None)


class Deployment(models.Model):
    """A unit sent to an incident, and what it was told to do there."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="deployments")
    unit = models.ForeignKey("resources.Unit", models.PROTECT, related_name="deployments")
    status = models.CharField(max_length=16, choices=list(STATUS_WORDS.items()), default="alerted")
    task = models.TextField()
    sent_at = models.DateTimeField()
    sent_by_name = models.CharField(max_length=120)
    read_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    en_route_at = models.DateTimeField(null=True, blank=True)
    at_scene_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True, default="")
    selection = models.JSONField(default=dict, blank=True)

    objects = Deployments.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["unit"], condition=Q(ended_at__isnull=True), name="a_unit_is_at_one_incident_at_a_time"),
            models.CheckConstraint(
                condition=Q(
                    ended_at__isnull=True,
                    status__in=[
                        "alerted",
                        "acknowledged",
                        "en_route",
                        "delayed",
                        "at_rvp",
                        "on_scene",
                        "on_scene_free",
                        "committed",
                        "emergency",
                    ],
                )
                | Q(ended_at__isnull=False, status__in=["declined", "clear", "stood_down"]),
                name="a_deployment_ends_in_a_closing_status",
            ),
        )
        indexes = (
            models.Index(fields=["sent_at"], name="deployment_by_sending"),
            models.Index(fields=["ended_at"], name="deployment_by_end"),
        )

    def __str__(self) -> str:
        return f"deployment {self.pk}"


class SupportRequest(models.Model):
    """Help a crew asked for, until someone has given it or refused it with a reason (320 1.5)."""

    deployment = models.ForeignKey(Deployment, models.PROTECT, related_name="support_requests")
    wanted = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)
    met_how = models.CharField(max_length=300, blank=True, default="")
    met_by = models.CharField(max_length=120, blank=True, default="")
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_why = models.CharField(max_length=300, blank=True, default="")
    settled_by_name = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(met_at__isnull=True) | Q(refused_at__isnull=True), name="a_request_is_met_or_refused_not_both"
            ),
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True, refused_why="") | (Q(refused_at__isnull=False) & ~Q(refused_why="")),
                name="a_refused_request_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"support request {self.pk}"


class CrewForm(models.Model):
    """A form of a crew's page that has been taken: the same form again, from a double tap or a bad connection, changes nothing."""

    deployment = models.ForeignKey(Deployment, models.PROTECT, related_name="+")
    nonce = models.CharField(max_length=64)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["deployment", "nonce"], name="a_crew_form_is_taken_once"),)

    def __str__(self) -> str:
        return f"crew form {self.pk}"
