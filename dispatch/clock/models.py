"""What the clock remembers: timers, and the heartbeat of the engines that run them."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from dispatch.clock.kinds import LONGEST_NAME


class Lane(models.TextChoices):
    """Whose time a timer follows."""

    WALL = "wall", "the wall clock"
    REPLAY = "replay", "a replay's own clock"


class State(models.TextChoices):
    """Where a timer's life has got to: only an armed one can still fire."""

    ARMED = "armed", "armed"
    SETTLED = "settled", "settled"
    SUPERSEDED = "superseded", "superseded"
    CANCELLED = "cancelled", "cancelled"
    DEAD = "dead", "dead"


class TimerQuerySet(models.QuerySet["Timer"]):
    """The questions asked of timers."""

    def armed(self) -> "TimerQuerySet":
        """Those that can still fire."""
        return self.filter(state=State.ARMED)

    def of(self, *, kind: str, subject: int) -> "TimerQuerySet":
        """Those of one kind about one subject, every epoch."""
        return self.filter(kind=kind, subject=subject)

    def in_lane(self, lane: str) -> "TimerQuerySet":
        """Those that follow one lane's time."""
        return self.filter(lane=lane)

    def most_overdue_first(self) -> "TimerQuerySet":
        """In the order in which they fall due."""
        return self.order_by("due_at", "pk")

    def leave(self, state: State, at: datetime) -> int:
        """Take every armed one of these out of service at ``at``: how many there were."""
        return self.armed().update(state=state, settled_at=at)


class Timer(models.Model):
    """Something that must happen at ``due_at`` unless it is taken back: exactly once, whatever dies.

    ``lock_on`` is the row (the incident) that a command locks before this one; none for kinds that stand alone.
    ``settled_at`` is when it left ``armed``, for whatever reason. ``not_before`` holds it back after a failure.
    """

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="timers")
    kind = models.CharField(max_length=LONGEST_NAME)
    subject = models.BigIntegerField()
    epoch = models.PositiveIntegerField()
    lock_on = models.BigIntegerField(null=True, blank=True)
    lane = models.CharField(max_length=8, choices=Lane.choices, default=Lane.WALL)
    due_at = models.DateTimeField()
    armed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ARMED)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = TimerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject", "epoch"], name="a_timer_is_armed_once_in_an_epoch"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="timer_state_is_known"),
            models.CheckConstraint(condition=Q(lane__in=Lane.values), name="timer_lane_is_known"),
            models.CheckConstraint(condition=~Q(kind=""), name="timer_has_a_kind"),
            models.CheckConstraint(
                condition=Q(state=State.ARMED, settled_at__isnull=True) | (~Q(state=State.ARMED) & Q(settled_at__isnull=False)),
                name="timer_has_settled_at_once_it_is_not_armed",
            ),
        ]
        indexes = [
            models.Index(fields=["lane", "due_at", "id"], condition=Q(state=State.ARMED), name="timer_armed_by_due"),
            models.Index(fields=["kind", "subject"], condition=Q(state=State.ARMED), name="timer_armed_by_subject"),
            models.Index(fields=["lock_on"], condition=Q(state=State.ARMED), name="timer_armed_by_lock"),
            models.Index(fields=["centre", "lane", "due_at"], condition=Q(state=State.ARMED), name="timer_armed_by_centre"),
            models.Index(fields=["-settled_at"], condition=Q(state=State.SETTLED, lane=Lane.WALL), name="timer_settled_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.subject}, epoch {self.epoch}: {self.state}"

    def settle(self, at: datetime) -> None:
        """Record that its effect has been written, in the transaction that writes it."""
        Timer.objects.filter(pk=self.pk).leave(State.SETTLED, at)
        self.state, self.settled_at = State.SETTLED, at

    def supersede(self, at: datetime) -> None:
        """Record that the world had moved on and it had nothing left to do, even if it was settled a moment ago, under the same lock."""
        Timer.objects.filter(pk=self.pk).update(state=State.SUPERSEDED, settled_at=at)
        self.state, self.settled_at = State.SUPERSEDED, at


class EngineBeat(models.Model):
    """When an engine was last seen keeping time. ``node`` is its host and process."""

    node = models.CharField(max_length=100, unique=True)
    at = models.DateTimeField()
    oldest_overdue_s = models.FloatField(default=0)
    armed = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["-at"], name="engine_beat_newest")]

    def __str__(self) -> str:
        return f"{self.node} at {self.at:%H:%M:%S}"
