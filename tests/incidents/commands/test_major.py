"""METHANE, declaring a major incident, and standing it down."""

from datetime import timedelta

import pytest

from dispatch.refusal import NotAllowed, Refusal
from incidents.commands.accountability import answer_round, start_round
from incidents.commands.close import close_incident
from incidents.commands.deploy import stand_down
from incidents.commands.link import link_incidents
from incidents.commands.major import declare_major, report_methane, stand_down_major
from incidents.commands.major_scene import finish_task, set_task
from incidents.commands.rewalk import change_answer
from incidents.models import Escalation, LogLine, MajorIncident, Methane, Notice
from incidents.queries.cards import incident_cards
from incidents.queries.major import major_whole
from tests.factories import entries, fresh

STILL = {"reason": "The fire is out, the last crew is home"}


def refused(act) -> Refusal:
    with pytest.raises(Refusal) as no:
        act()
    return no.value


def declare(incident, by, at, **more) -> MajorIncident:
    return declare_major(incident_id=incident.pk, reason="Three houses, people inside", by=by, at=at, **more)


def test_methane_begins_with_what_is_known_and_marks_what_changed(sent, amina, noon):
    first = report_methane(incident_id=sent.incident_id, by=amina, at=noon, casualties="Two burnt", casualty_count=2)
    assert (first.version, first.major) == (1, "")
    assert "Strong smell of gas" in first.type_of_incident and "B41 (alerted)" in first.services
    second = report_methane(incident_id=sent.incident_id, by=amina, at=noon, access="From the north only")
    assert (second.version, second.changed, second.casualties, second.casualty_count) == (2, ["access"], "Two burnt", 2)
    assert fresh(first).access != second.access
    line = LogLine.objects.filter(incident=sent.incident_id, entry="methane.reported").last()
    assert line.text == "ETHANE 2\nAccess: From the north only"
    assert refused(lambda: report_methane(incident_id=sent.incident_id, by=amina, at=noon)).code == "methane-same"


def test_an_agent_asks_and_a_supervisor_declares(gas_to_send, amina, sol, noon):
    with pytest.raises(NotAllowed, match="by a supervisor or a team lead"):
        declare(gas_to_send, amina, noon)
    assert not MajorIncident.objects.exists() and not Methane.objects.exists()
    report_methane(incident_id=gas_to_send.pk, ask=True, by=amina, at=noon)
    asked = Escalation.objects.get(cause="major_asked")
    assert (asked.to_role, asked.what.startswith("Is this a major incident? 1001")) == ("supervisor", True)
    declare(gas_to_send, sol, noon, inform=["EMS_999"], sitrep_every_min=20)
    incident = fresh(gas_to_send)
    assert (incident.major, incident.major_at) == ("declared", noon)
    assert Escalation.objects.get(cause="major").what.startswith("MAJOR INCIDENT declared: 1001")
    assert Notice.objects.untold().filter(incident=incident, code="EMS_999").exists()
    assert incident_cards([incident])[0]["major"] == {"state": "declared", "since": "2025-11-03T12:00:00Z"}
    assert Methane.objects.get(version=2).major == "declared"


def test_it_rings_the_duty_manager(gas_to_send, sol, tess, noon):
    declare(gas_to_send, sol, noon)
    assert [step[0] for step in Escalation.objects.get(cause="major").steps][0] == "duty_manager"


def test_standby_comes_before_declared_and_never_after(gas_to_send, sol, tess, noon):
    declare(gas_to_send, sol, noon, standby=True)
    assert fresh(gas_to_send).major == "standby"
    again = refused(lambda: declare(gas_to_send, tess, noon, standby=True))
    assert (again.code, str(again)) == ("major-already", "Sol Reyes has put a major incident on standby already.")
    declare(gas_to_send, tess, noon)
    assert fresh(gas_to_send).major == "declared" and MajorIncident.objects.get().declared_by_name == "Tess Moran"
    late = refused(lambda: declare(gas_to_send, sol, noon))
    assert str(late) == "Tess Moran has declared a major incident already."
    assert refused(lambda: declare(gas_to_send, sol, noon, standby=True)).code == "major-already"


def test_what_makes_no_sense_is_refused_and_nothing_is_written(gas_to_send, sol, noon):
    lines = entries(gas_to_send)
    assert refused(lambda: declare(gas_to_send, sol, noon, sitrep_every_min=1)).code == "time-out-of-bounds"
    assert refused(lambda: declare(gas_to_send, sol, noon, levels="brass")).code == "levels-unknown"
    assert refused(lambda: declare(gas_to_send, sol, noon, inform=["NOBODY"])).code == "organisation-unknown"
    assert refused(lambda: declare(gas_to_send, sol, noon, casualty_count=-1)).code == "count-out-of-bounds"
    assert refused(lambda: declare_major(incident_id=gas_to_send.pk, reason=" ", by=sol, at=noon)).code == "reason-needed"
    assert refused(lambda: stand_down_major(incident_id=gas_to_send.pk, by=sol, at=noon, **STILL)).code == "not-major"
    assert entries(gas_to_send) == lines and fresh(gas_to_send).major == ""


