"""Why an incident has its priority, in words that a caller's complaint could be answered with."""

from __future__ import annotations

from incidents.rules.decision_path import Given, walk
from incidents.rules.packs import Core
from incidents.rules.path_words import explain
from tests.incidents.rules.shipped import all_types, shipped, the_type


def core() -> Core:
    found = shipped().core
    assert found
    return found


def told(code: str, *answers: tuple[str, str], **more: str) -> str:
    kind = the_type(code)
    return explain(kind, walk(kind, [Given(*answer) for answer in answers]), core(), **more)


def test_danger_is_named_with_its_question_and_flags() -> None:
    assert told("FLOOD", ("q_life", "affirm")) == (
        "P1 (Immediate) because 'Is anyone trapped, in the water, or in danger from it?' was answered Yes (life risk, trapped)."
    )


def test_not_known_is_said_to_count_as_danger() -> None:
    assert "was answered Not known, which is taken as the dangerous answer." in told("FLOOD", ("q_life", "unknown"))


def test_a_calm_end_says_that_nothing_pointed_to_danger() -> None:
    said = told("MEDICAL", ("q_awake", "affirm"), ("q_serious", "deny"))
    assert said.startswith("P5 (Advice or referral) because no answer pointed to danger; 'Any of these")


def test_an_early_send_gives_the_fallback_and_the_reason() -> None:
    assert told("FLOOD", sent_now="the caller hung up.") == (
        "P2 (Urgent) because help was sent before the questions were finished: the caller hung up."
    )


def test_an_early_send_says_what_was_known_by_then() -> None:
    said = told("GAS-SMELL", ("q_harm", "deny"), ("q_where", "inside"), sent_now="line lost")
    assert "line lost. Known by then: 'Is the smell inside" in said


def test_a_change_by_a_person_is_added_with_its_reason() -> None:
    said = told("MEDICAL", ("q_awake", "affirm"), ("q_serious", "deny"), changed_to="P2", reason="Caller is alone.")
    assert said.endswith(". A person then changed it to P2 (Urgent): Caller is alone.")


def test_a_transfer_names_the_procedure_that_takes_over() -> None:
    assert told("LW-MISSED", ("q_contact", "affirm"), ("q_safe", "unknown")).startswith("Handed over to the procedure LW-SOS because")


def test_an_unfinished_walk_says_what_is_asked_next() -> None:
    assert told("LIFT-TRAP").startswith("Not decided yet: the next question is 'Is anyone in the lift")


def test_every_type_can_be_explained_before_it_begins() -> None:
    assert all(explain(kind, walk(kind, []), core(), sent_now="test") for kind in all_types())
