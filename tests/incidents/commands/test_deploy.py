"""Sending units, changing their brief, standing them down."""

from datetime import timedelta

import pytest

from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.deploy import change_brief, deploy_units, stand_down
from incidents.commands.respond import report_status
from incidents.models import Briefing, Deployment, Escalation, LogLine, Message
from incidents.queries.links import responder_link
from resources.models import StatusChange, Unit
from tests.factories import OURS, answer_all, clocks, entries, fresh, let_time_pass, log_incident, make_unit, send


def code_of(error: pytest.ExceptionInfo[Refusal]) -> str:
    return error.value.code


def nothing_was_written(incident) -> bool:
    same = fresh(incident).revision == incident.revision and fresh(incident).log_count == incident.log_count
    return same and Deployment.objects.count() == Briefing.objects.count() == Message.objects.filter(key__startswith="brief").count() == 0


def test_sending_a_unit_writes_everything_that_follows_from_it(gas_to_send, van, amina, noon):
    deployment = send(gas_to_send, "B41", by=amina)
    incident, van, brief = fresh(gas_to_send), fresh(van), Briefing.objects.get()
    message = Message.objects.get(key=f"brief-{deployment.pk}-1")
    assert (deployment.status, deployment.sent_by_name) == ("alerted", "Amina Khan")
    assert (van.status, van.engaged_on, StatusChange.objects.get().after) == ("alerted", "1001", "alerted")
    assert (incident.stage, incident.first_sent_at, incident.revision) == ("alerted", noon, gas_to_send.revision + 1)
    assert clocks(incident) == {"not-acknowledged": 60, "level": 120, "not-told": 240, "not-arrived": 3600}
    assert entries(incident)[-1] == "unit.deployed"
    assert "14 Harbour Lane" in brief.what_happened + brief.place_and_access
    assert (message.address, message.state) == ("unit-b41@wexmouth.example", "queued")
    assert responder_link(deployment.pk) in message.body


def test_the_deployment_keeps_what_the_console_recommended_at_that_moment(gas_to_send, van, engineer, amina, noon):
    [deployment] = deploy_units(incident_id=gas_to_send.pk, units=["G31"], by=amina, at=noon, reason="She is next door")
    assert deployment.selection["recommended"] == ["B41", "G31"]
    assert deployment.selection["reason"] == "She is next door"
    assert LogLine.objects.get(incident=gas_to_send, entry="unit.deployed").known["reason"] == "She is next door"


def test_a_unit_that_is_taken_is_refused_with_its_holder_and_nothing_is_written(gas_to_send, van, dev, amina, noon):
    other = log_incident(dev)
    send(other, "B41", by=dev)
    with pytest.raises(Refusal) as refusal:
        send(gas_to_send, "B41", by=amina)
    assert (code_of(refusal), refusal.value.facts["holder"]) == ("unit-unavailable", other.reference)
    assert other.reference in refusal.value.message
    assert fresh(gas_to_send).revision == gas_to_send.revision
    assert Deployment.objects.count() == Briefing.objects.count() == 1


def test_a_double_click_sends_once(gas_to_send, van, amina):
    send(gas_to_send, "B41", by=amina)
    with pytest.raises(Refusal) as refusal:
        send(gas_to_send, "B41", by=amina)
    assert code_of(refusal) == "unit-unavailable"
    assert Deployment.objects.count() == 1


def test_all_of_them_go_or_none(gas_to_send, van, wexmouth, amina):
    make_unit(wexmouth, "H22", status="off_duty")
    with pytest.raises(Refusal) as refusal:
        send(gas_to_send, "B41", "H22", by=amina)
    assert (code_of(refusal), refusal.value.facts["unit"]) == ("unit-unavailable", "H22")
    assert nothing_was_written(gas_to_send)
    assert fresh(van).status == "available"


def test_an_unknown_unit_and_no_unit_are_refused(gas_to_send, amina):
    with pytest.raises(Refusal) as unknown:
        send(gas_to_send, "X99", by=amina)
    with pytest.raises(Refusal) as none:
        deploy_units(incident_id=gas_to_send.pk, units=[], by=amina, at=gas_to_send.opened_at)
    assert (code_of(unknown), code_of(none)) == ("unit-unknown", "units-missing")
    assert nothing_was_written(gas_to_send)


