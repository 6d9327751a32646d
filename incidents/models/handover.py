"""A shift handed over from one supervisor to the next, line by line."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from incidents.rules.handover import LINE_STATES, WHAT


class Handovers(models.QuerySet["Handover"]):
    """Questions about handovers."""

    def of(self, centre_id: int) -> Self:
        """The centre's own."""
        return self.filter(centre_id=centre_id)

    def running(self) -> Self:
        """Neither sealed nor called off."""
        return self.filter(sealed_at=None, called_off_at=None)

    def whole(self) -> Self:
        """With the people whom it names."""
        return self.select_related("outgoing", "incoming")


class Handover(models.Model):
    """What the outgoing person hands to the incoming one. ``alone_why`` says why the incoming one goes on without the other."""

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="handovers")
    outgoing = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    incoming = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    alone_why = models.CharField(max_length=300, blank=True, default="")
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_why = models.CharField(max_length=300, blank=True, default="")
    sealed_at = models.DateTimeField(null=True, blank=True)
    seal = models.CharField(max_length=64, blank=True, default="")
    revision = models.PositiveBigIntegerField(default=1)

    objects = Handovers.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["outgoing", "centre"],
                condition=Q(sealed_at__isnull=True, called_off_at__isnull=True),
                name="a_person_hands_over_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(incoming__isnull=True) | ~Q(incoming=F("outgoing")), name="a_handover_is_to_another_person"),
            models.CheckConstraint(
                condition=Q(sealed_at__isnull=True, seal="") | (Q(sealed_at__isnull=False, incoming__isnull=False) & ~Q(seal="")),
                name="a_sealed_handover_has_its_seal_and_who_received_it",
            ),
            models.CheckConstraint(condition=Q(called_off_at__isnull=True) | Q(sealed_at__isnull=True), name="a_handover_ends_in_one_way"),
        )
        indexes = (models.Index(fields=["centre", "begun_at"], name="handover_by_time"),)

    def __str__(self) -> str:
        return f"handover {self.pk}"


class HandoverLine(models.Model):
    """One risk that is handed over. ``key`` names the fact it was made from; a free line has one of its own."""

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="lines")
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=16)
    words = models.CharField(max_length=600)
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, null=True, blank=True, related_name="+")
    since_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=list(LINE_STATES.items()), default="open")
    said = models.CharField(max_length=600, blank=True, default="")
    answer = models.CharField(max_length=600, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["handover", "key"], name="a_handover_names_a_risk_once"),
            models.CheckConstraint(condition=Q(state__in=list(LINE_STATES)), name="a_handover_line_is_in_a_known_state"),
            models.CheckConstraint(
                condition=~Q(state__in=["questioned", "refused"]) | ~Q(said=""), name="a_question_or_refusal_says_something"
            ),
        )

    def __str__(self) -> str:
        return f"line {self.key}"


class HandoverEvent(models.Model):
    """What was said and done in a handover: written once, never changed. The last one is its seal, with the whole of it."""

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    by_user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    what = models.CharField(max_length=12, choices=list(WHAT.items()))
    key = models.CharField(max_length=40, blank=True, default="")
    text = models.CharField(max_length=700, blank=True, default="")
    whole = models.JSONField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["handover", "at"], name="handover_event_by_time"),)

    def __str__(self) -> str:
        return f"handover event {self.pk}"
