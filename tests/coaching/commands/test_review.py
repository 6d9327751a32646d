"""Recording a review: closed incidents only, praise always, never one's own work, and nothing of it in the log."""

from datetime import timedelta

import pytest

from coaching.commands.review import Found
from coaching.models import Finding, Review
from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.prioritise import set_priority
from incidents.models import LogLine, PathAnswer
from incidents.queries.proof import prove
from tests.coaching.conftest import FOUND, PRAISE, review_it
from tests.factories import entries, fresh, make_person


def refused(code, *args, **kwargs):
    reviews, lines = Review.objects.count(), LogLine.objects.count()
    with pytest.raises(Refusal) as refusal:
        review_it(*args, **kwargs)
    assert refusal.value.code == code
    assert (Review.objects.count(), LogLine.objects.count()) == (reviews, lines)


def test_a_review_keeps_praise_findings_and_the_path_check(done, amina, tess, noon):
    review = review_it(done, amina, by=tess)
    assert (review.praise, review.reviewer_id, review.colleague_id, review.made_at) == (PRAISE, tess.user_id, amina.user_id, noon)
    assert review.path_findings == []
    finding = Finding.objects.get(review=review)
    assert (finding.criterion, finding.weight, finding.text) == ("location", "moderate", FOUND.text)


def test_the_log_says_that_it_was_reviewed_and_nothing_of_what_was_found(done, amina, tess):
    before = done.revision
    review_it(done, amina, by=tess)
    line = LogLine.objects.filter(incident=done).latest("number")
    assert (line.entry, line.by_name) == ("incident.reviewed", "Tess Moran")
    told = line.text + line.facts
    assert not any(word in told for word in (FOUND.text, PRAISE, "Amina", "location", "moderate"))
    assert fresh(done).revision == before + 1
    assert fresh(done).stage == "closed"
    assert prove().fault is None


def test_praise_alone_is_a_review(done, amina, tess):
    assert review_it(done, amina, by=tess, findings=()).findings.count() == 0


def test_a_path_that_departed_from_the_procedure_is_found_again(done, amina, tess):
    last = PathAnswer.objects.filter(path__incident=done).order_by("-number")[0]
    PathAnswer.objects.filter(pk=last.pk).update(answer="deny")
    found = review_it(done, amina, by=tess).path_findings
    assert found and {"kind", "question", "severity", "message"} == set(found[0])


def test_an_open_incident_is_not_reviewed(gas, amina, tess):
    refused("incident-open", gas, amina, by=tess)


@pytest.mark.parametrize("praise", ["", "  \n"])
def test_praise_is_needed(done, amina, tess, praise):
    refused("praise-needed", done, amina, by=tess, praise=praise)


@pytest.mark.parametrize(
    ("finding", "code"),
    [
        (Found("manners", "minor", "Short"), "criterion-unknown"),
        (Found("location", "awful", "Short"), "weight-unknown"),
        (Found("location", "minor", " "), "words-needed"),
    ],
)
def test_a_finding_names_a_criterion_a_weight_and_what_was_found(done, amina, tess, finding, code):
    refused(code, done, amina, by=tess, findings=[finding])


def test_a_lead_does_not_review_themselves_nor_an_incident_they_decided_on(done, amina, sol, tess, gas, noon):
    refused("own-work", done, tess, by=tess)
    decided_by(done, sol)
    refused("own-work", done, amina, by=sol)


def decided_by(done, sol):
    """The log has a decision of Sol's, as if it had been made before closing."""
    LogLine.objects.create(
        incident=done, number=900, at=done.closed_at, recorded_at=done.closed_at, by_user_id=sol.user_id, by_name=sol.name,
        entry="priority.lowered", text="Calmer", facts="{}", seal="x",
    )  # fmt: skip


def test_who_lowered_the_priority_does_not_review_it(gas_to_send, amina, sol, noon):
    set_priority(incident_id=gas_to_send.pk, priority="P2", reason="Gas is off", by=sol, at=noon)
    assert "priority.lowered" in entries(gas_to_send)


def test_a_colleague_who_took_no_part_is_not_reviewed(done, dev, tess):
    refused("not-their-work", done, dev, by=tess)


def test_who_was_reviewed_does_not_review_back_within_a_week(done, amina, tess, wexmouth, noon):
    mara = make_person(wexmouth, "mara", "Mara Lowe", "supervisor")
    LogLine.objects.create(
        incident=done, number=901, at=noon, recorded_at=noon, by_user_id=tess.user_id, by_name=tess.name,
        entry="update", text="Listening in", facts="{}", seal="y",
    )  # fmt: skip
    LogLine.objects.create(
        incident=done, number=902, at=noon, recorded_at=noon, by_user_id=mara.user_id, by_name=mara.name,
        entry="update", text="Listening in", facts="{}", seal="z",
    )  # fmt: skip
    review_it(done, tess, by=mara)
    refused("reviewed-you", done, mara, by=tess, at=noon + timedelta(days=6))
    assert review_it(done, mara, by=tess, at=noon + timedelta(days=8))


def test_one_part_is_reviewed_once_by_one_person(review, done, amina, tess, sol):
    refused("reviewed-already", done, amina, by=tess)
    assert review_it(done, amina, by=sol)


def test_agents_do_not_review_and_another_centre_finds_nothing(done, amina, dev, charlie):
    with pytest.raises(NotAllowed):
        review_it(done, amina, by=dev)
    with pytest.raises(NotFound):
        review_it(done, amina, by=charlie)
    assert not Review.objects.exists()
