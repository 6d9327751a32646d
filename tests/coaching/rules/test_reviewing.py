"""Who may review whose work, and what a closed incident tells."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.rules.reviewing import DECISIONS, TELLING, telling_flags, telling_score, why_not_review
from tests.factories import NOON

FREE = {
    "reviewer": 1,
    "colleague": 2,
    "reviewer_decided": (),
    "colleague_took_part": True,
    "colleague_reviewed_me_at": None,
    "at": NOON,
}


def code_of(**given):
    no = why_not_review(**{**FREE, **given})
    return no and no[0]


def test_somebody_elses_work_may_be_reviewed():
    assert code_of() is None


@given(st.integers(1, 5), st.integers(1, 5), st.sets(st.sampled_from(sorted(DECISIONS))), st.booleans())
def test_nobody_ever_reviews_their_own_work(reviewer, colleague, decided, took_part):
    own = reviewer == colleague or bool(decided)
    found = code_of(reviewer=reviewer, colleague=colleague, reviewer_decided=decided, colleague_took_part=took_part)
    assert (found == "own-work") == own


def test_taking_an_alarm_or_writing_an_update_is_not_deciding():
    assert code_of(reviewer_decided=("escalation.taken", "update", "check.answered")) is None


def test_who_wrote_nothing_has_nothing_to_review():
    assert code_of(colleague_took_part=False) == "not-their-work"


@pytest.mark.parametrize(("days", "code"), [(0, "reviewed-you"), (6.99, "reviewed-you"), (7, None), (30, None)])
def test_who_reviewed_me_within_a_week_is_reviewed_by_somebody_else(days, code):
    assert code_of(colleague_reviewed_me_at=NOON - timedelta(days=days)) == code


def test_a_lowered_priority_is_louder_than_any_missed_check_and_that_louder_than_an_escalation():
    lowered, missed, raised = ({kind: 1} for kind in ("priority.lowered", "check.missed", "escalation.raised"))
    assert telling_score(lowered, "P5") > telling_score(missed, "P1") > telling_score(raised, "P1") > telling_score({}, "P1")
    assert telling_flags({"escalation.raised": 2, "priority.lowered": 1, "update": 4}) == ["Priority lowered", "Escalated ×2"]


@given(st.dictionaries(st.sampled_from(sorted(TELLING)), st.integers(0, 9)))
def test_only_what_happened_is_flagged(counts):
    assert len(telling_flags(counts)) == sum(1 for number in counts.values() if number)


@given(st.dictionaries(st.sampled_from(sorted(TELLING)), st.integers(0, 50)), st.sampled_from(sorted(TELLING)))
def test_no_heap_of_small_things_hides_a_great_one(counts, great):
    small = {kind: number for kind, number in counts.items() if TELLING[kind][0] < TELLING[great][0]}
    assert telling_score({great: 1}, "P5") > telling_score(small, "P1")
