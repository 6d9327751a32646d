"""The reviews pages: what tells most comes first, each role sees its own, and lists stay cheap."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coaching.queries.reviews import waiting_for_review
from incidents.models import Incident, LogLine
from tests.coaching.conftest import FOUND, PRAISE, browser_of, put_forward, review_it
from tests.factories import NOON, log_incident


def closed(by, *kinds, priority="P3"):
    """A closed incident whose log has these kinds of lines."""
    incident = log_incident(by)
    Incident.objects.filter(pk=incident.pk).update(closed_at=NOON, stage="closed", priority=priority)
    LogLine.objects.bulk_create(
        LogLine(incident=incident, number=100 + place, at=NOON, recorded_at=NOON, by_name="Console", entry=kind, seal="x")
        for place, kind in enumerate(kinds)
    )
    return incident


def test_what_tells_most_comes_first_and_what_was_reviewed_is_gone(review, amina, tess):
    plain = closed(amina)
    raised = closed(amina, "escalation.raised", priority="P1")
    lowered = closed(amina, "priority.lowered", priority="P5")
    missed = closed(amina, "check.missed", "check.missed")
    found = waiting_for_review(tess)
    assert [each["incident"].pk for each in found] == [lowered.pk, missed.pk, raised.pk, plain.pk]
    assert found[1]["flags"] == ["Check missed ×2"]


def test_the_page_shows_both_lists_to_a_lead(review, amina, tess):
    lowered = closed(amina, "priority.lowered")
    page = browser_of(tess).get("/reviews").content.decode()
    assert "Priority lowered" in page and f"/reviews/{lowered.reference}" in page
    assert f"/reviews/{review.incident.reference}#review-{review.pk}" in page


def test_an_agent_reads_her_own_reviews_and_no_list_of_others_work(review, amina):
    closed(amina, "priority.lowered")
    http = browser_of(amina)
    page = http.get("/reviews").content.decode()
    assert "Waiting for a review" not in page and "Reviews of your work" in page
    own = http.get(f"/reviews/{review.incident.reference}").content.decode()
    assert PRAISE in own and FOUND.text in own
    assert "Record the review" not in own


def test_an_incident_somebody_decided_on_says_whose_review_it_is(done, amina, sol):
    LogLine.objects.create(
        incident=done, number=900, at=NOON, recorded_at=NOON, by_user_id=sol.user_id, by_name=sol.name, entry="priority.lowered", seal="x"
    )
    assert "Somebody else reviews it" in browser_of(sol).get(f"/reviews/{done.reference}").content.decode()


@pytest.mark.parametrize("path", ["/reviews", "/support"])
def test_ten_times_as_many_rows_take_no_more_queries(amina, tess, path):
    def asked() -> int:
        http = browser_of(tess)
        with CaptureQueriesContext(connection) as found:
            assert http.get(path).status_code == 200
        return len(found)

    def more(number):
        for _ in range(number):
            incident = closed(amina, "check.missed")
            reviewed = closed(amina)
            put_forward(amina, by=tess, review_id=review_it(reviewed, amina, by=tess).pk)
            assert incident

    more(1)
    few = asked()
    more(9)
    assert asked() == few <= 12
