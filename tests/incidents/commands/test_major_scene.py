"""Who and what is at the scene, and tasks that ring when they are not done."""

from datetime import timedelta

import pytest

from dispatch.refusal import NotFound, Refusal
from incidents.commands.escalate import take_alarm
from incidents.commands.major import declare_major
from incidents.commands.major_scene import finish_task, record_arrival, record_leaving, set_task
from incidents.models import Attendance, Escalation
from tests.factories import clocks, fresh, let_time_pass


@pytest.fixture
def major(gas_to_send, sol, noon):
    declare_major(incident_id=gas_to_send.pk, reason="Three houses", by=sol, at=noon)
    return gas_to_send


def refused(act) -> str:
    with pytest.raises(Refusal) as no:
        act()
    return no.value.code


def test_arriving_elsewhere_ends_the_stay_before(major, amina, noon):
    there = {"incident_id": major.pk, "who": "Pump 3", "organisation": "Fire", "by": amina}
    at_rvp = record_arrival(**there, place="rvp", at=noon + timedelta(minutes=9), happened_at=noon + timedelta(minutes=5))
    at_scene = record_arrival(**there, place="scene", at=noon + timedelta(minutes=12))
    assert (fresh(at_rvp).left_at, at_scene.left_at) == (noon + timedelta(minutes=12), None)
    record_leaving(attendance_id=at_scene.pk, by=amina, at=noon + timedelta(minutes=40))
    assert not Attendance.objects.filter(left_at=None).exists()


def test_attendance_refuses_what_cannot_have_been(major, flood, amina, noon):
    there = {"incident_id": major.pk, "who": "Pump 3", "by": amina, "at": noon}
    stay = record_arrival(**there, place="rvp")
    assert refused(lambda: record_arrival(**there, place="rvp")) == "there-already"
    assert refused(lambda: record_arrival(**there, place="moon")) == "place-unknown"
    assert refused(lambda: record_arrival(**there | {"who": " "}, place="rvp")) == "name-needed"
    assert refused(lambda: record_arrival(**there, place="scene", happened_at=noon - timedelta(minutes=1))) == "time-before"
    assert refused(lambda: record_arrival(**there, place="scene", happened_at=noon + timedelta(minutes=1))) == "time-ahead"
    assert refused(lambda: record_arrival(**there | {"incident_id": flood.pk}, place="rvp")) == "not-major"
    assert refused(lambda: record_leaving(attendance_id=stay.pk, by=amina, at=noon, happened_at=noon - timedelta(1))) == "time-before"
    record_leaving(attendance_id=stay.pk, by=amina, at=noon)
    assert refused(lambda: record_leaving(attendance_id=stay.pk, by=amina, at=noon)) == "left-already"
    with pytest.raises(NotFound):
        record_leaving(attendance_id=987654, by=amina, at=noon)


def test_a_task_not_done_in_time_rings_and_rings_again_while_it_stands(major, sol, amina, noon):
    task = set_task(incident_id=major.pk, what="Open the hall", owner="Moira Kent", within_min=30, by=amina, at=noon)
    assert clocks(major)["not-done"] == 1800
    due = noon + timedelta(minutes=30)
    let_time_pass(due)
    alarm = Escalation.objects.get(cause="not_done")
    assert (alarm.what, alarm.to_role) == ("Task 1 is not done: Open the hall", "supervisor")
    assert "not-done" not in clocks(major)
    take_alarm(alarm_id=alarm.pk, by=sol, at=due)
    assert "not-done" in clocks(major)
    finish_task(task_id=task.pk, result="Open", by=amina, at=due)
    assert "not-done" not in clocks(major) and (fresh(task).done_at, fresh(task).result) == (due, "Open")


def test_tasks_refuse_what_makes_no_sense(major, flood, amina, noon):
    good = {"incident_id": major.pk, "what": "Open", "owner": "Moira", "within_min": 5, "by": amina, "at": noon}
    assert refused(lambda: set_task(**good | {"what": " "})) == "words-needed"
    assert refused(lambda: set_task(**good | {"owner": " "})) == "name-needed"
    assert refused(lambda: set_task(**good | {"within_min": 0})) == "time-out-of-bounds"
    assert refused(lambda: set_task(**good | {"incident_id": flood.pk})) == "not-major"
    task = set_task(**good)
    assert refused(lambda: finish_task(task_id=task.pk, result=" ", by=amina, at=noon)) == "words-needed"
    finish_task(task_id=task.pk, result="Done", by=amina, at=noon)
    assert refused(lambda: finish_task(task_id=task.pk, result="Done", by=amina, at=noon)) == "task-done"
