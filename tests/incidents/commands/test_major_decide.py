"""Joint decisions in the sealed log, and situation reports on a clock."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from dispatch.refusal import Refusal
from incidents.commands.escalate import take_alarm
from incidents.commands.major import declare_major
from incidents.commands.major_decide import record_decision, write_sitrep
from incidents.models import Escalation, LogLine, MajorTask
from incidents.queries.major import decisions_of
from incidents.queries.proof import prove
from tests.factories import clocks, fresh, let_time_pass

SAID = {
    "decision": "Evacuate the row",
    "decided_by": "Moira Kent, Ian Wye",
    "reasons": "Life before property",
    "gather": "Gas in three houses",
    "assess": "It may explode",
}


@pytest.fixture
def major(gas_to_send, sol, noon):
    declare_major(incident_id=gas_to_send.pk, reason="Three houses", sitrep_every_min=30, by=sol, at=noon)
    return gas_to_send


def refused(act) -> str:
    with pytest.raises(Refusal) as no:
        act()
    return no.value.code


def test_a_joint_decision_is_a_line_of_the_sealed_log_with_its_steps(major, amina, noon):
    assert record_decision(incident_id=major.pk, options="Ventilate", review_within_min=20, by=amina, at=noon, **SAID) == 1
    assert record_decision(incident_id=major.pk, by=amina, at=noon, **SAID | {"decision": "Let them back"}) == 2
    newest, first = decisions_of(major)
    assert (newest["number"], first["decision"], first["decided_by"]) == (2, "Evacuate the row", "Moira Kent, Ian Wye")
    assert {each["code"]: each["text"] for each in first["steps"]} == {
        "gather": "Gas in three houses", "assess": "It may explode", "powers": "", "options": "Ventilate", "act": "",
    }  # fmt: skip
    assert prove().fault is None
    with pytest.raises(DatabaseError), transaction.atomic():
        LogLine.objects.filter(entry="major.decision").update(text="Something else")


def test_a_decision_with_a_time_for_review_is_a_task_that_rings(major, amina, noon):
    record_decision(incident_id=major.pk, review_within_min=20, by=amina, at=noon, **SAID)
    assert MajorTask.objects.get().what == "Review decision 1: Evacuate the row"
    let_time_pass(noon + timedelta(minutes=20))
    assert Escalation.objects.filter(cause="not_done").exists()


def test_a_decision_says_what_why_by_whom_and_what_was_weighed(major, flood, amina, noon):
    for part, code in {
        "decision": "words-needed",
        "reasons": "words-needed",
        "decided_by": "name-needed",
        "assess": "steps-needed",
    }.items():
        assert refused(lambda part=part: record_decision(incident_id=major.pk, by=amina, at=noon, **SAID | {part: " "})) == code
    assert refused(lambda: record_decision(incident_id=flood.pk, by=amina, at=noon, **SAID)) == "not-major"
    assert decisions_of(major) == []


def test_a_report_not_given_in_time_rings_and_a_report_moves_the_clock(major, sol, amina, noon):
    assert clocks(major)["sitrep-due"] == 1800
    later = noon + timedelta(minutes=25)
    report = write_sitrep(incident_id=major.pk, words="Gas is off", hazards="Broken glass", every_min=15, by=amina, at=later)
    assert (report.version, report.changed, report.sitrep, report.major) == (2, ["hazards"], "Gas is off", "declared")
    due = later + timedelta(minutes=15)
    let_time_pass(due - timedelta(seconds=1))
    assert not Escalation.objects.filter(cause="no_sitrep").exists()
    let_time_pass(due)
    alarm = Escalation.objects.get(cause="no_sitrep")
    take_alarm(alarm_id=alarm.pk, by=sol, at=due)
    assert "sitrep-due" in clocks(major)
    write_sitrep(incident_id=major.pk, words="All quiet", by=amina, at=due)
    line = LogLine.objects.filter(incident=major, entry="major.sitrep").last()
    assert line.text == "METHANE 3\nAll quiet\nNothing in it has changed."
    assert fresh(major).majors.get().sitrep_due_at == due + timedelta(minutes=15)


def test_reports_refuse_what_makes_no_sense(major, flood, amina, noon):
    assert refused(lambda: write_sitrep(incident_id=major.pk, words=" ", by=amina, at=noon)) == "words-needed"
    assert refused(lambda: write_sitrep(incident_id=major.pk, words="x", every_min=1, by=amina, at=noon)) == "time-out-of-bounds"
    assert refused(lambda: write_sitrep(incident_id=flood.pk, words="x", by=amina, at=noon)) == "not-major"
