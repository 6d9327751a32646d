"""The demo simulator's switch: one row a centre, so that every process sees the same one."""

from django.db import models
from django.db.models import Q

SLOWEST, FASTEST = 0.5, 10.0


class SimulatorSwitch(models.Model):
    """Whether the invented town lives, and how fast. ``speed`` is in simulated seconds a second.

    One process at a time drives it: ``holder`` names that process until ``held_until``; then another may.
    """

    centre = models.OneToOneField("accounts.Centre", models.PROTECT, primary_key=True, related_name="+")
    on = models.BooleanField(default=True)
    speed = models.FloatField(default=1.0)
    turned_at = models.DateTimeField()
    turned_by_name = models.CharField(max_length=120)
    holder = models.CharField(max_length=100, blank=True, default="")
    held_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(speed__range=(SLOWEST, FASTEST)), name="a_simulator_has_a_sane_speed"),)

    def __str__(self) -> str:
        return f"{'on' if self.on else 'off'}, {self.speed}×"
