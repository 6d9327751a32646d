"""A review of how one incident was handled (320 2.1; CFACC39 P9)."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act, may


class Reviews(models.QuerySet["Review"]):
    """Questions about reviews."""

    def of(self, centre_id: int) -> Self:
        """Of the centre's incidents."""
        return self.filter(incident__centre_id=centre_id)

    def seen_by(self, person: Staff) -> Self:
        """Reviewers see the centre's reviews; everybody else sees those of their own work, and no other."""
        found = self.of(person.centre_id)
        return found if may(person, Act.REVIEW, person) else found.filter(colleague_id=person.user_id)

    def whole(self) -> Self:
        """With everything that showing a review takes."""
        return self.select_related("incident", "reviewer", "colleague").prefetch_related("findings")


class Review(models.Model):
    """One reviewer's look at one colleague's part in one closed incident."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey("accounts.User", models.PROTECT, related_name="reviews_made")
    colleague = models.ForeignKey("accounts.User", models.PROTECT, related_name="reviews_had")
    praise = models.TextField()
    path_findings = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField()

    objects = Reviews.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["incident", "reviewer", "colleague"], name="a_reviewer_reviews_a_part_once"),
            models.CheckConstraint(condition=~Q(reviewer=F("colleague")), name="nobody_reviews_their_own_work"),
            models.CheckConstraint(condition=~Q(praise=""), name="a_review_says_what_went_well"),
        )

    def __str__(self) -> str:
        return f"review {self.pk}"


class Finding(models.Model):
    """One thing found, tied to a criterion of the quality form."""

    class Weight(models.TextChoices):
        """How much it mattered."""

        GOOD = "good", "Done well"
        MINOR = "minor", "Style"
        MODERATE = "moderate", "Missing step, no effect"
        MAJOR = "major", "Delayed or wrong response"
        CRITICAL = "critical", "Could have caused serious harm"

    review = models.ForeignKey(Review, models.PROTECT, related_name="findings")
    criterion = models.CharField(max_length=20)
    weight = models.CharField(max_length=10, choices=Weight)
    text = models.TextField()

    def __str__(self) -> str:
        return f"finding {self.pk}"
