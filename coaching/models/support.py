"""A support need, agreed only when both have signed, and the history of its wordings (320 2.1; CFACC39 P10)."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from coaching.rules.signing import Paper, Party
from dispatch.accounts.actors import Staff
from dispatch.accounts.models import Membership
from dispatch.accounts.permissions import IN_CHARGE, Act, may


class SupportNeeds(models.QuerySet["SupportNeed"]):
    """Questions about support needs."""

    def seen_by(self, person: Staff) -> Self:
        """The two it is between. Others in charge see their team's, but not another leader's, and never one about distress."""
        mine = Q(colleague_id=person.user_id) | Q(lead_id=person.user_id)
        if may(person, Act.AGREE_SUPPORT, person):
            team = Membership.objects.filter(centre=person.centre).exclude(role__in=IN_CHARGE).values("user_id")
            mine |= Q(colleague_id__in=team) & ~Q(kind=SupportNeed.Kind.WELLBEING)
        return self.filter(mine, centre=person.centre)

    def whole(self) -> Self:
        """With the people, and the review it comes from."""
        return self.select_related("centre", "colleague", "lead", "review__incident")


class SupportNeed(models.Model):
    """What a colleague and a lead agree would help. A change of wording takes both signatures away."""

    class Kind(models.TextChoices):
        """The type of support (320 2.2)."""

        BUDDY = "buddy", "Sits with an experienced colleague"
        SIDE_BY_SIDE = "side_by_side", "Coach listens live"
        REPLAY = "replay", "Goes through a real recorded incident together"
        DRILL = "drill", "Runs a past incident in exercise mode"
        WALK_THROUGH = "walk_through", "Procedure read and questioned"
        COURSE = "course", "Formal training"
        WELLBEING = "wellbeing", "Support after a distressing incident"

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="support_needs")
    review = models.ForeignKey("coaching.Review", models.PROTECT, null=True, blank=True, related_name="support_needs")
    colleague = models.ForeignKey("accounts.User", models.PROTECT, related_name="support_needs")
    lead = models.ForeignKey("accounts.User", models.PROTECT, related_name="support_needs_opened")
    area = models.CharField(max_length=20)
    kind = models.CharField(max_length=16, choices=Kind)
    good_looks_like = models.TextField()
    measure = models.TextField(blank=True, default="")
    lead_view = models.TextField()
    colleague_view = models.TextField(blank=True, default="")
    agreed_text = models.TextField()
    review_on = models.DateField()
    wording = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    lead_signed_at = models.DateTimeField(null=True, blank=True)
    colleague_signed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_why = models.TextField(blank=True, default="")

    objects = SupportNeeds.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(lead=F("colleague")), name="support_is_between_two_people"),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True, declined_why="")
                | (Q(declined_at__isnull=False, lead_signed_at__isnull=True, colleague_signed_at__isnull=True) & ~Q(declined_why="")),
                name="a_declined_need_has_a_reason_and_no_signature",
            ),
        )

    def __str__(self) -> str:
        return f"support need {self.pk}"

    @property
    def agreed(self) -> bool:
        """Both have signed the standing wording."""
        return self.paper.agreed

    @property
    def paper(self) -> Paper:
        """Where it stands, as the rules of signing take it."""
        return Paper(
            wording=self.wording,
            lead=self.lead_signed_at is not None,
            colleague=self.colleague_signed_at is not None,
            declined=self.declined_at is not None,
        )

    def party(self, user_id: int) -> Party | None:
        """Which of the two this person is, or None."""
        if user_id == self.colleague_id:
            return "colleague"
        return "lead" if user_id == self.lead_id else None


class SupportEvent(models.Model):
    """One thing that happened to a need. Database triggers refuse UPDATE and DELETE.

    ``terms`` holds the whole wording as it stood, so that what was signed can be read for ever.
    """

    class What(models.TextChoices):
        """What happened."""

        OPENED = "opened", "Put forward"
        REWORDED = "reworded", "Reworded"
        SIGNED = "signed", "Signed"
        DECLINED = "declined", "Declined"

    need = models.ForeignKey(SupportNeed, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=10, choices=What)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    wording = models.PositiveIntegerField()
    terms = models.JSONField()
    words = models.TextField(blank=True, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["need", "number"], name="a_support_event_number_is_used_once"),)

    def __str__(self) -> str:
        return f"support event {self.pk}"
