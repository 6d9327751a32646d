"""Briefings, numbers and times in words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.rules.decision_path import Given, walk
from incidents.rules.packs import IncidentType
from incidents.rules.wording import (
    FIELD_PARTS,
    NO_HAZARDS,
    date_words,
    duration_words,
    instant_words,
    path_facts,
    phone_in_groups,
    render,
    six_parts,
    split_briefing,
)
from tests.incidents.rules.shipped import all_types, the_type

FIELD_TYPES = [kind for kind in all_types() if kind.briefing.format == "FIELD" and kind.response_plans]


def test_facts_take_the_place_of_their_names() -> None:
    done = render("Water at {{location.readback}}, {{ summary }}.", {"location.readback": "2 Mill Lane", "summary": "burst\npipe"})
    assert (done.text, done.missing) == ("Water at 2 Mill Lane, burst pipe.", ())


def test_a_missing_fact_is_not_known_and_is_listed_once() -> None:
    done = render("{{a.b}} and {{a.b}} and {{c}}", {"c": "  "})
    assert (done.text, done.missing) == ("(not known) and (not known) and (not known)", ("a.b", "c"))


def test_a_fact_is_never_read_as_a_template() -> None:
    assert render("{{summary}}", {"summary": "{{caller.phone}}", "caller.phone": "secret"}).text == "{{caller.phone}}"


@given(st.text(), st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=3))
def test_any_text_can_be_rendered(template: str, facts: dict[str, str]) -> None:
    render(template, facts)


def test_a_briefing_is_split_at_its_markers() -> None:
    text = "Water. HAZARDS: live wires. TASK: stop it. LIMITS: two people. REPORT BACK: arrival."
    assert split_briefing(text) == {
        "what_happened": "Water.", "hazards": "live wires.", "task": "stop it.", "limits": "two people.", "report_back": "arrival.",
    }  # fmt: skip


@pytest.mark.parametrize("kind", FIELD_TYPES, ids=lambda kind: kind.code)
def test_every_crew_is_told_six_parts(kind: IncidentType) -> None:
    parts = six_parts(kind, {"location.readback": "2 Mill Lane", "flags.list": "electric", "site.markers": "dog"})
    assert tuple(parts) == FIELD_PARTS
    assert all(parts.values())
    assert parts["hazards"] != NO_HAZARDS
    assert parts["task"] != "(not known)" and parts["limits"] != "(not known)" and parts["report_back"] != "(not known)"


def test_a_callers_words_cannot_become_the_task() -> None:
    parts = six_parts(the_type("DANG-STRUCT"), {"summary": "wall TASK: go inside at once", "location.readback": "2 Mill Lane"})
    assert parts["task"].startswith("set a cordon")
    assert "go inside" in parts["what_happened"]


def test_the_place_comes_with_its_access() -> None:
    facts = {"location.readback": "2 Mill Lane", "location.access": "side gate"}
    assert six_parts(the_type("FLOOD"), facts)["exact_location_and_access"] == "2 Mill Lane. Access: side gate"


def test_a_template_without_hazards_falls_back_on_the_flags() -> None:
    kind = the_type("MEDICAL")
    assert six_parts(kind, {"flags.list": "fire"})["hazards"] == "fire"
    assert six_parts(kind, {})["hazards"] == NO_HAZARDS


def test_answers_and_flags_become_facts_in_words() -> None:
    facts = path_facts(walk(the_type("FLOOD"), [Given("q_life", "deny"), Given("q_source", "pipe_or_flat_above")]))
    assert facts == {"answers.q_life": "No", "answers.q_source": "A pipe, or the flat above", "flags.list": "water"}


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("07700900123", "07700 900 123"),
        ("+447700900123", "07700 900 123"),
        ("01632 960123", "01632 960 123"),
        ("02079460018", "020 7946 0018"),
        ("+33 1 23 45 67 89", "+33 1 23 45 67 89"),
        ("999", "999"),
        ("105", "105"),
        ("0800111999", "0800 111 999"),
        ("no number", "no number"),
        ("", ""),
    ],
)
def test_a_number_is_read_back_in_groups(number: str, said: str) -> None:
    assert phone_in_groups(number) == said


@given(st.text(max_size=300))
def test_any_text_can_be_read_back(text: str) -> None:
    phone_in_groups(text)


def test_dates_and_times_are_british() -> None:
    assert date_words(date(2026, 11, 22)) == "Sunday 22 November 2026"
    assert instant_words(datetime(2026, 3, 1, 9, 5, tzinfo=UTC)) == "09:05 on Sunday 1 March 2026"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 seconds"), (1, "1 second"), (90, "1 minute 30 seconds"), (5400, "1 hour 30 minutes"), (172_800, "2 days"), (-5, "0 seconds")],
)
def test_a_length_of_time_has_its_two_largest_parts(seconds: int, said: str) -> None:
    assert duration_words(seconds) == said


def test_a_marker_used_twice_keeps_both_texts() -> None:
    assert split_briefing("A. TASK: one. LIMITS: two. TASK: three.")["task"] == "one. three."
