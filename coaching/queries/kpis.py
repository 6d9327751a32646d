"""Coaching's own figures: reviewed parts of incidents without a grave finding."""

from coaching.models import Finding, Review
from incidents.queries.kpi.scope import NONE, Cases, Scope
from incidents.rules.kpi.figures import Case

GRAVE = (Finding.Weight.CRITICAL, Finding.Weight.MAJOR)


def cases(scope: Scope) -> Cases:
    """Every case of the family that coaching knows about."""
    made = Review.objects.of(scope.centre_id).filter(incident__exercise=False).filter(scope.within("made_at")).order_by("made_at", "pk")
    grave = set(Finding.objects.filter(review__in=made.order_by(), weight__in=GRAVE).values_list("review_id", flat=True))
    rows = made.values_list("pk", "made_at", "incident__type_title", "colleague__name")
    return {
        "path_reviewed": [
            Case(at=made_at, good=pk not in grave, groups={"type": title or "No type", "person": name or NONE})
            for pk, made_at, title, name in rows
        ]
    }
