"""Judging a report: grounds are kept, nothing is deleted, and the overlay only raises."""

import pytest

from dispatch.refusal import NotFound, Refusal
from incidents.commands.intake import correct_facts
from incidents.commands.judge import judge_validity, weigh_risk
from incidents.commands.rewalk import change_answer
from incidents.models import Judgement, Notice
from incidents.queries.incident_page import incident_whole
from tests.factories import entries, fresh, log_incident

CALM = dict.fromkeys(("threat", "harm", "risk", "vulnerability"), "none")
GRAVE = CALM | {"harm": "high", "risk": "high"}


def weighed(incident, levels, by, at, words="An old couple, alone"):
    weigh_risk(incident_id=incident.pk, levels=levels, words=words, by=by, at=at)
    return fresh(incident)


def test_a_hoax_is_a_judgement_with_grounds_and_lowers_nothing(flood, amina, noon):
    judge_validity(incident_id=flood.pk, validity="hoax", grounds="Laughter behind the caller", by=amina, at=noon)
    judged = fresh(flood)
    assert (judged.validity, judged.priority, judged.outcome) == ("hoax", flood.priority, flood.outcome)
    assert incident_whole(judged, amina)["validity"]["grounds"] == "Laughter behind the caller"
    judge_validity(incident_id=flood.pk, validity="genuine", grounds="The neighbour confirms it", by=amina, at=noon)
    assert list(Judgement.objects.values_list("code", flat=True)) == ["hoax", "genuine"]


def test_what_is_not_ours_is_handed_to_a_named_organisation_and_stays_theirs(flood, amina, noon):
    with pytest.raises(Refusal) as nobody:
        judge_validity(incident_id=flood.pk, validity="not_ours", grounds="The main burst", by=amina, at=noon)
    assert nobody.value.code == "organisation-needed"
    judge_validity(incident_id=flood.pk, validity="not_ours", grounds="The main burst", organisation="WATER_CO", by=amina, at=noon)
    assert Notice.objects.untold().filter(code="WATER_CO").exists()
    change_answer(incident_id=flood.pk, question="q_elec", was="deny", answer="affirm", reason="Sparks", by=amina, at=noon)
    assert Notice.objects.untold().filter(code="WATER_CO").exists()


def test_a_judgement_needs_grounds_and_a_kind_that_is_known(flood, amina, noon):
    for how, code in (({"validity": "hoax", "grounds": " "}, "reason-needed"), ({"validity": "odd", "grounds": "x"}, "validity-unknown")):
        with pytest.raises(Refusal) as refusal:
            judge_validity(incident_id=flood.pk, by=amina, at=noon, **how)
        assert refusal.value.code == code
    assert Judgement.objects.count() == 0


def test_the_overlay_raises_and_explains_itself(flood, amina, noon):
    raised = weighed(flood, GRAVE, amina, noon)
    assert raised.priority == "P1"
    assert raised.explanation.startswith(
        "P1 because the harm would be grave, and it is likely or close: An old couple, alone. Before that: P2"
    )
    assert entries(raised)[-2:] == ["judged.risk", "priority.raised"]


def test_the_overlay_never_lowers(flood, amina, noon):
    assert weighed(flood, CALM, amina, noon).priority == "P2"
    assert weighed(flood, CALM | {"threat": "some", "risk": "some"}, amina, noon).priority == "P2"


def test_a_change_makes_what_was_weighed_stale(flood, amina, noon):
    weighed(flood, CALM, amina, noon)
    assert incident_whole(fresh(flood), amina)["risk"]["stale"] is False
    correct_facts(incident_id=flood.pk, revision=None, hazards="Live cables in the water", by=amina, at=noon)
    assert incident_whole(fresh(flood), amina)["risk"]["stale"] is True


def test_all_parts_that_can_raise_are_weighed_with_words(flood, amina, noon):
    for how, code in (
        ({"levels": {"threat": "none"}, "words": "x"}, "overlay-incomplete"),
        ({"levels": CALM, "words": ""}, "reason-needed"),
    ):
        with pytest.raises(Refusal) as refusal:
            weigh_risk(incident_id=flood.pk, by=amina, at=noon, **how)
        assert refusal.value.code == code


def test_before_the_type_is_known_the_overlay_can_already_raise(amina, noon):
    incident = log_incident(amina)
    assert weighed(incident, GRAVE, amina, noon).priority == "P1"


def test_a_stranger_finds_nothing(flood, charlie, noon):
    with pytest.raises(NotFound):
        judge_validity(incident_id=flood.pk, validity="hoax", grounds="x", by=charlie, at=noon)
    with pytest.raises(NotFound):
        weigh_risk(incident_id=flood.pk, levels=CALM, words="x", by=charlie, at=noon)
