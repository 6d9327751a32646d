"""A contact that was somebody else's: handed to an organisation outside the centre."""

from django.db import models
from django.db.models import Q


class Referral(models.Model):
    """A caller who was put through to, or given the number of, an outside organisation. Written once.

    ``warm``: the agent stayed on the line until somebody there took the caller, and ``spoke_to`` says who. Otherwise the caller
    was given ``number`` and rings there. ``organisation`` and ``label`` stay what they were, whatever becomes of the list.
    """

    contact = models.ForeignKey("incidents.Contact", models.PROTECT, related_name="referrals")
    organisation = models.CharField(max_length=40)
    label = models.CharField(max_length=160)
    number = models.CharField(max_length=40)
    warm = models.BooleanField()
    spoke_to = models.CharField(max_length=120, blank=True, default="")
    why = models.CharField(max_length=300)
    at = models.DateTimeField()
    by_user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(number="") & ~Q(why=""), name="a_referral_has_a_number_and_a_reason"),
            models.CheckConstraint(
                condition=(Q(warm=True) & ~Q(spoke_to="")) | Q(warm=False, spoke_to=""), name="a_warm_referral_names_who_took_the_caller"
            ),
        )

    def __str__(self) -> str:
        return f"referral {self.pk}"