def test_a_named_organisation_stays_named_when_the_assessment_changes(flood, amina, sol, noon):
    declare(flood, sol, noon, inform=["EMS_999"])
    change_answer(
        incident_id=flood.pk, question="q_source", was="pipe_or_flat_above", answer="river_or_sea", reason="Seen", by=amina, at=noon
    )
    assert Notice.objects.get(code="LANDLORD").dropped_at == noon
    assert Notice.objects.untold().filter(code="EMS_999").exists()


def test_it_cannot_be_closed_before_it_is_stood_down(gas_to_send, sol, noon):
    declare(gas_to_send, sol, noon)
    no = refused(lambda: close_incident(incident_id=gas_to_send.pk, code="no_trace", outcome="Over", by=sol, at=noon))
    assert "The major incident has not been stood down." in no.facts["open"]


@pytest.fixture
def running(sent, flood, sol, amina, noon):
    """A major incident with a crew, a part and a task."""
    declare(sent.incident, sol, noon)
    link_incidents(incident_id=flood.pk, other_id=sent.incident_id, kind="child", why="The hydrant", by=amina, at=noon)
    set_task(incident_id=sent.incident_id, what="Open the hall", owner="Moira", within_min=30, by=amina, at=noon)
    return sent.incident


def test_standing_down_names_everything_that_is_still_open(running, flood, sol, noon):
    no = refused(lambda: stand_down_major(incident_id=running.pk, by=sol, at=noon, debrief_on=noon.date(), **STILL))
    assert no.code == "still-open" and no.facts["open"] == [
        f"{flood.reference} is still open: close it, or say to whom it is handed over.",
        "Not accounted for: B41. Hold an accountability round, or send them home.",
        "Task 1 is not done: Open the hall (Moira).",
    ]
    assert fresh(running).major == "declared"


def test_a_stood_down_major_incident_stays_on_record(running, sent, flood, dan, sol, noon):
    start_round(incident_id=running.pk, within_min=5, by=sol, at=noon)
    answer_round(deployment_id=sent.pk, all_here=True, by=dan, at=noon)
    finish_task(task_id=running.major_tasks.get().pk, result="Open", by=sol, at=noon)
    over = {"incident_id": running.pk, "by": sol, "at": noon, "handed_over": {flood.reference: "Housing, Ms Field"}, **STILL}
    assert refused(lambda: stand_down_major(**over)).code == "debrief-needed"
    assert refused(lambda: stand_down_major(**over, debrief_on=noon.date() - timedelta(days=1))).code == "debrief-past"
    major = stand_down_major(**over, debrief_on=noon.date())
    assert (major.stood_down_by_name, major.handed_over) == ("Sol Reyes", {flood.reference: "Housing, Ms Field"})
    assert fresh(running).major == "over" and incident_cards([fresh(running)])[0]["major"] is None
    assert entries(flood)[-1] == "major.stood_down" and entries(running)[-1] == "major.stood_down"
    shown = major_whole(fresh(running))
    assert (shown["state"], shown["major"]["debrief_on"], shown["methane"][0]["acronym"]) == ("over", noon.date().isoformat(), "METHANE")


def test_a_crew_that_went_home_needs_no_count_and_a_standby_needs_no_debrief(sent, sol, amina, noon):
    declare(sent.incident, sol, noon, standby=True)
    stand_down(deployment_id=sent.pk, why="Not needed", by=amina, at=noon)
    with pytest.raises(NotAllowed):
        stand_down_major(incident_id=sent.incident_id, by=amina, at=noon, **STILL)
    assert stand_down_major(incident_id=sent.incident_id, by=sol, at=noon, **STILL).debrief_on is None
    declare(sent.incident, sol, noon)
    assert MajorIncident.objects.filter(incident=sent.incident_id).count() == 2


def test_totals_run_over_the_family(running, flood, sol, amina, noon):
    report_methane(incident_id=flood.pk, casualties="One", casualty_count=1, by=amina, at=noon)
    shown = major_whole(fresh(running))
    assert shown["totals"] == {
        "parts": 1, "parts_open": 1, "crews": 1, "crews_sent": 1, "callers": 0, "casualties": 1, "casualties_of_parts": 1,
    }  # fmt: skip
    report_methane(incident_id=running.pk, casualty_count=4, by=amina, at=noon)
    assert major_whole(fresh(running))["totals"]["casualties"] == 4
