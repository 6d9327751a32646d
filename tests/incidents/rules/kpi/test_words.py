"""Lengths and shares in words, cells that no spreadsheet takes for a formula, and formulas that are all there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.rules.kpi.formulas import formulas
from incidents.rules.kpi.words import guarded, share_words, span_words, unguarded


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (0, "0 s"), (0.4, "0 s"), (99.4, "99 s"), (99.6, "1:40 min"), (185, "3:05 min"), (6000, "1:40 h"), (273_600, "3 d 4 h")],
)
def test_a_length_is_short(seconds, words):
    assert span_words(seconds) == words


def test_nearly_all_is_not_all():
    assert (share_words(99.96), share_words(100.0), share_words(None)) == ("99.9 %", "100.0 %", "")


@given(st.text(max_size=20))
def test_a_guarded_text_starts_no_formula_and_comes_back(text):
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert unguarded(guarded(text)) == text


def test_every_formula_of_the_standard_is_here():
    standard = {
        *("answer_time", "abandoned", "location_time", "call_to_entry", "triage_time", "entry_to_dispatch", "call_processing"),
        *("dispatch_to_ack", "turnout", "travel", "response", "on_scene", "time_to_safe", "within_target", "escalation_rate"),
        *("checks_overdue_now", "check_on_time", "check_response", "undispatched_live", "reopened", "repeat_contacts"),
        *("upgrade_after_arrival", "downgrade_on_scene", "path_recomputed", "path_reviewed", "override_rate", "notify_on_time"),
        *("qa_score", "calibration_gap", "complaint_rate", "coaching_done", "coaching_effect", "actions_effect"),
    }
    book = formulas()
    assert standard <= set(book.all)
    assert all(each.means and each.source for each in book.all.values())
    assert all(each.kind or each.until for each in book.all.values())
    assert [each.id for family in book.families for each in book.of(family)] == list(book.all)
