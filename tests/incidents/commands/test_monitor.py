"""Checks on crews: planned at the scene, asked, missed, answered; never waved away."""

from datetime import timedelta

import pytest

from dispatch.refusal import NotAllowed, NotFound
from incidents.commands.monitor import answer_check
from incidents.commands.respond import report_status
from incidents.models import Check, Escalation
from tests.factories import clocks, entries, fresh, let_time_pass, log_incident, make_unit, send


@pytest.fixture
def check(sent, dan, noon) -> Check:
    """The first check on Dan, who has just arrived: due in 15 minutes."""
    for status in ("acknowledged", "on_scene"):
        report_status(deployment_id=sent.pk, status=status, by=dan, at=noon)
    return Check.objects.get()


def test_a_check_is_asked_when_due_and_waits_its_grace(check, sent, noon):
    let_time_pass(noon + timedelta(minutes=15))
    check = fresh(check)
    assert (check.state, check.asked_at) == ("asked", noon + timedelta(minutes=15))
    assert clocks(sent.incident)["check-missed"] == 20 * 60
    assert "check.asked" in entries(sent.incident)


def test_a_check_nobody_answers_is_missed_and_rings_for_a_dispatcher(check, sent, noon):
    let_time_pass(noon + timedelta(minutes=20))
    assert fresh(check).state == "missed"
    alarm = Escalation.objects.get(cause="check_missed")
    assert (alarm.to_role, alarm.deployment_id) == ("dispatcher", sent.pk)
    assert alarm.raised_at == noon + timedelta(minutes=20)


def test_answering_plans_the_next_one(check, dan, sent, noon):
    let_time_pass(noon + timedelta(minutes=15))
    answered = answer_check(check_id=check.pk, all_well=True, by=dan, at=noon + timedelta(minutes=16), words="All fine")
    following = Check.objects.get(number=2)
    assert (answered.state, answered.answered_by_name, answered.all_well) == ("answered", "B41 crew", True)
    assert (following.state, following.due_at) == ("planned", noon + timedelta(minutes=36))
    assert "check-missed" not in clocks(sent.incident)


def test_a_crew_may_answer_before_it_is_asked(check, dan, noon):
    answer_check(check_id=check.pk, all_well=True, by=dan, at=noon + timedelta(minutes=5))
    assert fresh(check).state == "answered"
    assert Check.objects.get(number=2).due_at == noon + timedelta(minutes=25)


def test_a_missed_check_can_still_be_answered(check, amina, noon):
    let_time_pass(noon + timedelta(minutes=20))
    answer_check(check_id=check.pk, all_well=True, by=amina, at=noon + timedelta(minutes=21), words="Reached by telephone")
    assert fresh(check).state == "answered"


def test_not_well_rings_at_once(check, dan, noon):
    answer_check(check_id=check.pk, all_well=False, by=dan, at=noon, words="Dizzy")
    alarm = Escalation.objects.get()
    assert (alarm.cause, alarm.what) == ("help_wanted", "B41 is not well: Dizzy")


def test_a_double_click_answers_once(check, dan, sent, noon):
    answer_check(check_id=check.pk, all_well=True, by=dan, at=noon)
    before = fresh(sent.incident).revision
    answer_check(check_id=check.pk, all_well=False, by=dan, at=noon)
    assert fresh(check).all_well is True
    assert fresh(sent.incident).revision == before
    assert Check.objects.count() == 2


def test_a_crew_answers_its_own_checks_only(check, amina, wexmouth, dan, noon):
    make_unit(wexmouth, "H22")
    other = send(log_incident(amina), "H22", by=amina)
    theirs = Check.objects.create(deployment=other, number=1, question="Well?", due_at=noon, grace_s=60)
    with pytest.raises(NotAllowed):
        answer_check(check_id=theirs.pk, all_well=True, by=dan, at=noon)
    assert fresh(theirs).state == "planned"


def test_a_stranger_finds_no_check(check, charlie, telephony, noon):
    with pytest.raises(NotFound):
        answer_check(check_id=check.pk, all_well=True, by=charlie, at=noon)
    with pytest.raises(NotFound):
        answer_check(check_id=999_999, all_well=True, by=charlie, at=noon)
    with pytest.raises(NotAllowed):
        answer_check(check_id=check.pk, all_well=True, by=telephony, at=noon)


def test_leaving_the_scene_ends_the_running_check(check, dan, sent, noon):
    report_status(deployment_id=sent.pk, status="clear", by=dan, at=noon)
    assert fresh(check).state == "ended"
    let_time_pass(noon + timedelta(minutes=30))
    assert not Escalation.objects.filter(cause="check_missed").exists()
