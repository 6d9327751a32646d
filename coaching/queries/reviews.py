"""Reviews as pages and the REST interface show them, and the closed incidents that ask for one."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypedDict

from django.db.models import Count

from coaching.models import Review
from coaching.rules.quality import title_of
from coaching.rules.reviewing import TELLING, telling_flags, telling_score
from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act, may
from dispatch.refusal import NotFound
from incidents.models import Incident, LogLine
from resources.queries.cards import stamp

LATEST = 300  # closed incidents looked through
SHOWN = 60


class Waiting(TypedDict):
    """A closed incident that nobody has reviewed, and what stands out about it."""

    incident: Incident
    flags: list[str]
    score: int


def waiting_for_review(person: Staff) -> list[Waiting]:
    """The centre's latest closed incidents without a review, the most telling first; empty for who does not review."""
    if not may(person, Act.REVIEW, person):
        return []
    closed = Incident.objects.of(person.centre_id).counted().filter(closed_at__isnull=False, reviews=None)
    rows = list(closed.select_related("handled_by").order_by("-closed_at", "-pk")[:LATEST])
    counts = _lines_counted([incident.pk for incident in rows])
    found = [
        Waiting(
            incident=incident,
            flags=telling_flags(counts[incident.pk]),
            score=telling_score(counts[incident.pk], incident.priority),
        )
        for incident in rows
    ]
    return sorted(found, key=lambda each: -each["score"])[:SHOWN]


def _lines_counted(ids: list[int]) -> dict[int, dict[str, int]]:
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    lines = LogLine.objects.filter(incident_id__in=ids, entry__in=list(TELLING))
    for incident_id, entry, number in lines.values_list("incident_id", "entry").annotate(n=Count("pk")).order_by():
        counts[incident_id][entry] = number
    return counts


def reviews_done(person: Staff) -> list[Review]:
    """The reviews this person may read, newest first."""
    return list(Review.objects.seen_by(person).whole().order_by("-made_at", "-pk")[:SHOWN])


def review_numbered(person: Staff, review_id: int) -> Review:
    """One review.

    Raises:
        NotFound: there is none, or it is not this person's to read.
    """
    found = Review.objects.seen_by(person).whole().filter(pk=review_id).first()
    if found is None:
        raise NotFound("There is no such review.", code="not-found")
    return found


def reviews_of(person: Staff, incident: Incident) -> list[Review]:
    """The reviews of one incident that this person may read, the oldest first."""
    return list(Review.objects.seen_by(person).whole().filter(incident=incident).order_by("made_at", "pk"))


def review_shown(review: Review) -> dict[str, Any]:
    """A review as the REST interface gives it."""
    return {
        "id": review.pk,
        "incident": review.incident.reference,
        "reviewer": {"username": review.reviewer.username, "name": review.reviewer.name},
        "colleague": {"username": review.colleague.username, "name": review.colleague.name},
        "praise": review.praise,
        "findings": findings_shown(review),
        "path_findings": review.path_findings,
        "made_at": stamp(review.made_at),
    }


def findings_shown(review: Review) -> list[dict[str, str]]:
    """A review's findings: ``{criterion, title, weight, weight_word, text}``."""
    return [
        {
            "criterion": each.criterion,
            "title": title_of(each.criterion),
            "weight": each.weight,
            "weight_word": each.get_weight_display(),
            "text": each.text,
        }
        for each in sorted(review.findings.all(), key=lambda finding: finding.pk)
    ]


def reviews_shown(rows: Iterable[Review]) -> list[dict[str, Any]]:
    """Many of them."""
    return [review_shown(each) for each in rows]
