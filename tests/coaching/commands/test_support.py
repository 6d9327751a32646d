"""Support needs: put forward, reworded, signed and declined, with every wording kept."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from coaching.commands.support import decline_support_need, reword_support_need, sign_support_need
from coaching.models import SupportEvent, SupportNeed
from dispatch.refusal import NotAllowed, NotFound, Refusal
from tests.coaching.conftest import TERMS, TODAY, put_forward, review_it
from tests.factories import fresh, make_person


def refused(code, act, **kwargs):
    events = SupportEvent.objects.count()
    with pytest.raises(Refusal) as refusal:
        act(**kwargs)
    assert refusal.value.code == code
    assert SupportEvent.objects.count() == events


def told(need):
    return list(need.events.order_by("number").values_list("number", "what", "by_name", "wording"))


def test_a_need_is_put_forward_unsigned_and_looked_at_again_in_four_weeks(need, amina, tess):
    assert (need.colleague_id, need.lead_id, need.wording, need.agreed) == (amina.user_id, tess.user_id, 1, False)
    assert need.review_on == TODAY + timedelta(days=28)
    assert told(need) == [(1, "opened", "Tess Moran", 1)]
    assert need.events.get().terms == {**TERMS, "measure": "", "review_on": "2025-12-01"}


def test_it_is_agreed_once_both_have_signed_the_same_words(need, amina, tess, noon):
    sign_support_need(need_id=need.pk, wording=1, by=tess, at=noon)
    assert not fresh(need).agreed
    sign_support_need(need_id=need.pk, wording=1, view="I rush it.", by=amina, at=noon + timedelta(hours=1))
    after = fresh(need)
    assert after.agreed
    assert (after.lead_signed_at, after.colleague_signed_at) == (noon, noon + timedelta(hours=1))
    assert (after.colleague_view, after.lead_view) == ("I rush it.", need.lead_view)
    assert told(need) == [(1, "opened", "Tess Moran", 1), (2, "signed", "Tess Moran", 1), (3, "signed", "Amina Khan", 1)]


def test_a_new_wording_takes_both_signatures_away(need, amina, tess, noon):
    for person in (tess, amina):
        sign_support_need(need_id=need.pk, wording=1, by=person, at=noon)
    reword_support_need(need_id=need.pk, wording=1, agreed_text="Two calls.", by=amina, at=noon)
    after = fresh(need)
    assert (after.lead_signed_at, after.colleague_signed_at, after.wording, after.agreed_text) == (None, None, 2, "Two calls.")
    assert after.events.get(number=1).terms["agreed_text"] == TERMS["agreed_text"]


def test_what_was_signed_is_what_was_read(need, amina, tess, noon):
    reword_support_need(need_id=need.pk, wording=1, agreed_text="Two calls.", by=amina, at=noon)
    refused("stale", sign_support_need, need_id=need.pk, wording=1, by=tess, at=noon)
    refused("stale", reword_support_need, need_id=need.pk, wording=1, agreed_text="Four calls.", by=tess, at=noon)
    refused("stale", decline_support_need, need_id=need.pk, wording=1, reason="No", by=amina, at=noon)
    assert fresh(need).agreed_text == "Two calls."


def test_signing_twice_counts_once(need, tess, noon):
    sign_support_need(need_id=need.pk, wording=1, by=tess, at=noon)
    refused("already-signed", sign_support_need, need_id=need.pk, wording=1, by=tess, at=noon + timedelta(days=1))
    assert fresh(need).lead_signed_at == noon


def test_the_same_words_are_no_new_wording(need, amina, noon):
    refused("same-words", reword_support_need, need_id=need.pk, wording=1, **TERMS, by=amina, at=noon)


def test_a_declined_need_stays_open_unsigned_with_a_reason_and_a_day(need, amina, tess, noon):
    sign_support_need(need_id=need.pk, wording=1, by=tess, at=noon)
    day = TODAY + timedelta(days=5)
    decline_support_need(need_id=need.pk, wording=1, reason="I would rather sit with Dev.", talk_again_on=day, by=amina, at=noon)
    after = fresh(need)
    assert (after.declined_at, after.declined_why, after.review_on) == (noon, "I would rather sit with Dev.", day)
    assert (after.lead_signed_at, after.colleague_signed_at, after.agreed) == (None, None, False)
    refused("declined", sign_support_need, need_id=need.pk, wording=1, by=tess, at=noon)
    reword_support_need(need_id=need.pk, wording=1, kind="buddy", by=tess, at=noon)
    assert (fresh(need).declined_at, fresh(need).declined_why) == (None, "")


def test_declining_needs_a_reason_and_is_for_the_colleague_alone(need, amina, tess, noon):
    refused("reason-needed", decline_support_need, need_id=need.pk, wording=1, reason=" ", by=amina, at=noon)
    refused("lead-declines", decline_support_need, need_id=need.pk, wording=1, reason="No", by=tess, at=noon)


def test_what_both_signed_is_reworded_not_declined(need, amina, tess, noon):
    for person in (tess, amina):
        sign_support_need(need_id=need.pk, wording=1, by=person, at=noon)
    refused("already-agreed", decline_support_need, need_id=need.pk, wording=1, reason="No", by=amina, at=noon)


def test_a_day_that_has_passed_is_not_signed(need, tess, noon):
    refused("review-day-wrong", sign_support_need, need_id=need.pk, wording=1, by=tess, at=noon + timedelta(days=29))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"area": "manners"}, "criterion-unknown"),
        ({"kind": "holiday"}, "kind-unknown"),
        ({"agreed_text": " "}, "words-needed"),
        ({"good_looks_like": ""}, "words-needed"),
        ({"lead_view": ""}, "words-needed"),
        ({"review_on": TODAY + timedelta(days=29)}, "review-day-wrong"),
        ({"review_on": TODAY - timedelta(days=1)}, "review-day-wrong"),
    ],
)
def test_a_wording_that_nobody_could_sign_is_refused(amina, tess, given, code):
    refused(code, lambda: put_forward(amina, by=tess, **given))
    assert not SupportNeed.objects.exists()


def test_a_need_is_between_two_people_of_the_same_floor(amina, tess, charlie, wexmouth):
    refused("own-need", lambda: put_forward(tess, by=tess))
    refused("colleague-unknown", lambda: put_forward(charlie, by=tess))
    refused("colleague-unknown", lambda: put_forward(make_person(wexmouth, "jo", "Jo Whitlock", "administrator"), by=tess))
    with pytest.raises(NotAllowed):
        put_forward(tess, by=amina)


def test_a_review_behind_it_is_of_the_same_persons_work(review, done, amina, dev, tess, sol):
    assert put_forward(amina, by=tess, review_id=review.pk).review_id == review.pk
    refused("review-of-another", lambda: put_forward(dev, by=tess, review_id=review.pk))
    with pytest.raises(NotFound):
        put_forward(amina, by=tess, review_id=review.pk + 1)
    assert review_it(done, amina, by=sol)


def test_only_the_two_act_and_nobody_else_even_finds_it(need, sol, dev, charlie, noon):
    with pytest.raises(NotAllowed):
        sign_support_need(need_id=need.pk, wording=1, by=sol, at=noon)
    for person in (dev, charlie):
        with pytest.raises(NotFound):
            sign_support_need(need_id=need.pk, wording=1, by=person, at=noon)


def test_the_history_cannot_be_changed_or_removed(need):
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportEvent.objects.filter(need=need).update(words="Something else")
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportEvent.objects.filter(need=need).delete()
