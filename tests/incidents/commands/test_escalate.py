"""Escalating by hand, alarms that go on until somebody takes them, and what each clock does."""

from datetime import timedelta

import pytest

from dispatch.clock.models import State, Timer
from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.escalate import escalate, take_alarm
from incidents.commands.inform import confirm_notice
from incidents.models import Escalation, LogLine, Message
from incidents.queries.cards import incident_cards
from tests.factories import answer_all, clocks, entries, fresh, let_time_pass


def test_escalating_by_hand_rings_writes_to_the_role_and_starts_the_repeat(gas, amina, sol, noon):
    alarm = escalate(incident_id=gas.pk, what="Is this ours?", by=amina, at=noon)
    assert (alarm.cause, alarm.to_role, alarm.taken_at, alarm.revision) == ("by_hand", "supervisor", None, 1)
    assert Message.objects.get().address == "supervisor@wexmouth.example"
    assert clocks(gas) == {"alarm-repeat": 60, "not-assessed": 300}
    assert (alarm.policy, alarm.steps[0], alarm.boundary) == (0, ("supervisor", 60), "other")
    assert "Where: 14 Harbour Lane" in alarm.passed_on
    assert entries(gas)[-1] == "escalation.raised"


def test_without_words_the_incident_s_state_says_what_must_be_decided(gas_to_send, amina, noon):
    early = escalate(incident_id=gas_to_send.pk, by=amina, at=noon)
    let_time_pass(noon + timedelta(seconds=90))
    late = escalate(incident_id=gas_to_send.pk, what=" ", by=amina, at=noon + timedelta(seconds=91))
    assert (early.what, early.boundary) == ("Nobody has been sent to this P1 yet: whom do we send?", "resources")
    assert (late.what, late.boundary) == ("Nobody was sent to this P1 in time: whom do we send?", "time")


def test_escalating_needs_a_known_boundary_and_a_role_above(gas, amina, noon):
    with pytest.raises(Refusal) as boundary:
        escalate(incident_id=gas.pk, what="Help", by=amina, at=noon, boundary="mood")
    with pytest.raises(Refusal) as role:
        escalate(incident_id=gas.pk, what="Help", by=amina, at=noon, to_role="agent")
    assert (boundary.value.code, role.value.code) == ("boundary-unknown", "role-unknown")
    assert Escalation.objects.count() == 0


def test_taking_an_alarm_names_who_has_it_and_silences_it(gas, amina, sol, noon):
    alarm = escalate(incident_id=gas.pk, what="Is this ours?", by=amina, at=noon)
    taken = take_alarm(alarm_id=alarm.pk, by=sol, at=noon + timedelta(seconds=20))
    assert (taken.taken_by_id, taken.taken_at) == (sol.user_id, noon + timedelta(seconds=20))
    assert clocks(gas) == {"not-assessed": 300}
    assert let_time_pass(noon + timedelta(minutes=5)) == ["not-assessed"]
    assert fresh(alarm).repeats == 0


def test_whoever_comes_second_is_told_who_has_it(gas, amina, sol, dev, noon):
    alarm = escalate(incident_id=gas.pk, what="Is this ours?", by=amina, at=noon)
    take_alarm(alarm_id=alarm.pk, by=sol, at=noon)
    with pytest.raises(Refusal) as refusal:
        take_alarm(alarm_id=alarm.pk, by=dev, at=noon)
    assert refusal.value.code == "alarm-taken"
    assert "Sol Reyes" in refusal.value.message
    assert fresh(alarm).taken_by_id == sol.user_id


def test_an_agent_cannot_take_what_was_escalated_to_a_supervisor(gas, amina, noon):
    alarm = escalate(incident_id=gas.pk, what="Is this ours?", by=amina, at=noon)
    with pytest.raises(NotAllowed) as refusal:
        take_alarm(alarm_id=alarm.pk, by=amina, at=noon)
    assert "dispatcher, a supervisor or a team lead" in refusal.value.message
    assert fresh(alarm).taken_at is None
    assert clocks(gas)["alarm-repeat"] == 60


