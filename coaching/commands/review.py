"""Recording a review of how a colleague handled a closed incident (320 2.1; CFACC39 P9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from coaching.models import Finding, Review
from coaching.queries.people import entries_written
from coaching.rules.quality import CRITERIA
from coaching.rules.reviewing import PRAISE_NEEDED, why_not_review
from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act
from dispatch.refusal import Refusal, require
from incidents.commands._change import changing
from incidents.models import Incident
from incidents.queries.compliance import compliance
from incidents.rules.entries import Entry

MOST_FINDINGS = 40


@dataclass(frozen=True)
class Found:
    """One finding: a criterion of the quality form, how much it mattered, and what was found."""

    criterion: str
    weight: str
    text: str


def record_review(*, incident_id: int, colleague_id: int, praise: str, findings: Sequence[Found], by: Staff, at: datetime) -> Review:
    """Record what one colleague did well on a closed incident, what was found, and whether the procedure was followed.

    The incident's log says that it was reviewed, and nothing of what was found: that is between the people it concerns.

    Raises:
        Refusal: "incident-open", "praise-needed", "criterion-unknown", "weight-unknown", "words-needed", "own-work",
            "not-their-work", "reviewed-you" or "reviewed-already".
    """
    with changing(incident_id, by=by, at=at, act=Act.REVIEW) as change:
        incident = change.incident
        require(not incident.is_open, "This incident is still open. It is reviewed once it is closed.", code="incident-open")
        require(praise.strip(), PRAISE_NEEDED, code="praise-needed")
        _insist_on_findings(findings)
        _insist_on_reviewer(incident, colleague_id, by=by, at=at)
        review = Review.objects.create(
            incident=incident,
            reviewer_id=by.user_id,
            colleague_id=colleague_id,
            praise=praise.strip(),
            path_findings=compliance(incident)["departures"],
            made_at=at,
        )
        Finding.objects.bulk_create(
            Finding(review=review, criterion=each.criterion, weight=each.weight, text=each.text.strip()) for each in findings
        )
        change.log(Entry.REVIEWED, "How this was handled was reviewed.", review=review.pk)
    return review


def _insist_on_findings(findings: Sequence[Found]) -> None:
    require(len(findings) <= MOST_FINDINGS, f"A review has at most {MOST_FINDINGS} findings.", code="too-many-findings")
    for each in findings:
        require(each.criterion in CRITERIA, "Choose what the finding is about from the form.", code="criterion-unknown")
        require(each.weight in Finding.Weight.values, "Choose how much the finding mattered.", code="weight-unknown")
        require(each.text.strip(), "Say what you found, in words.", code="words-needed")


def _insist_on_reviewer(incident: Incident, colleague_id: int, *, by: Staff, at: datetime) -> None:
    back = Review.objects.of(incident.centre_id).filter(reviewer_id=colleague_id, colleague_id=by.user_id)
    no = why_not_review(
        reviewer=by.user_id,
        colleague=colleague_id,
        reviewer_decided=entries_written(incident.pk, by.user_id),
        colleague_took_part=bool(entries_written(incident.pk, colleague_id)),
        colleague_reviewed_me_at=back.aggregate(last=Max("made_at"))["last"],
        at=at,
    )
    if no is not None:
        raise Refusal(no[1], code=no[0])
    again = Review.objects.filter(incident=incident, reviewer_id=by.user_id, colleague_id=colleague_id).exists()
    require(not again, "You have reviewed this person's part in this incident already.", code="reviewed-already")
