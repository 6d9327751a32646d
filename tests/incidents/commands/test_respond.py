"""What a crew does: its statuses, its requests, its words."""

from datetime import timedelta

import pytest

from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.respond import accept_brief, read_brief, report_status, write_update
from incidents.commands.support import ask_support, give_support
from incidents.models import Briefing, Check, Deployment, Escalation, LogLine, SupportRequest
from tests.factories import clocks, crew_of, entries, fresh, let_time_pass, log_incident, make_unit, send


def code_of(error: pytest.ExceptionInfo[Refusal]) -> str:
    return error.value.code


def go(deployment: Deployment, *statuses: str, by, at) -> Deployment:
    for status in statuses:
        report_status(deployment_id=deployment.pk, status=status, by=by, at=at)
    return fresh(deployment)


def test_opening_the_brief_is_news_once(sent, dan, noon):
    read_brief(deployment_id=sent.pk, by=dan, at=noon + timedelta(seconds=10))
    read_brief(deployment_id=sent.pk, by=dan, at=noon + timedelta(seconds=20))
    assert fresh(sent).read_at == noon + timedelta(seconds=10)
    assert entries(sent.incident).count("brief.read") == 1


def test_acknowledging_stops_the_clock_and_accepts_the_brief(sent, dan, van, noon):
    done = go(sent, "acknowledged", by=dan, at=noon)
    assert (done.status, done.acknowledged_at) == ("acknowledged", noon)
    assert fresh(van).status == "acknowledged"
    assert fresh(sent.incident).stage == "en_route"
    assert Briefing.objects.get().accepted_at == noon
    assert "not-acknowledged" not in clocks(sent.incident)
    assert LogLine.objects.filter(entry="unit.status").get().by_name == "B41 crew"


def test_the_same_status_again_changes_nothing(sent, dan, noon):
    go(sent, "acknowledged", by=dan, at=noon)
    before = fresh(sent.incident)
    go(sent, "acknowledged", by=dan, at=noon + timedelta(seconds=5))
    assert fresh(sent.incident).revision == before.revision
    assert fresh(sent).acknowledged_at == noon


def test_a_crew_that_does_not_acknowledge_becomes_an_alarm(sent, noon):
    assert let_time_pass(noon + timedelta(seconds=60)) == ["not-acknowledged"]
    alarm = Escalation.objects.get()
    assert (alarm.cause, alarm.to_role, alarm.deployment_id) == ("not_acknowledged", "dispatcher", sent.pk)


def test_driving_off_counts_as_having_acknowledged(sent, dan, noon):
    done = go(sent, "en_route", by=dan, at=noon + timedelta(seconds=30))
    assert done.acknowledged_at == done.en_route_at == noon + timedelta(seconds=30)
    assert "not-acknowledged" not in clocks(sent.incident)


def test_arriving_plans_the_first_check(sent, dan, noon):
    go(sent, "acknowledged", "en_route", "on_scene", by=dan, at=noon)
    check = Check.objects.get()
    assert (check.state, check.due_at, check.grace_s) == ("planned", noon + timedelta(minutes=15), 300)
    assert clocks(sent.incident)["check-due"] == 15 * 60
    assert fresh(sent.incident).stage == "at_scene"
    assert fresh(sent.incident).first_at_scene_at == noon


def test_finishing_frees_the_unit_ends_the_check_and_wants_closing(sent, dan, van, noon):
    done = go(sent, "acknowledged", "on_scene", "clear", by=dan, at=noon)
    assert (done.status, done.ended_at) == ("clear", noon)
    assert (fresh(van).status, fresh(van).engaged_on) == ("clear", "")
    assert Check.objects.get().state == "ended"
    assert not {"check-due", "check-missed", "not-sent"} & set(clocks(sent.incident))
    assert fresh(sent.incident).stage == "to_close"


