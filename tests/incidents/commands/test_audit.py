from datetime import timedelta

from dispatch.clock.commands import arm
from dispatch.clock.models import State, Timer
from incidents.commands import audit
from incidents.commands.accountability import start_round
from incidents.commands.audit import Rounds, audit_clocks
from incidents.commands.respond import report_status
from incidents.models import Escalation, Incident
from incidents.queries.board import board
from tests.factories import clocks, entries, fresh


def test_a_clock_that_was_deleted_behind_the_console_s_back_is_found_said_and_started_again(gas_to_send, noon):
    Timer.objects.filter(kind="not-sent").delete()
    assert audit_clocks(at=noon + timedelta(seconds=5)) == [gas_to_send.reference]
    (alarm,) = board(gas_to_send.centre_id, noon)["alarms"]
    assert (alarm["cause"], alarm["loudness"], alarm["incident"]) == ("no_clock", "critical", gas_to_send.reference)
    assert f"Incident {gas_to_send.reference}" in alarm["what"]
    assert "Missing: Send a unit." in alarm["what"]
    assert clocks(gas_to_send)["not-sent"] == 90
    assert entries(gas_to_send)[-2:] == ["clock.mended", "escalation.raised"]
    assert audit_clocks(at=noon + timedelta(seconds=10)) == []


def test_a_clock_that_nothing_waits_for_is_stopped_and_said(flood, noon):
    arm(
        centre_id=flood.centre_id, kind="not-safe", subject=flood.pk, epoch=1, lock_on=flood.pk, due_at=noon + timedelta(hours=1), at=noon
    )  # fmt: skip
    assert audit_clocks(at=noon) == [flood.reference]
    assert Timer.objects.get(kind="not-safe").state == State.CANCELLED
    assert "Not wanted: Safe outcome." in Escalation.objects.get(cause="no_clock").what


def test_a_clock_that_is_due_already_is_left_to_the_loop(gas_to_send, noon):
    Timer.objects.filter(kind="not-sent").update(due_at=noon - timedelta(seconds=1))
    assert audit_clocks(at=noon) == []
    assert audit_clocks(at=noon - timedelta(seconds=2)) == [gas_to_send.reference], "it is not due yet, and not when it should be"


def test_a_second_finding_while_the_alarm_rings_is_put_right_and_logged_without_another_alarm(gas_to_send, noon):
    for _ in range(2):
        Timer.objects.filter(kind="not-sent", state=State.ARMED).delete()
        assert audit_clocks(at=noon) == [gas_to_send.reference]
    assert Escalation.objects.filter(cause="no_clock").count() == 1
    assert entries(gas_to_send).count("clock.mended") == 2


def test_a_crew_s_check_or_round_that_lost_its_clock_is_found(sent, dan, amina, noon):
    report_status(deployment_id=sent.pk, status="on_scene", by=dan, at=noon)
    start_round(incident_id=sent.incident_id, within_min=5, by=amina, at=noon)
    Timer.objects.filter(kind__in=("check-due", "round-due")).delete()
    assert audit_clocks(at=noon) == [sent.incident.reference]
    assert "Missing: Accountability round, Check on crew." in Escalation.objects.get(cause="no_clock").what
    assert (clocks(sent.incident)["check-due"], clocks(sent.incident)["round-due"]) == (15 * 60, 5 * 60)


def test_where_all_is_well_nothing_is_written(gas_to_send, sent, noon):
    before = fresh(gas_to_send).revision
    assert audit_clocks(at=noon) == []
    assert fresh(gas_to_send).revision == before


def test_between_two_looks_only_what_changed_is_looked_at_closely_and_a_clock_that_goes_is_found_in_the_next_one(gas_to_send, flood, noon):
    rounds = Rounds()
    assert audit_clocks(at=noon, rounds=rounds) == []
    assert len(rounds.choose()) == 1, "nothing has changed: only the one whose turn it is"
    Timer.objects.filter(kind="not-sent", lock_on=gas_to_send.pk).delete()
    assert audit_clocks(at=noon, rounds=rounds) == [gas_to_send.reference]
    Timer.objects.filter(kind="not-sent", lock_on=flood.pk).update(due_at=noon + timedelta(days=1))
    assert audit_clocks(at=noon, rounds=rounds) == [flood.reference]
    assert audit_clocks(at=noon, rounds=rounds) == []


def test_many_are_gone_through_piece_by_piece_and_the_closed_forgotten(gas_to_send, flood, noon, monkeypatch):
    monkeypatch.setattr(audit, "GLANCE", 1)
    rounds = Rounds()
    assert [rounds.choose() for _ in range(4)] == [[gas_to_send.pk], [flood.pk], [], [gas_to_send.pk]]
    rounds = Rounds()
    Timer.objects.filter(kind="not-sent", lock_on=flood.pk).delete()
    assert [audit_clocks(at=noon, rounds=rounds) for _ in range(4)] == [[], [flood.reference], [], []]
    Incident.objects.filter(pk=gas_to_send.pk).update(stage="closed", closed_at=noon)
    for _ in range(6):
        audit_clocks(at=noon, rounds=rounds)
    assert gas_to_send.pk not in rounds._well


def test_in_a_storm_a_look_takes_some_and_the_next_the_others(gas_to_send, flood, noon, monkeypatch):
    monkeypatch.setattr(audit, "MOST", 1)
    rounds = Rounds()
    Timer.objects.filter(kind="not-sent").delete()
    found = [reference for _ in range(3) for reference in audit_clocks(at=noon, rounds=rounds)]
    assert sorted(found) == sorted([gas_to_send.reference, flood.reference])


def test_what_changed_without_a_trace_is_found_when_its_turn_comes(gas_to_send, flood, noon):
    rounds = Rounds()
    audit_clocks(at=noon, rounds=rounds)
    Incident.objects.filter(pk=gas_to_send.pk).update(stage_at=noon - timedelta(seconds=30))  # its clock is now due sooner
    assert [gas_to_send.reference] in [audit_clocks(at=noon, rounds=rounds) for _ in range(4)]
