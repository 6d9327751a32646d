"""Messages on their way out: rows first, sent afterwards."""

from typing import Self

from django.db import models
from django.db.models import Q


class Messages(models.QuerySet["Message"]):
    """Questions about messages."""

    def to_send(self) -> Self:
        """Waiting, or taken by a worker that has not come back."""
        return self.filter(state__in=(Message.State.QUEUED, Message.State.SENDING))


class Message(models.Model):
    """One message to one address: sent at least once, under one key."""

    class Channel(models.TextChoices):
        """How it leaves."""

        EMAIL = "email", "E-mail"
        WEBHOOK = "webhook", "Another system"

    class State(models.TextChoices):
        """Where it stands."""

        QUEUED = "queued", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"
        WITHHELD = "withheld", "Exercise: not sent"

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="messages")
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, null=True, blank=True, related_name="messages")
    deployment = models.ForeignKey("incidents.Deployment", models.PROTECT, null=True, blank=True, related_name="messages")
    contact = models.ForeignKey("incidents.Contact", models.PROTECT, null=True, blank=True, related_name="messages")
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.EMAIL)
    to_name = models.CharField(max_length=160)
    address = models.CharField(max_length=300)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    headers = models.JSONField(default=dict, blank=True)
    key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=200, blank=True, default="")

    objects = Messages.as_manager()

    class Meta:
        indexes = (models.Index(fields=["next_at"], condition=Q(state__in=["queued", "sending"]), name="messages_to_send"),)

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def exercise(self) -> bool:
        """Whether it is about something played, or from a training room, and so stays in the house."""
        return bool(self.centre.is_training_room or (self.incident and self.incident.exercise) or (self.contact and self.contact.exercise))
