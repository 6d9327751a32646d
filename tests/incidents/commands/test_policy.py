from datetime import date, time, timedelta

import pytest

from dispatch.refusal import NotAllowed, Refusal
from incidents.commands.escalate import escalate
from incidents.commands.policy import set_policy
from incidents.models import Message
from incidents.queries.cards import alarm_card
from resources.commands.rota import add_duties
from tests.factories import fresh, let_time_pass

STEPS = [{"role": "supervisor", "wait_s": 30}, {"role": "strategic_lead", "wait_s": 600}]


def test_an_alarm_keeps_the_policy_that_it_was_raised_under(gas, amina, sol, tess, noon):
    alarm = escalate(incident_id=gas.pk, what="Is this ours?", by=amina, at=noon)
    set_policy(steps=STEPS, by=tess, at=noon)
    later = escalate(incident_id=gas.pk, what="And this?", by=amina, at=noon)
    let_time_pass(noon + timedelta(seconds=61))
    assert (alarm.policy, fresh(alarm).to_role) == (0, "duty_manager")
    assert (later.policy, fresh(later).to_role) == (1, "strategic_lead")


def test_a_level_with_nobody_on_duty_is_passed_over_at_once_and_the_board_says_so(gas, amina, sol, tess, noon):
    add_duties(
        person_id=sol.user_id, role="supervisor", weekdays=[0], starts=time(0), ends=time(6), begins_on=date(2025, 1, 6), by=tess, at=noon
    )
    alarm = escalate(incident_id=gas.pk, what="Is this ours?", by=amina, at=noon)
    assert (alarm.to_role, alarm.level, alarm.nobody) == ("duty_manager", 2, "supervisor")
    assert alarm_card(alarm)["nobody"] == "supervisor"


def test_an_alarm_reaches_the_people_on_duty_and_nobody_else(gas, amina, sol, tess, noon):
    add_duties(
        person_id=sol.user_id, role="supervisor", weekdays=[0], starts=time(6), ends=time(18), begins_on=date(2025, 1, 6), by=tess, at=noon
    )
    escalate(incident_id=gas.pk, what="Is this ours?", by=amina, at=noon)
    assert [message.to_name for message in Message.objects.all()] == ["Sol Reyes"]


@pytest.mark.parametrize(
    "steps",
    [[], [{"role": "agent", "wait_s": 60}], [{"role": "supervisor", "wait_s": 1}], STEPS[::-1], [STEPS[0], STEPS[0]]],
)
def test_a_policy_that_could_not_work_is_refused(steps, tess, noon):
    with pytest.raises(Refusal) as refusal:
        set_policy(steps=steps, by=tess, at=noon)
    assert refusal.value.code == "policy-wrong"


def test_an_agent_sets_no_policy(amina, noon):
    with pytest.raises(NotAllowed):
        set_policy(steps=STEPS, by=amina, at=noon)
