"""A shift is handed over line by line, and nothing is handed over against anybody's will."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from dispatch.accounts.models import Centre
from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.contacts import answer_contact
from incidents.commands.emergency import raise_emergency
from incidents.commands.escalate import escalate, take_alarm
from incidents.commands.handover import (
    add_line,
    answer_line,
    begin_handover,
    call_off_handover,
    decide_line,
    receive_handover,
    seal_handover,
)
from incidents.commands.promise import promise_update
from incidents.models import Contact, Escalation, Handover, HandoverEvent, HandoverLine, Incident
from incidents.queries.handover import handover_for, handover_shown
from incidents.queries.risks import risks_of
from incidents.rules.handover import seal_of
from resources.models import Unit
from tests.factories import OURS, answer_all, log_incident, make_person, offer


@pytest.fixture
def alarm(gas_to_send, sol, amina, noon):
    """Taken by Sol."""
    raised = escalate(incident_id=gas_to_send.pk, what="Is this ours?", by=amina, at=noon)
    return take_alarm(alarm_id=raised.pk, by=sol, at=noon)


@pytest.fixture
def handover(alarm, sol, noon):
    """Sol hands over: the gas to be sent, and an alarm that he has."""
    return begin_handover(by=sol, at=noon)


def states(handover) -> dict[str, str]:
    return dict(HandoverLine.objects.filter(handover=handover).values_list("key", "state"))


def accept_all(handover, by, at) -> None:
    for line in handover_shown(Handover.objects.whole().get(pk=handover.pk), at)["lines"]:
        if line["state"] not in ("accepted", "settled"):
            decide_line(handover_id=handover.pk, key=line["key"], decision="accepted", by=by, at=at)


def refused(code, act, **facts) -> None:
    with pytest.raises(Refusal) as refusal:
        act(**facts)
    assert refusal.value.code == code


def test_the_lines_are_made_from_the_facts(handover, gas_to_send, alarm):
    assert states(handover) == {f"not_sent-{gas_to_send.pk}": "open", f"taken-{alarm.pk}": "open"}
    line = HandoverLine.objects.get(key=f"taken-{alarm.pk}")
    assert line.words.endswith("Is this ours? (Sol Reyes has it)")
    assert line.incident == gas_to_send


def test_sealing_waits_for_every_line_and_then_passes_what_was_held(handover, gas_to_send, alarm, sol, tess, noon):
    Incident.objects.filter(pk=gas_to_send.pk).update(handled_by=sol.user_id)
    decide_line(handover_id=handover.pk, key=f"taken-{alarm.pk}", decision="accepted", by=tess, at=noon)
    with pytest.raises(Refusal) as refusal:
        seal_handover(handover_id=handover.pk, by=tess, at=noon)
    assert refusal.value.code == "lines-open"
    assert gas_to_send.reference in refusal.value.facts["open"][0]
    accept_all(handover, tess, noon)
    sealed = seal_handover(handover_id=handover.pk, by=tess, at=noon)
    alarm.refresh_from_db()
    assert (alarm.taken_by_id, Incident.objects.get(pk=gas_to_send.pk).handled_by_id) == (tess.user_id, tess.user_id)
    assert sealed.seal == seal_of(HandoverEvent.objects.get(what="sealed").whole)
    refused("handover-sealed", add_line, handover_id=handover.pk, words="More", by=sol, at=noon)


def test_what_was_sealed_is_never_changed(handover, tess, noon):
    accept_all(handover, tess, noon)
    seal_handover(handover_id=handover.pk, by=tess, at=noon)
    for change in (lambda: HandoverEvent.objects.update(text="Nothing"), lambda: HandoverEvent.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_question_is_answered_and_the_line_decided_again(handover, alarm, sol, tess, noon):
    key, facts = f"taken-{alarm.pk}", {"handover_id": handover.pk, "at": noon}
    refused("reason-needed", decide_line, key=key, decision="questioned", said=" ", by=tess, **facts)
    decide_line(key=key, decision="questioned", said="Who decides?", by=tess, **facts)
    refused("not-yours-to-answer", answer_line, key=key, answer="I do", by=tess, **facts)
    answer_line(key=key, answer="The gas service", by=sol, **facts)
    assert states(handover)[key] == "open"
    decide_line(key=key, decision="refused", said="Not before they called", by=tess, **facts)
    accept_other = [line for line in states(handover) if line != key]
    for each in accept_other:
        decide_line(key=each, decision="accepted", by=tess, **facts)
    refused("lines-open", seal_handover, by=tess, **facts)
    answer_line(key=key, answer="They have called", by=sol, **facts)
    decide_line(key=key, decision="accepted", by=tess, **facts)
    refused("line-done", decide_line, key=key, decision="refused", said="No", by=tess, **facts)
    assert list(HandoverEvent.objects.filter(key=key).exclude(what="added").order_by("pk").values_list("what", flat=True)) == [
        "questioned", "answered", "refused", "answered", "accepted"
    ]  # fmt: skip


def test_a_risk_that_arises_meanwhile_is_shown_at_once_and_keeps_it_from_being_sealed(handover, amina, tess, sent, noon):
    accept_all(handover, tess, noon)
    emergency = raise_emergency(deployment_id=sent.pk, kind="mayday", how="Heard on the radio", by=amina, at=noon)
    fresh = [line for line in handover_shown(Handover.objects.get(pk=handover.pk), noon)["lines"] if line["new"]]
    assert f"emergency-{emergency.pk}" in {line["key"] for line in fresh}
    refused("lines-open", seal_handover, handover_id=handover.pk, by=tess, at=noon)
    decide_line(handover_id=handover.pk, key=f"emergency-{emergency.pk}", decision="accepted", by=tess, at=noon)
    accept_all(handover, tess, noon)
    assert seal_handover(handover_id=handover.pk, by=tess, at=noon).sealed_at == noon


def test_what_is_settled_meanwhile_needs_no_decision(handover, gas_to_send, tess, noon):
    Incident.objects.filter(pk=gas_to_send.pk).update(priority="P3")
    receive_handover(handover_id=handover.pk, by=tess, at=noon)
    assert states(handover)[f"not_sent-{gas_to_send.pk}"] == "settled"
    Incident.objects.filter(pk=gas_to_send.pk).update(priority="P1")
    receive_handover(handover_id=handover.pk, by=tess, at=noon)
    assert states(handover)[f"not_sent-{gas_to_send.pk}"] == "open"


def test_one_person_receives_and_the_second_is_told_who(handover, wexmouth, tess, sol, noon):
    receive_handover(handover_id=handover.pk, by=tess, at=noon)
    joan = make_person(wexmouth, "joan", "Joan Tennant", "supervisor")
    for act, facts in ((receive_handover, {}), (decide_line, {"key": next(iter(states(handover))), "decision": "accepted"})):
        with pytest.raises(Refusal, match="Tess Moran") as refusal:
            act(handover_id=handover.pk, by=joan, at=noon, **facts)
        assert refusal.value.code == "handover-received"
    refused("handover-yours", receive_handover, handover_id=handover.pk, by=sol, at=noon)
    refused("not-yours-to-seal", seal_handover, handover_id=handover.pk, by=sol, at=noon)


def test_two_supervisors_hand_over_beside_each_other_but_nobody_twice(handover, sol, tess, noon):
    refused("handover-begun", begin_handover, by=sol, at=noon)
    other = begin_handover(by=tess, at=noon)
    assert handover_for(sol.centre_id, sol.user_id) == handover
    assert handover_for(sol.centre_id, tess.user_id) == other


def test_somebody_takes_over_from_a_person_who_has_gone_with_a_reason(alarm, sol, tess, noon):
    refused("reason-needed", begin_handover, outgoing="supervisor", by=tess, at=noon)
    refused("person-unable", begin_handover, outgoing="agent", why="Gone", by=tess, at=noon)
    handover = begin_handover(outgoing="supervisor", why="Went home ill", by=tess, at=noon)
    key = f"taken-{alarm.pk}"
    decide_line(handover_id=handover.pk, key=key, decision="questioned", said="Who decides?", by=tess, at=noon)
    answer_line(handover_id=handover.pk, key=key, answer="The gas service, they say", by=tess, at=noon)
    accept_all(handover, tess, noon)
    seal_handover(handover_id=handover.pk, by=tess, at=noon)
    alarm.refresh_from_db()
    assert alarm.taken_by_id == tess.user_id


def test_the_incoming_person_goes_on_when_the_outgoing_one_leaves_in_the_middle(handover, alarm, tess, noon):
    decide_line(handover_id=handover.pk, key=f"taken-{alarm.pk}", decision="questioned", said="Who?", by=tess, at=noon)
    receive_handover(handover_id=handover.pk, alone_why="The last bus", by=tess, at=noon)
    answer_line(handover_id=handover.pk, key=f"taken-{alarm.pk}", answer="Found out", by=tess, at=noon)
    assert HandoverEvent.objects.filter(what="alone", text="The last bus").exists()


def test_a_free_line_is_a_line_like_every_other(handover, gas_to_send, sol, dev, tess, noon):
    add_line(handover_id=handover.pk, words="The lift is broken", incident=gas_to_send.reference, by=sol, at=noon)
    assert states(handover)["free-1"] == "open"
    refused("words-needed", add_line, handover_id=handover.pk, words=" ", by=sol, at=noon)
    refused("not-yours-to-add", add_line, handover_id=handover.pk, words="Mine", by=tess, at=noon)
    with pytest.raises(NotFound):
        add_line(handover_id=handover.pk, words="Where?", incident="9999", by=sol, at=noon)
    with pytest.raises(NotAllowed):
        add_line(handover_id=handover.pk, words="Mine", by=dev, at=noon)


def test_called_off_everything_stays_as_it_was(handover, alarm, sol, tess, noon):
    refused("not-yours-to-call-off", call_off_handover, handover_id=handover.pk, why="No", by=tess, at=noon)
    call_off_handover(handover_id=handover.pk, why="A storm comes: I stay", by=sol, at=noon)
    alarm.refresh_from_db()
    assert alarm.taken_by_id == sol.user_id
    refused("handover-called-off", receive_handover, handover_id=handover.pk, by=tess, at=noon)
    assert begin_handover(by=sol, at=noon).pk != handover.pk


def test_a_handover_of_another_centre_is_not_there(handover, charlie, noon):
    with pytest.raises(NotFound):
        receive_handover(handover_id=handover.pk, by=charlie, at=noon)
    with pytest.raises(NotFound):
        decide_line(handover_id=handover.pk, key="no-such", decision="accepted", by=charlie, at=noon)


def test_every_kind_of_risk_is_found_and_an_exercise_is_none(wexmouth, sent, gas_to_send, sol, amina, noon):
    promise_update(incident_id=gas_to_send.pk, within_min=15, by=amina, at=noon)
    answer_contact(contact_id=offer(amina).pk, by=amina, at=noon)
    Contact.objects.update(overdue=True, callback_at=noon, state="callback", callback_why="Busy")
    Unit.objects.create(centre=wexmouth, call_sign="X1", name="X1", kind="Van", status="out_of_service", status_at=noon)
    escalate(incident_id=gas_to_send.pk, what="Is this ours?", by=amina, at=noon)
    later = noon + timedelta(hours=5)
    kinds = {risk.kind for risk in risks_of(wexmouth, later)}
    assert {"alarm", "incident", "contact", "promise", "crew", "unit", "clock"} <= kinds
    before = risks_of(wexmouth, later)
    Incident.objects.update(exercise=True)
    Contact.objects.update(exercise=True)
    assert {risk.kind for risk in risks_of(wexmouth, later)} == {"unit"}
    assert len({risk.key for risk in before}) == len(before)


def test_risks_take_as_many_queries_for_many_incidents_as_for_one(wexmouth, gas_to_send, amina, django_assert_max_num_queries, noon):
    for _ in range(8):
        answer_all(log_incident(amina, "GAS-SMELL"), OURS, by=amina)
    centre = Centre.objects.get(pk=wexmouth.pk)
    with django_assert_max_num_queries(24):
        assert len(risks_of(centre, noon)) == 9
    assert Escalation.objects.count() == 0
