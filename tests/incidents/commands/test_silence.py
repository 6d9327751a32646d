"""A crew that is silent: missed, asked again, a supervisor, a visit by name with a result. No agent waves it away."""

from datetime import timedelta

import pytest

from dispatch.refusal import NotAllowed, Refusal
from incidents.commands.check_plans import set_checks
from incidents.commands.deploy import stand_down
from incidents.commands.monitor import answer_check
from incidents.commands.respond import report_status
from incidents.commands.silence import order_visit, record_visit
from incidents.models import Check, Escalation
from incidents.queries.cards import incident_cards
from tests.factories import clocks, entries, fresh, let_time_pass


@pytest.fixture
def check(sent, dan, noon) -> Check:
    """Dan at the scene: asked in 15 minutes, with 5 minutes of grace."""
    report_status(deployment_id=sent.pk, status="on_scene", by=dan, at=noon)
    return Check.objects.get()


@pytest.fixture
def silent(check, noon) -> Check:
    """Asked twice, and silent."""
    let_time_pass(noon + timedelta(minutes=22))
    return fresh(check)


def test_silence_goes_from_the_dispatcher_to_a_supervisor_to_the_duty_manager(check, sent, noon):
    let_time_pass(noon + timedelta(minutes=20))
    assert Escalation.objects.get(cause="check_missed").to_role == "dispatcher"
    assert incident_cards([fresh(sent.incident)])[0]["clock"]["what"] == "Answer to second asking"
    let_time_pass(noon + timedelta(minutes=22))
    again = Escalation.objects.filter(cause="check_missed").last()
    assert (again.to_role, again.raised_at) == ("supervisor", noon + timedelta(minutes=22))
    assert incident_cards([fresh(sent.incident)])[0]["clock"]["what"] == "Send somebody to look"
    let_time_pass(noon + timedelta(minutes=27))
    assert Escalation.objects.filter(cause="visit_wanted").get().to_role == "duty_manager"
    assert {"check.asked", "check.missed", "check.repeated"} <= set(entries(sent.incident))


def test_a_visit_is_a_named_person_with_a_clock_and_a_result(silent, sent, amina, dev, noon):
    at = noon + timedelta(minutes=23)
    visit = order_visit(check_id=silent.pk, visitor="Moira Kent", within_min=10, by=dev, at=at)
    assert clocks(sent.incident)["visit-due"] == 33 * 60 and "check-visit" not in clocks(sent.incident)
    with pytest.raises(Refusal, match="Moira Kent is on the way already"):
        order_visit(check_id=silent.pk, visitor="Somebody else", within_min=10, by=amina, at=at)
    with pytest.raises(Refusal) as early:
        record_visit(visit_id=visit.pk, found="called_off", result="Never mind", by=amina, at=at)
    assert early.value.code == "check-unanswered"
    record_visit(visit_id=visit.pk, found="well", result="Radio flat, he is fine", by=amina, at=at)
    answered = fresh(silent)
    assert (answered.state, answered.via, answered.said_by, answered.all_well) == ("answered", "in_person", "Moira Kent", True)
    assert "visit-due" not in clocks(sent.incident)


def test_a_visit_that_does_not_report_rings(silent, dev, noon):
    order_visit(check_id=silent.pk, visitor="Moira Kent", within_min=10, by=dev, at=noon + timedelta(minutes=23))
    let_time_pass(noon + timedelta(minutes=33))
    assert Escalation.objects.get(cause="visit_wanted").what == "Moira Kent has not reported from the visit to B41"


@pytest.mark.parametrize(("found", "what"), [("not_found", "B41 was not found"), ("in_need", "B41 is not well: Seen")])
def test_a_visit_that_finds_no_well_crew_rings_at_once(silent, dev, noon, found, what):
    at = noon + timedelta(minutes=23)
    visit = order_visit(check_id=silent.pk, visitor="Moira Kent", within_min=10, by=dev, at=at)
    record_visit(visit_id=visit.pk, found=found, result="Seen", by=dev, at=at)
    assert Escalation.objects.filter(raised_at=at).get().what == what


def test_no_agent_waves_a_silent_crew_away(silent, sent, amina, sol, noon):
    at = noon + timedelta(minutes=23)
    with pytest.raises(NotAllowed):
        stand_down(deployment_id=sent.pk, why="Surely fine", by=amina, at=at)
    stand_down(deployment_id=sent.pk, why="Seen leaving by the police", by=sol, at=at)
    assert fresh(silent).state == "ended"


def test_the_answer_on_behalf_says_who_said_what_and_who_heard_it(silent, amina, noon):
    answer_check(check_id=silent.pk, all_well=True, words="In the cellar, no signal", via="radio", said_by="Dan Okafor", by=amina, at=noon)
    check = fresh(silent)
    assert (check.words, check.said_by, check.via, check.answered_by_name) == (
        "In the cellar, no signal",
        "Dan Okafor",
        "radio",
        "Amina Khan",
    )
    with pytest.raises(Refusal) as no:
        answer_check(check_id=silent.pk, all_well=True, via="page", by=amina, at=noon)
    assert no.value.code == "channel-unknown"


def test_checks_are_made_oftener_by_anybody_and_rarer_by_a_supervisor_only(check, sent, amina, sol, noon):
    set_checks(incident_id=sent.incident_id, deployment_id=sent.pk, interval_min=5, grace_min=2, reason="Alone", by=amina, at=noon)
    assert fresh(check).due_at == noon + timedelta(minutes=5)
    with pytest.raises(NotAllowed):
        set_checks(incident_id=sent.incident_id, deployment_id=sent.pk, interval_min=30, grace_min=2, reason="Quiet", by=amina, at=noon)
    set_checks(incident_id=sent.incident_id, deployment_id=sent.pk, interval_min=30, grace_min=2, reason="Two now", by=sol, at=noon)
    assert fresh(check).due_at == noon + timedelta(minutes=30)
    with pytest.raises(Refusal) as no:
        set_checks(incident_id=sent.incident_id, interval_min=61, grace_min=2, reason="Long", by=sol, at=noon)
    assert no.value.code == "interval-out-of-bounds"
