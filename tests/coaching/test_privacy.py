"""Who may read what: a review and a need are between the people they concern, on every door."""

import pytest

from tests.coaching.conftest import browser_of, put_forward
from tests.factories import Rest, make_person

# Role by role: what the two documents and their lists answer. A need is put forward by Tess to Amina, a review made likewise.
READERS = {
    "amina": (200, 200, 1, 1),
    "tess": (200, 200, 1, 1),
    "sol": (200, 200, 1, 1),
    "dev": (404, 404, 0, 0),
    "charlie": (404, 404, 0, 0),
}


@pytest.fixture
def people(amina, dev, sol, tess, charlie):
    return {"amina": amina, "dev": dev, "sol": sol, "tess": tess, "charlie": charlie}


@pytest.mark.parametrize("name", READERS)
def test_a_review_and_a_need_are_read_by_those_they_concern(review, need, people, name):
    rest, http = Rest(people[name]), browser_of(people[name])
    of_review, of_need, reviews, needs = READERS[name]
    assert rest.get(f"reviews/{review.pk}/").status_code == of_review
    assert rest.get(f"support/{need.pk}/").status_code == of_need
    assert len(rest.get("reviews/").json()["results"]) == reviews
    assert len(rest.get("support/").json()["results"]) == needs
    assert http.get(f"/support/{need.pk}").status_code == of_need
    expected = 404 if name in ("dev", "charlie") else 200
    assert http.get(f"/reviews/{review.incident.reference}").status_code == expected
    assert ("Amina Khan" in http.get("/support").content.decode().split("<main", 1)[1]) == bool(needs and name != "amina")


def test_support_after_distress_is_for_the_two_alone(amina, tess, sol):
    need = put_forward(amina, by=tess, kind="wellbeing")
    assert Rest(tess).get(f"support/{need.pk}/").status_code == 200
    assert Rest(amina).get(f"support/{need.pk}/").status_code == 200
    assert Rest(sol).get(f"support/{need.pk}/").status_code == 404
    assert Rest(sol).get("support/").json()["results"] == []


def test_a_leaders_own_support_is_not_read_by_other_leaders(tess, sol, wexmouth):
    mara = make_person(wexmouth, "mara", "Mara Lowe", "team_lead")
    need = put_forward(sol, by=tess)
    assert Rest(mara).get(f"support/{need.pk}/").status_code == 404


@pytest.mark.parametrize("form", ["wording", "refusal", "signature"])
def test_who_may_only_read_a_need_cannot_open_its_forms(need, sol, dev, form):
    for person, status in ((sol, 403), (dev, 404)):
        assert browser_of(person).post(f"/support/{need.pk}/{form}", {"wording": 1, "reason": "x"}).status_code == status


@pytest.mark.parametrize("path", ["/reviews", "/support", "/support/new", "/procedures", "/procedures/GAS-SMELL"])
def test_nobody_reads_anything_without_signing_in(client, db, path):
    assert client.get(path).status_code == 302


def test_an_agent_neither_reviews_nor_puts_needs_forward(amina, dev, done):
    assert browser_of(dev).get("/support/new").status_code == 403
    assert Rest(dev).post("support/", {"colleague": "agent"}).status_code == 403
    assert Rest(dev).post("reviews/", {"incident": done.reference, "colleague": "agent", "praise": "x"}).status_code == 403
    assert browser_of(dev).post(f"/reviews/{done.reference}", {}).status_code == 404