def test_another_centres_unit_does_not_exist_here(gas_to_send, elsewhere, amina):
    make_unit(elsewhere, "Z01")
    with pytest.raises(Refusal) as refusal:
        send(gas_to_send, "Z01", by=amina)
    assert code_of(refusal) == "unit-unknown"
    assert Unit.objects.get(call_sign="Z01").status == "available"


def test_a_unit_on_its_break_goes_to_a_p1_only(gas_to_send, flood, wexmouth, amina):
    make_unit(wexmouth, "H23", status="break")
    with pytest.raises(Refusal):
        send(flood, "H23", by=amina)
    assert send(gas_to_send, "H23", by=amina).status == "alerted"


def test_nobody_is_sent_to_a_place_that_nobody_knows(amina, van, noon):
    incident = log_incident(amina, place_text="", lat=None, lon=None)
    with pytest.raises(Refusal) as refusal:
        send(incident, "B41", by=amina)
    assert code_of(refusal) == "place-unknown"
    assert deploy_units(incident_id=incident.pk, units=["B41"], by=amina, at=noon, place_and_access="By the clock tower")


def test_a_unit_goes_on_the_place_alone_and_the_questions_become_a_timed_task(gas, van, amina, noon):
    send(gas, "B41", by=amina)
    assert clocks(gas)["not-assessed"] == 120
    assert "not-assessed" in let_time_pass(noon + timedelta(seconds=120))
    alarm = Escalation.objects.get(cause="not_assessed")
    assert alarm.to_role == "supervisor"


def test_finishing_the_questions_in_time_raises_no_alarm(gas, van, amina, noon):
    send(gas, "B41", by=amina)
    answer_all(gas, OURS, by=amina)
    assert "not-assessed" not in clocks(gas)
    let_time_pass(noon + timedelta(minutes=5))
    assert not Escalation.objects.filter(cause="not_assessed").exists()


def test_a_stranger_and_a_connected_system_send_nobody(gas_to_send, van, charlie, telephony):
    with pytest.raises(NotFound):
        send(gas_to_send, "B41", by=charlie)
    with pytest.raises(NotAllowed):
        send(gas_to_send, "B41", by=telephony)
    assert nothing_was_written(gas_to_send)


def test_a_changed_brief_is_a_new_version_to_be_accepted_anew(sent, amina, noon):
    report_status(deployment_id=sent.pk, status="acknowledged", by=amina, at=noon)
    changed = change_brief(deployment_id=sent.pk, by=amina, at=noon, task="Go to the back door")
    first, second = Briefing.objects.order_by("version")
    assert (changed.version, second.task, second.hazards) == (2, "Go to the back door", first.hazards)
    assert (first.accepted_at, second.accepted_at) == (noon, None)
    assert Message.objects.filter(key=f"brief-{sent.pk}-2").count() == 1
    assert entries(sent.incident)[-1] == "brief.changed"


def test_a_crew_that_has_finished_gets_no_new_brief(sent, amina, noon):
    stand_down(deployment_id=sent.pk, why="Another crew is nearer", by=amina, at=noon)
    with pytest.raises(Refusal) as refusal:
        change_brief(deployment_id=sent.pk, by=amina, at=noon, task="Go back")
    assert code_of(refusal) == "deployment-ended"


def test_standing_down_frees_the_unit_stops_its_clocks_and_wants_another(sent, van, amina, noon):
    stood = stand_down(deployment_id=sent.pk, why="Another crew is nearer", by=amina, at=noon + timedelta(seconds=20))
    van = fresh(van)
    assert (stood.status, stood.ended_why) == ("stood_down", "Another crew is nearer")
    assert (van.status, van.engaged_on) == ("available", "")
    assert fresh(sent.incident).stage == "to_send"
    assert clocks(sent.incident) == {"level": 120, "not-sent": 20 + 90, "not-told": 240}


def test_standing_down_twice_changes_nothing_the_second_time(sent, amina, noon):
    stand_down(deployment_id=sent.pk, why="Nearer crew", by=amina, at=noon)
    before = fresh(sent.incident)
    stand_down(deployment_id=sent.pk, why="Nearer crew", by=amina, at=noon)
    assert fresh(sent.incident).revision == before.revision


def test_standing_down_needs_a_reason(sent, amina, noon):
    with pytest.raises(Refusal) as refusal:
        stand_down(deployment_id=sent.pk, why=" ", by=amina, at=noon)
    assert code_of(refusal) == "reason-needed"
    assert fresh(sent).status == "alerted"