def test_declining_needs_a_reason_raises_an_alarm_and_wants_another_unit(sent, dan, van, noon):
    with pytest.raises(Refusal) as refusal:
        go(sent, "declined", by=dan, at=noon)
    assert code_of(refusal) == "reason-needed"
    report_status(deployment_id=sent.pk, status="declined", by=dan, at=noon, why="Flat tyre")
    alarm = Escalation.objects.get()
    assert (alarm.cause, alarm.what) == ("declined", "B41 cannot go: Flat tyre")
    assert (fresh(van).engaged_on, fresh(sent.incident).stage) == ("", "to_send")
    assert clocks(sent.incident)["not-sent"] == 90


def test_going_back_is_out_of_order_and_only_a_supervisor_may_force_it(sent, dan, amina, sol, noon):
    go(sent, "acknowledged", "on_scene", by=dan, at=noon)
    with pytest.raises(Refusal) as order:
        go(sent, "acknowledged", by=amina, at=noon)
    assert (code_of(order), order.value.facts) == ("status-out-of-order", {"now": "on_scene"})
    with pytest.raises(NotAllowed):
        report_status(deployment_id=sent.pk, status="acknowledged", by=amina, at=noon, forced=True, why="Wrong button")
    with pytest.raises(Refusal) as reason:
        report_status(deployment_id=sent.pk, status="acknowledged", by=sol, at=noon, forced=True)
    assert code_of(reason) == "reason-needed"
    assert fresh(sent).status == "on_scene"
    forced = report_status(deployment_id=sent.pk, status="acknowledged", by=sol, at=noon, forced=True, why="Wrong button")
    assert forced.status == "acknowledged"


def test_a_deployment_that_has_ended_stays_ended(sent, dan, sol, noon):
    go(sent, "acknowledged", "clear", by=dan, at=noon)
    with pytest.raises(Refusal) as refusal:
        report_status(deployment_id=sent.pk, status="on_scene", by=sol, at=noon, forced=True, why="Back again")
    assert code_of(refusal) == "status-out-of-order"


def test_an_unknown_status_and_a_time_to_come_are_refused(sent, dan, noon):
    with pytest.raises(Refusal) as unknown:
        go(sent, "flying", by=dan, at=noon)
    with pytest.raises(Refusal) as ahead:
        report_status(deployment_id=sent.pk, status="en_route", by=dan, at=noon, happened_at=noon + timedelta(seconds=1))
    assert (code_of(unknown), code_of(ahead)) == ("status-unknown", "time-ahead")
    assert fresh(sent).status == "alerted"


def test_a_late_report_keeps_both_times(sent, amina, noon):
    later = noon + timedelta(minutes=4)
    report_status(deployment_id=sent.pk, status="en_route", by=amina, at=later, happened_at=noon + timedelta(minutes=1))
    line = LogLine.objects.get(entry="unit.status")
    assert (line.at, line.recorded_at) == (noon + timedelta(minutes=1), later)
    assert fresh(sent).en_route_at == noon + timedelta(minutes=1)


def test_an_emergency_rings_at_once_and_on_the_way_is_no_arrival(sent, dan, noon):
    go(sent, "en_route", "emergency", by=dan, at=noon)
    alarm = Escalation.objects.get()
    assert (alarm.cause, alarm.to_role, alarm.what) == ("mayday", "supervisor", "B41 is in danger")
    assert fresh(sent.incident).first_at_scene_at is None


