"""Closing: only when nothing mandatory is open, and then everything is still."""

from datetime import timedelta

import pytest

from dispatch.clock.models import Timer
from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.assess import choose_type
from incidents.commands.close import close_incident
from incidents.commands.deploy import deploy_units
from incidents.commands.escalate import escalate, take_alarm
from incidents.commands.inform import confirm_notice
from incidents.commands.intake import correct_facts, link_contact
from incidents.commands.prioritise import set_priority
from incidents.commands.respond import report_status
from incidents.commands.support import ask_support, give_support
from incidents.models import Escalation, Notice
from incidents.queries.closing import required_facts
from tests.factories import clocks, entries, fresh, let_time_pass, log_incident, read_out

WORSE = "If anything gets worse, or anyone is hurt, call 999 straight away and then tell us."


def facts_for(incident) -> dict[str, str]:
    return dict.fromkeys(required_facts(fresh(incident)), "Done")


def close(incident, *, by, at, **given):
    given = {"code": "resolved_on_scene", "outcome": "Made safe", "facts": facts_for(incident), **given}
    return close_incident(incident_id=incident.pk, by=by, at=at, **given)


@pytest.fixture
def done(sent, dan, amina, noon):
    """The smell of gas, when all of the work is done."""
    for status in ("acknowledged", "on_scene", "clear"):
        report_status(deployment_id=sent.pk, status=status, by=dan, at=noon)
    confirm_notice(incident_id=sent.incident_id, code="GAS_EMERGENCY", their_reference="G-1", by=amina, at=noon)
    read_out(sent.incident, by=amina)
    return fresh(sent.incident)


def test_closing_keeps_how_it_ended_and_stops_every_clock(done, amina, noon):
    assert clocks(done)
    closed = close(done, by=amina, at=noon)
    assert (closed.stage, closed.closed_at, closed.close_code, closed.close_outcome) == ("closed", noon, "resolved_on_scene", "Made safe")
    assert closed.close_facts == facts_for(done)
    assert not Timer.objects.armed().filter(lock_on=done.pk).exists()
    assert let_time_pass(noon + timedelta(days=1)) == []
    assert entries(done)[-1] == "incident.closed"


def test_everything_that_stands_in_the_way_is_listed(sent, dan, amina, noon):
    report_status(deployment_id=sent.pk, status="on_scene", by=dan, at=noon)
    ask_support(deployment_id=sent.pk, wanted="A second person", by=dan, at=noon)
    before = fresh(sent.incident)
    with pytest.raises(Refusal) as refusal:
        close(sent.incident, by=amina, at=noon, facts={"gas_reference": "G-1"})
    assert refusal.value.code == "still-open"
    assert refusal.value.facts["open"] == [
        "B41 is still there: at scene.",
        "B41 still waits for: A second person.",
        f"{Notice.objects.get().label} has not been told.",
        "Nobody has taken the alarm: B41 asks for: A second person.",
        f"Not read, and no reason why not: “{WORSE}”",
        "Still needed: made safe by.",
        "Still needed: people rehoused count.",
        "Still needed: caller told.",
    ]
    assert (fresh(sent.incident).closed_at, fresh(sent.incident).log_head) == (None, before.log_head)


def test_it_closes_once_each_thing_has_been_done(sent, dan, amina, sol, noon):
    asked = ask_support(deployment_id=sent.pk, wanted="A second person", by=dan, at=noon)
    for status in ("acknowledged", "on_scene", "clear"):
        report_status(deployment_id=sent.pk, status=status, by=dan, at=noon)
    take_alarm(alarm_id=Escalation.objects.get().pk, by=sol, at=noon)
    give_support(request_id=asked.pk, how="Sent", by=amina, at=noon)
    confirm_notice(incident_id=sent.incident_id, code="GAS_EMERGENCY", their_reference="G-1", by=amina, at=noon)
    read_out(sent.incident, by=amina)
    assert close(sent.incident, by=amina, at=noon).stage == "closed"


def test_an_incident_that_wants_units_is_not_closed_before_any_was_sent(gas_to_send, amina, noon):
    confirm_notice(incident_id=gas_to_send.pk, code="GAS_EMERGENCY", their_reference="G-1", by=amina, at=noon)
    read_out(gas_to_send, by=amina)
    with pytest.raises(Refusal) as refusal:
        close(gas_to_send, by=amina, at=noon)
    assert refusal.value.facts["open"] == ["Its outcome sends units, and none was ever sent."]


def test_an_incident_without_an_outcome_is_not_closed(gas, amina, noon):
    with pytest.raises(Refusal) as refusal:
        close(gas, by=amina, at=noon)
    assert "The assessment has no outcome." in refusal.value.facts["open"]


def test_closing_needs_words_a_known_code_and_an_open_incident(done, amina, noon):
    with pytest.raises(Refusal) as words:
        close(done, by=amina, at=noon, outcome=" ")
    with pytest.raises(Refusal) as code:
        close(done, by=amina, at=noon, code="went_home")
    close(done, by=amina, at=noon)
    with pytest.raises(Refusal) as again:
        close(done, by=amina, at=noon)
    assert [each.value.code for each in (words, code, again)] == ["words-needed", "close-code-unknown", "incident-closed"]
    assert entries(done).count("incident.closed") == 1


def test_a_closed_incident_takes_no_more_changes(done, amina, sol, van, call, noon):
    close(done, by=amina, at=noon)
    before = fresh(done)
    for act in (
        lambda **who: set_priority(priority="P3", reason="Calmer", **who),
        lambda **who: choose_type(type_code="FLOOD", reason="Water", **who),
        lambda **who: deploy_units(units=["B41"], **who),
        lambda **who: escalate(what="Once more", **who),
        lambda **who: correct_facts(revision=None, summary="Other words", **who),
        lambda **who: link_contact(contact_id=call.pk, **who),
    ):
        with pytest.raises(Refusal) as refusal:
            act(incident_id=done.pk, by=sol, at=noon)
        assert refusal.value.code == "incident-closed"
    assert (fresh(done).revision, fresh(done).log_head, fresh(call).state) == (before.revision, before.log_head, "waiting")


def test_a_stranger_and_a_connected_system_close_nothing(done, charlie, telephony, noon):
    with pytest.raises(NotFound):
        close(done, by=charlie, at=noon)
    with pytest.raises(NotAllowed):
        close(done, by=telephony, at=noon)
    assert fresh(done).is_open


def test_an_incident_without_a_type_still_cannot_vanish(amina, noon):
    incident = log_incident(amina)
    with pytest.raises(Refusal) as refusal:
        close_incident(incident_id=incident.pk, code="no_trace", outcome="Nobody there", by=amina, at=noon)
    assert refusal.value.code == "still-open"
