"""Signing: agreed is only what both have signed, in the same words; whatever people do, in any order."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.rules.signing import REVIEW_DAYS, Paper, Unsigned, decline, insist_on_review_day, reword, sign

ACTS = st.lists(st.tuples(st.sampled_from(["lead", "colleague", "reword", "decline"]), st.integers(1, 4)), max_size=12)


def play(paper, act, seen):
    if act == "reword":
        return reword(paper, seen)
    return decline(paper, seen) if act == "decline" else sign(paper, act, seen)


@given(ACTS)
def test_agreed_means_that_both_signed_the_wording_that_stands(acts):
    paper, signed = Paper(), {"lead": 0, "colleague": 0}
    for act, seen in acts:
        try:
            paper = play(paper, act, seen)
        except Unsigned:
            continue
        if act in signed:
            signed[act] = seen
        if act == "decline":
            signed = {"lead": 0, "colleague": 0}
        assert paper.agreed == (signed["lead"] == signed["colleague"] == paper.wording)
        assert not (paper.declined and (paper.lead or paper.colleague))


@given(ACTS, st.sampled_from(["lead", "colleague", "reword", "decline"]), st.integers(1, 9))
def test_nothing_is_done_to_words_that_were_not_read(acts, act, seen):
    paper = Paper()
    for each in acts:
        try:
            paper = play(paper, *each)
        except Unsigned:
            continue
    if seen != paper.wording:
        with pytest.raises(Unsigned) as no:
            play(paper, act, seen)
        assert no.value.code == "stale"


def test_new_words_take_both_signatures_and_a_refusal_away():
    assert reword(Paper(lead=True, colleague=True), 1) == Paper(wording=2)
    assert reword(Paper(declined=True), 1) == Paper(wording=2)


def test_what_both_signed_is_not_declined_any_more():
    with pytest.raises(Unsigned) as no:
        decline(Paper(lead=True, colleague=True), 1)
    assert no.value.code == "already-agreed"


@given(st.integers(-40, 60))
def test_a_need_is_looked_at_again_within_four_weeks(days):
    today = date(2025, 11, 3)
    if 0 <= days <= REVIEW_DAYS:
        insist_on_review_day(today + timedelta(days=days), today)
    else:
        with pytest.raises(Unsigned):
            insist_on_review_day(today + timedelta(days=days), today)
