"""Alarm receiving centres that send us signals, and the signals: each with a state that both sides know."""

from typing import Self

from django.db import models
from django.db.models import Q

from incidents.rules.alarm_signals import CATEGORIES, STATES


class AlarmReceiver(models.Model):
    """An alarm receiving centre that signs what it sends. Its secret is derived from ``salt``; a new salt ends the old one."""

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="alarm_receivers")
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    salt = models.CharField(max_length=64)
    callback_url = models.URLField(max_length=300, blank=True, default="")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class AlarmSignals(models.QuerySet["AlarmSignal"]):
    """Questions about signals."""

    def open(self) -> Self:
        """Not finished: their state may still change."""
        return self.filter(finished_at=None)


class AlarmSignal(models.Model):
    """One alarm, as its sender numbers it (ASAP: accepted, rejected, dispatched, on scene, closed, cancelled)."""

    receiver = models.ForeignKey(AlarmReceiver, models.PROTECT, related_name="signals")
    alarm_id = models.CharField(max_length=80)
    contact = models.OneToOneField("incidents.Contact", models.PROTECT, null=True, blank=True, related_name="alarm_signal")
    urn = models.CharField(max_length=40, blank=True, default="")
    category = models.CharField(max_length=10, choices=list(CATEGORIES.items()), blank=True, default="")
    state = models.CharField(max_length=12, choices=list(STATES.items()), default="received")
    state_at = models.DateTimeField()
    state_why = models.CharField(max_length=300, blank=True, default="")
    cancel_asked_at = models.DateTimeField(null=True, blank=True)
    false_alarm = models.BooleanField(default=False)
    told = models.PositiveIntegerField(default=0)
    received_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = AlarmSignals.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["receiver", "alarm_id"], name="an_alarm_is_signalled_once"),
            models.CheckConstraint(condition=Q(contact__isnull=False) | Q(state="rejected"), name="an_alarm_we_took_is_a_contact"),
        )
        indexes = (
            models.Index(fields=["receiver"], condition=Q(finished_at__isnull=True), name="open_alarm_signals"),
            models.Index(fields=["urn", "received_at"], condition=Q(false_alarm=True), name="false_alarms_by_urn"),
        )

    def __str__(self) -> str:
        return f"alarm {self.alarm_id}"


class SpentSignature(models.Model):
    """A signature that has been used: the same bytes again are a replay. Kept a little longer than a signature is good for."""

    receiver = models.ForeignKey(AlarmReceiver, models.CASCADE, related_name="+")
    signature = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["receiver", "signature"], name="a_signature_is_good_once"),)

    def __str__(self) -> str:
        return f"signature {self.pk}"
