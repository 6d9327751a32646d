"""HTML and REST make the same calls, give the same refusals, and never fall over."""

import pytest

from coaching.models import Review, SupportNeed
from tests.coaching.conftest import FOUND, PRAISE, TERMS, browser_of
from tests.factories import NOON, Rest

BLANK = {"findings-TOTAL_FORMS": "1", "findings-INITIAL_FORMS": "0"}


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch):
    """The doors read the clock; the reviews of these tests were made at noon."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def finding(**given):
    return {"criterion": FOUND.criterion, "weight": FOUND.weight, "text": FOUND.text, **given}


def typed(praise=PRAISE, **row):
    return {"colleague": "agent", "praise": praise, **BLANK, **{f"findings-0-{name}": value for name, value in row.items()}}


def test_a_review_made_on_the_page_equals_one_made_over_rest(done, amina, tess, sol, as_sol):
    page = browser_of(tess).post(f"/reviews/{done.reference}", typed(**finding()))
    assert (page.status_code, page["Location"]) == (302, f"/reviews/{done.reference}#review-{Review.objects.get().pk}")
    body = {"incident": done.reference, "colleague": "agent", "praise": PRAISE, "findings": [finding()]}
    rest = as_sol.post("reviews/", body)
    assert rest.status_code == 201
    ours = as_sol.get(f"reviews/{Review.objects.earliest('pk').pk}/").json()
    assert [{**each, "id": 0, "reviewer": 0} for each in (ours, rest.json())] == [{**ours, "id": 0, "reviewer": 0}] * 2


def test_both_doors_refuse_without_praise_in_the_same_words(done, amina, tess, as_tess):
    page = browser_of(tess).post(f"/reviews/{done.reference}", typed(praise=" "))
    rest = as_tess.post("reviews/", {"incident": done.reference, "colleague": "agent", "praise": " "})
    assert (page.status_code, rest.status_code, rest.json()["code"]) == (422, 409, "praise-needed")
    assert rest.json()["detail"] in page.content.decode()


def test_both_doors_refuse_an_open_incident_in_the_same_words(gas, amina, tess, as_tess):
    page = browser_of(tess).post(f"/reviews/{gas.reference}", typed())
    rest = as_tess.post("reviews/", {"incident": gas.reference, "colleague": "agent", "praise": PRAISE})
    assert (page.status_code, rest.status_code) == (422, 409)
    assert "reviewed once it is closed" in rest.json()["detail"]
    assert "reviewed once it is closed" in page.content.decode()


def test_a_half_written_finding_is_pointed_at_and_nothing_typed_is_lost(done, amina, tess):
    page = browser_of(tess).post(f"/reviews/{done.reference}", typed(criterion="location", text="Not read back")).content.decode()
    assert 'href="#id_findings-0-weight"' in page
    assert "Not read back" in page and PRAISE in page
    assert not Review.objects.exists()


def test_the_form_does_not_offer_oneself_nor_anybody_twice(review, done, tess):
    page = browser_of(tess).get(f"/reviews/{done.reference}").content.decode()
    assert 'value="agent"' not in page and 'value="lead"' not in page
    assert PRAISE in page and FOUND.text in page and "The procedure was followed" in page


def test_a_need_goes_from_review_to_both_signatures_by_pages_alone(review, amina, tess):
    lead, agent = browser_of(tess), browser_of(amina)
    form = lead.get(f"/support/new?review={review.pk}").content.decode()
    assert FOUND.text in form and f'value="{review.pk}"' in form
    said = {**TERMS, "colleague": "agent", "lead_view": "Seen", "review": review.pk, "review_on": "2025-11-20"}
    assert lead.post("/support/new", said).status_code == 302
    need = SupportNeed.objects.get()
    assert need.review_id == review.pk
    assert (
        agent.post(
            f"/support/{need.pk}/wording", {**TERMS, "agreed_text": "Two calls", "review_on": "2025-11-20", "wording": 1}
        ).status_code
        == 302
    )
    stale = lead.post(f"/support/{need.pk}/signature", {"wording": 1})
    assert stale.status_code == 422 and "wording has changed" in stale.content.decode() and "Two calls" in stale.content.decode()
    assert lead.post(f"/support/{need.pk}/signature", {"wording": 2}).status_code == 302
    assert "Half signed" in agent.get("/support").content.decode()
    assert agent.post(f"/support/{need.pk}/signature", {"wording": 2, "view": "I rush it"}).status_code == 302
    assert "Agreed" in agent.get(f"/support/{need.pk}").content.decode()


def test_a_stale_wording_shows_both_texts_and_may_be_sent_again(need, amina, tess):
    browser_of(amina).post(
        f"/support/{need.pk}/wording", {**TERMS, "agreed_text": "Amina's words", "review_on": "2025-11-20", "wording": 1}
    )
    lead = browser_of(tess)
    mine = {**TERMS, "agreed_text": "Words of Tess", "review_on": "2025-11-20"}
    page = lead.post(f"/support/{need.pk}/wording", {**mine, "wording": 1})
    assert page.status_code == 422
    text = page.content.decode()
    assert "Amina&#x27;s words" in text and "Words of Tess" in text and 'name="wording" value="2"' in text
    assert lead.post(f"/support/{need.pk}/wording", {**mine, "wording": 2}).status_code == 302


def test_rest_goes_the_same_way_and_tells_the_history(need, amina, as_amina, as_tess):
    assert as_tess.post(f"support/{need.pk}/signature/", {"wording": 1}).json()["state"] == "half"
    no = as_amina.post(f"support/{need.pk}/refusal/", {"wording": 1, "reason": ""})
    assert (no.status_code, no.json()["code"]) == (409, "reason-needed")
    assert as_amina.post(f"support/{need.pk}/refusal/", {"wording": 1, "reason": "Not now"}).json()["state"] == "declined"
    assert as_tess.post(f"support/{need.pk}/wording/", {"wording": 1, "kind": "buddy"}).json()["wording"] == 2
    for rest in (as_amina, as_tess):
        answer = rest.post(f"support/{need.pk}/signature/", {"wording": 2})
    assert answer.json()["agreed"] is True
    assert [each["what"] for each in answer.json()["history"]] == ["opened", "signed", "declined", "reworded", "signed", "signed"]


def test_both_doors_decline_in_the_same_words(need, amina, as_amina):
    page = browser_of(amina).post(f"/support/{need.pk}/refusal", {"wording": 9, "reason": "No"})
    rest = as_amina.post(f"support/{need.pk}/refusal/", {"wording": 9, "reason": "No"})
    assert (page.status_code, rest.status_code, rest.json()["code"]) == (422, 409, "stale")
    assert rest.json()["detail"] in page.content.decode()


@pytest.mark.parametrize(
    "body", [None, {"wording": 0}, {"wording": "x"}, {"wording": 2**40}, {"wording": 1, "view": "y" * 5000}, {"wording": [1]}]
)
def test_odd_signatures_are_refused_in_words(need, as_tess, tess, body):
    assert as_tess.post(f"support/{need.pk}/signature/", body).status_code == 400
    flat = {name: str(value) for name, value in (body or {}).items()}
    assert browser_of(tess).post(f"/support/{need.pk}/signature", flat).status_code == 422


@pytest.mark.parametrize(
    "path", ["/support/99999999999999999999", "/support/new?review=%00", "/reviews/%00", "/reviews/nothing", "/procedures/%00"]
)
def test_odd_addresses_are_not_there(need, tess, path):
    assert browser_of(tess).get(path).status_code in (200, 404)


def test_odd_rests_are_not_there(need, as_tess):
    assert as_tess.get("support/99999999999999999999/").status_code == 404
    assert as_tess.get("reviews/99999999999999999999/").status_code == 404
    assert as_tess.post("reviews/", {"incident": "9", "colleague": "agent", "praise": "x"}).status_code == 404


def test_one_click_makes_one_review(done, amina, as_tess):
    body = {"incident": done.reference, "colleague": "agent", "praise": PRAISE}
    first, again = (as_tess.post("reviews/", body, key="one-click") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201) and first.json() == again.json()
    assert Review.objects.count() == 1


def test_rest_is_closed_to_who_is_not_signed_in(need, as_nobody):
    for path in ("reviews/", "support/", f"support/{need.pk}/"):
        assert as_nobody.get(path).status_code == 401
    assert Rest(None).post(f"support/{need.pk}/signature/", {"wording": 1}).status_code == 401