def test_a_crews_link_opens_its_own_deployment_and_incident_only(sent, dan, amina, wexmouth, noon):
    make_unit(wexmouth, "H22")
    other = send(log_incident(amina), "H22", by=amina)
    check = Check.objects.create(deployment=other, number=1, question="Well?", due_at=noon, grace_s=60)
    for act in (
        lambda: read_brief(deployment_id=other.pk, by=dan, at=noon),
        lambda: accept_brief(deployment_id=other.pk, version=1, by=dan, at=noon),
        lambda: report_status(deployment_id=other.pk, status="acknowledged", by=dan, at=noon),
        lambda: ask_support(deployment_id=other.pk, wanted="Help", by=dan, at=noon),
        lambda: write_update(incident_id=other.incident_id, text="Hello", by=dan, at=noon),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert (fresh(other).status, fresh(check).state) == ("alerted", "planned")
    assert fresh(other.incident).log_count == entries(other.incident).__len__() == 2


def test_accepting_a_version_of_the_brief_once(sent, dan, noon):
    accept_brief(deployment_id=sent.pk, version=1, by=dan, at=noon)
    accept_brief(deployment_id=sent.pk, version=1, by=dan, at=noon + timedelta(seconds=9))
    assert Briefing.objects.get().accepted_at == noon
    with pytest.raises(Refusal) as refusal:
        accept_brief(deployment_id=sent.pk, version=7, by=dan, at=noon)
    assert code_of(refusal) == "brief-changed"


def test_a_request_for_support_rings_until_it_is_taken_and_blocks_closing_until_met(sent, dan, amina, noon):
    asked = ask_support(deployment_id=sent.pk, wanted=" A second person ", by=dan, at=noon)
    assert asked.wanted == "A second person"
    assert Escalation.objects.get().what == "B41 asks for: A second person"
    met = give_support(request_id=asked.pk, how="Second officer sent", by=amina, at=noon)
    assert (met.met_at, met.met_how) == (noon, "Second officer sent")
    assert entries(sent.incident)[-1] == "support.given"


def test_a_request_is_met_once_and_with_words(sent, dan, amina, noon):
    with pytest.raises(Refusal) as empty:
        ask_support(deployment_id=sent.pk, wanted=" ", by=dan, at=noon)
    asked = ask_support(deployment_id=sent.pk, wanted="Ladder", by=dan, at=noon)
    with pytest.raises(Refusal) as words:
        give_support(request_id=asked.pk, how="", by=amina, at=noon)
    give_support(request_id=asked.pk, how="Sent", by=amina, at=noon)
    with pytest.raises(Refusal) as again:
        give_support(request_id=asked.pk, how="Sent again", by=amina, at=noon)
    assert (code_of(empty), code_of(words), code_of(again)) == ("words-needed", "words-needed", "request-met")
    assert SupportRequest.objects.get().met_how == "Sent"


def test_a_crew_may_not_say_that_its_own_request_was_met(sent, dan, noon):
    asked = ask_support(deployment_id=sent.pk, wanted="Ladder", by=dan, at=noon)
    with pytest.raises(NotAllowed):
        give_support(request_id=asked.pk, how="Found one", by=dan, at=noon)


def test_after_its_deployment_ended_a_crew_can_write_nothing_more(sent, dan, noon):
    go(sent, "acknowledged", "clear", by=dan, at=noon)
    for act in (
        lambda: ask_support(deployment_id=sent.pk, wanted="Help", by=dan, at=noon),
        lambda: write_update(incident_id=sent.incident_id, text="One more thing", by=dan, at=noon),
    ):
        with pytest.raises(Refusal) as refusal:
            act()
        assert code_of(refusal) == "deployment-ended"


def test_anybody_at_work_writes_a_line_but_not_an_empty_one_nor_one_from_tomorrow(sent, dan, amina, telephony, noon):
    for by, text in ((dan, "At the gate"), (amina, "Caller rang again"), (telephony, "Alarm reset")):
        write_update(incident_id=sent.incident_id, text=text, by=by, at=noon)
    lines = LogLine.objects.filter(entry="update").order_by("number")
    assert list(lines.values_list("by_name", "text")) == [
        ("B41 crew", "At the gate"),
        ("Amina Khan", "Caller rang again"),
        ("Telephone system", "Alarm reset"),
    ]
    with pytest.raises(Refusal) as empty:
        write_update(incident_id=sent.incident_id, text=" \n", by=amina, at=noon)
    with pytest.raises(Refusal) as ahead:
        write_update(incident_id=sent.incident_id, text="Later", by=amina, at=noon, happened_at=noon + timedelta(days=1))
    assert (code_of(empty), code_of(ahead)) == ("words-needed", "time-ahead")


def test_a_stranger_finds_no_deployment(sent, charlie, noon):
    with pytest.raises(NotFound):
        report_status(deployment_id=sent.pk, status="acknowledged", by=charlie, at=noon)
    with pytest.raises(NotFound):
        report_status(deployment_id=999_999, status="acknowledged", by=charlie, at=noon)
    assert crew_of(sent).label == "B41 crew"