def test_a_stranger_finds_no_alarm(gas, amina, charlie, noon):
    alarm = escalate(incident_id=gas.pk, what="Is this ours?", by=amina, at=noon)
    with pytest.raises(NotFound):
        take_alarm(alarm_id=alarm.pk, by=charlie, at=noon)
    with pytest.raises(NotFound):
        take_alarm(alarm_id=999_999, by=charlie, at=noon)
    with pytest.raises(NotFound):
        escalate(incident_id=gas.pk, what="Mine", by=charlie, at=noon)


def test_an_alarm_nobody_takes_goes_up_level_by_level_and_the_last_one_repeats_and_stays_red(gas, amina, sol, noon):
    alarm = escalate(incident_id=gas.pk, what="Is this ours?", by=amina, at=noon)
    let_time_pass(noon + timedelta(hours=3))
    alarm = fresh(alarm)
    repeats = [line for line in LogLine.objects.filter(entry="escalation.repeated").order_by("number") if line.known["alarm"] == alarm.pk]
    assert [(line.recorded_at - noon).total_seconds() for line in repeats][:4] == [60, 180, 1080, 1980]
    assert [line.known["to"] for line in repeats][:3] == ["duty_manager", "strategic_lead", "strategic_lead"]
    assert (alarm.repeats, alarm.level, alarm.taken_at) == (13, 3, None)
    assert Message.objects.filter(key__startswith=f"alarm-{alarm.pk}-").count() == 2  # as supervisor, then as duty manager
    assert Timer.objects.armed().filter(kind="alarm-repeat", subject=alarm.pk).exists()


def test_reported_but_never_sent_turns_red_after_the_priority_s_target(gas_to_send, noon):
    assert let_time_pass(noon + timedelta(seconds=89)) == []
    assert let_time_pass(noon + timedelta(seconds=90)) == ["not-sent"]
    alarm = Escalation.objects.get()
    assert (alarm.cause, alarm.to_role, alarm.what) == ("not_sent", "supervisor", "Nobody has been sent to this P1")
    assert incident_cards([fresh(gas_to_send)])[0]["not_sent"]
    assert LogLine.objects.latest("pk").timer_id == Timer.objects.get(kind="not-sent").pk


def test_an_escalation_goes_up_and_up_and_is_then_taken(sent, sol, noon):
    assert let_time_pass(noon + timedelta(seconds=60)) == ["not-acknowledged"]
    alarm = Escalation.objects.get()
    let_time_pass(noon + timedelta(seconds=130))
    assert fresh(alarm).repeats == 1
    take_alarm(alarm_id=alarm.pk, by=sol, at=noon + timedelta(seconds=140))
    let_time_pass(noon + timedelta(seconds=600))
    assert fresh(alarm).repeats == 1
    assert entries(sent.incident).count("escalation.taken") == 1


def test_the_procedures_levels_come_one_after_another_even_while_alarms_repeat(gas_to_send, noon):
    let_time_pass(noon + timedelta(hours=5))
    levels = Escalation.objects.filter(cause="by_procedure").order_by("pk")
    assert [round((alarm.raised_at - noon).total_seconds() / 60) for alarm in levels] == [2, 60, 90]
    assert all(alarm.repeats > 5 for alarm in levels)


def test_a_level_that_waits_for_a_telling_is_not_raised_once_everybody_was_told(gas_to_send, amina, noon):
    confirm_notice(incident_id=gas_to_send.pk, code="GAS_EMERGENCY", their_reference="G-1", by=amina, at=noon)
    let_time_pass(noon + timedelta(minutes=3))
    assert not Escalation.objects.filter(cause="by_procedure").exists()
    assert clocks(gas_to_send)["level"] == 60 * 60


def test_a_clock_settles_once_and_its_line_names_it(gas_to_send, noon):
    let_time_pass(noon + timedelta(seconds=90))
    timer = Timer.objects.get(kind="not-sent")
    assert timer.state == State.SETTLED
    assert LogLine.objects.filter(timer=timer).count() == 1
    assert let_time_pass(noon + timedelta(seconds=90)) == []


def test_an_incident_that_was_settled_meanwhile_supersedes_its_clock(gas, amina, noon):
    answer_all(gas, ("deny", "inside", "affirm", "deny", "deny"), by=amina)
    assert "not-sent" not in clocks(gas)
