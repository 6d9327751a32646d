"""A drill: a past shift of a working centre, replayed in a training room of its own. What it played and who took part stays."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from dispatch.accounts.models import Role
from incidents.rules.drill import SPEEDS


class Drills(models.QuerySet["Drill"]):
    """Questions about drills."""

    def around(self, centre_id: int) -> Self:
        """A working centre's own; in a training room, the one that is replayed there."""
        return self.filter(Q(centre_id=centre_id) | Q(room_id=centre_id))

    def running(self) -> Self:
        """Not ended; one that is paused has not ended."""
        return self.filter(ended_at=None)


class Drill(models.Model):
    """One drill: what the centre was told from ``from_at`` until ``until_at``, ``speed`` times as fast, in the centre ``room``.

    ``pace`` is how fast crews were in that time, see ``rules.drill.pace_of``. ``seen_at`` is when it was last played: while
    nothing played it, it stood still. A training room serves one drill only.
    """

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="drills")
    room = models.OneToOneField("accounts.Centre", models.PROTECT, related_name="drill")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    speed = models.PositiveSmallIntegerField(choices=[(speed, f"{speed} ×") for speed in SPEEDS])
    pace = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    opened_by_name = models.CharField(max_length=120)
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=120, blank=True, default="")

    objects = Drills.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["centre"], condition=Q(ended_at__isnull=True), name="a_centre_has_one_drill_at_a_time"),
            models.CheckConstraint(
                condition=Q(until_at__gt=F("from_at"), until_at__lte=F("opened_at")), name="a_drill_replays_a_past_shift"
            ),
            models.CheckConstraint(condition=Q(speed__in=SPEEDS), name="a_drill_has_a_known_speed"),
        )
        indexes = (models.Index(fields=["centre", "-opened_at"], name="drill_newest"),)

    def __str__(self) -> str:
        return f"drill {self.pk}"


class DrillPause(models.Model):
    """From when to when a drill stood still."""

    drill = models.ForeignKey(Drill, models.PROTECT, related_name="pauses")
    began_at = models.DateTimeField()
    began_by_name = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["drill"], condition=Q(ended_at__isnull=True), name="a_drill_is_paused_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="a_pause_of_a_drill_ends_after_it_began"
            ),
        )

    def __str__(self) -> str:
        return f"pause of drill {self.drill_id}"


class DrillContact(models.Model):
    """A recorded contact that a drill plays: ``due_s`` seconds of the recorded shift after its beginning.

    ``played`` is what came of it in the training room; null until its time has come.
    """

    drill = models.ForeignKey(Drill, models.PROTECT, related_name="contacts")
    position = models.PositiveIntegerField()
    recorded = models.ForeignKey("incidents.Contact", models.PROTECT, related_name="+")
    due_s = models.FloatField()
    played = models.OneToOneField("incidents.Contact", models.PROTECT, null=True, blank=True, related_name="played_from")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["drill", "position"], name="a_drill_plays_one_contact_at_a_position"),
            models.UniqueConstraint(fields=["drill", "recorded"], name="a_drill_plays_a_contact_once"),
        )

    def __str__(self) -> str:
        return f"contact {self.position} of drill {self.drill_id}"


class DrillSeat(models.Model):
    """Somebody who takes part in a drill, in the role that they have at work."""

    drill = models.ForeignKey(Drill, models.PROTECT, related_name="seats")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=24)
    entered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["drill", "person"], name="a_person_has_one_seat_in_a_drill"),)

    def __str__(self) -> str:
        return f"seat {self.pk}"

    @property
    def role_label(self) -> str:
        """The role in words."""
        return Role(self.role).label
