"""The law register is made from the packs in use; a person checks a provision, and it comes up again when its review is due."""

from datetime import date, timedelta

import pytest

from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.law import check_law
from incidents.models import LawCheck, ProcedurePack
from incidents.queries.law import law_register
from incidents.queries.procedures import live_packs
from incidents.rules.law import law_key
from tests.factories import make_person

TODAY = date(2025, 11, 3)
CCA = law_key("Civil Contingencies Act 2004", "Part 1")
GAS = law_key("Gas Safety (Management) Regulations 1996", "reg 7")


def found(centre, key, today=TODAY):
    return next(each for each in law_register(centre.pk, today) if each.key == key)


def test_every_law_line_of_every_pack_in_use_is_in_the_register_and_nothing_else(wexmouth):
    named = {
        (law_key(law.act, law.provision), kind.code)
        for held in live_packs(wexmouth.pk)
        for kind in held.pack.incident_types
        for law in kind.legal
    }
    shown = {(each.key, duty.type) for each in law_register(wexmouth.pk, TODAY) for duty in each.duties}
    assert shown == named and len(named) > 40


def test_a_provision_of_two_packs_is_one_entry_with_the_steps_it_bears_on(wexmouth):
    each = found(wexmouth, CCA)
    assert {duty.type for duty in each.duties} == {"FLOOD", "FIRE-REPORT"}
    flood = next(duty for duty in each.duties if duty.type == "FLOOD")
    assert [(step.id, step.kind) for step in flood.steps] == [("o_river", "outcome"), ("o_surface", "outcome")]


def test_what_nobody_has_read_comes_first_and_says_so(wexmouth):
    register = law_register(wexmouth.pk, TODAY)
    assert register[0].standing == "unseen" and found(wexmouth, GAS).standing_word == "Not read yet"
    assert found(wexmouth, CCA).standing == "author"


def test_a_check_counts_until_its_review_is_due(wexmouth, sol, noon):
    check_law(key=GAS, source="legislation.gov.uk", review_on=TODAY + timedelta(days=90), by=sol, at=noon)
    checked = found(wexmouth, GAS)
    assert (checked.standing, checked.check.checked_by_id, checked.check.checked_on) == ("checked", sol.user_id, TODAY)
    assert found(wexmouth, GAS, TODAY + timedelta(days=90)).standing == "review_due"
    check_law(key=GAS, source="Printed copy", review_on=TODAY + timedelta(days=200), by=sol, at=noon + timedelta(hours=1))
    assert found(wexmouth, GAS, TODAY + timedelta(days=90)).check.source == "Printed copy"
    assert LawCheck.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"source": " "}, "source-needed"),
        ({"review_on": TODAY}, "review-unknown"),
        ({"review_on": TODAY + timedelta(days=2000)}, "review-unknown"),
    ],
)
def test_a_check_needs_a_source_and_a_review(wexmouth, sol, noon, change, code):
    told = {"key": GAS, "source": "Read", "review_on": TODAY + timedelta(days=1), "by": sol, "at": noon, **change}
    with pytest.raises(Refusal) as refusal:
        check_law(**told)
    assert (refusal.value.code, LawCheck.objects.count()) == (code, 0)


def test_only_a_law_in_use_is_checked_by_those_who_may(wexmouth, sol, amina, noon):
    told = {"key": GAS, "source": "Read", "review_on": TODAY + timedelta(days=1), "at": noon}
    with pytest.raises(NotAllowed):
        check_law(**told, by=amina)
    with pytest.raises(NotFound):
        check_law(**{**told, "key": "0" * 64}, by=sol)
    ProcedurePack.objects.of(wexmouth.pk).update(status="retired")
    assert law_register(wexmouth.pk, TODAY) == []
    with pytest.raises(NotFound):
        check_law(**told, by=sol)


def test_another_centres_checks_are_its_own(wexmouth, charlie, noon):
    check_law(key=GAS, source="Read", review_on=TODAY + timedelta(days=1), by=make_person(charlie.centre, "x", "X", "supervisor"), at=noon)
    assert found(wexmouth, GAS).check is None
