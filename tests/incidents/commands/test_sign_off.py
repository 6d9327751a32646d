"""Leaving a desk: nothing that somebody holds is forgotten."""

import pytest

from dispatch.accounts.models import Centre
from dispatch.refusal import NotAllowed, Refusal
from incidents.commands.advise import read_advice
from incidents.commands.call_back import take_call_back
from incidents.commands.contacts import answer_contact
from incidents.commands.desks import sign_on
from incidents.commands.emergency import raise_emergency
from incidents.commands.escalate import escalate, take_alarm
from incidents.commands.promise import promise_update
from incidents.commands.recall import withdraw_advice
from incidents.commands.sign_off import release_desk, sign_off
from incidents.commands.transfers import offer_transfer
from incidents.models import Contact, Desk, DeskLine, DeskTurn, Emergency, Escalation, Incident, LogLine, Promise, RecallTask
from incidents.queries.held import held_by
from tests.factories import offer


@pytest.fixture
def at_desk(wexmouth, amina, sol, noon):
    """Amina at D1, Sol at S1."""
    for code, person in (("D1", amina), ("S1", sol)):
        desk = Desk.objects.create(centre=wexmouth, code=code, name=code, role=person.role.value, made_at=noon)
        sign_on(desk_id=desk.pk, by=person, at=noon)


@pytest.fixture
def alarm(gas, sol, amina, noon):
    """Taken by Sol."""
    raised = escalate(incident_id=gas.pk, what="Is this ours?", by=amina, at=noon)
    return take_alarm(alarm_id=raised.pk, by=sol, at=noon)


def record() -> list[tuple[str, str]]:
    return list(DeskLine.objects.exclude(what="signed_on").order_by("pk").values_list("what", "text"))


def test_whoever_holds_nothing_signs_off_with_one_press(at_desk, amina, noon):
    assert sign_off(by=amina, at=noon).ended_how == "signed_off"
    assert record() == [("signed_off", "")]
    with pytest.raises(Refusal) as refusal:
        sign_off(by=amina, at=noon)
    assert refusal.value.code == "not-at-a-desk"


def test_what_is_held_is_named_before_anybody_goes(at_desk, gas, amina, noon):
    with pytest.raises(Refusal) as refusal:
        sign_off(by=amina, at=noon)
    assert refusal.value.code == "still-held"
    assert len(refusal.value.facts["open"]) == 1
    assert gas.reference in refusal.value.facts["open"][0]
    assert DeskTurn.objects.running().count() == 2


def test_incident_and_alarm_pass_to_a_colleague_with_a_line_in_the_log(at_desk, gas, alarm, sol, tess, noon):
    Incident.objects.filter(pk=gas.pk).update(handled_by=sol.user_id)
    sign_off(rest="to:lead", why="End of the day", by=sol, at=noon)
    gas.refresh_from_db()
    alarm.refresh_from_db()
    assert (gas.handled_by_id, alarm.taken_by_id) == (tess.user_id, tess.user_id)
    assert LogLine.objects.filter(incident=gas, entry="passed.on").count() == 2
    assert held_by(sol.centre_id, sol.user_id) == []
    assert [what for what, _ in record()] == ["signed_off", "handed", "handed"]


def test_what_goes_to_the_queue_rings_again_and_is_owned_by_nobody(at_desk, gas, alarm, sol, noon):
    Incident.objects.filter(pk=gas.pk).update(handled_by=sol.user_id)
    sign_off(rest="queue", by=sol, at=noon)
    alarm.refresh_from_db()
    assert (alarm.taken_at, alarm.taken_by) == (None, None)
    assert alarm.rings_at > noon
    assert Incident.objects.get(pk=gas.pk).handled_by is None


def test_a_call_in_hand_needs_a_person_and_goes_to_them(at_desk, amina, dev, noon):
    contact = offer(amina)
    answer_contact(contact_id=contact.pk, by=amina, at=noon)
    for rest, code in (("queue", "still-held"), ("left", "reason-needed"), ("to:nobody", "colleague-unknown")):
        with pytest.raises(Refusal) as refusal:
            sign_off(rest=rest, by=amina, at=noon)
        assert refusal.value.code == code
    with pytest.raises(Refusal) as refusal:
        sign_off(hand={f"contact-{contact.pk}": "queue"}, by=amina, at=noon)
    assert refusal.value.code == "needs-a-person"
    sign_off(hand={f"contact-{contact.pk}": "to:dispatcher"}, by=amina, at=noon)
    assert Contact.objects.get(pk=contact.pk).answered_by_id == dev.user_id


def test_a_promise_is_named_with_its_incident_and_goes_with_it(at_desk, gas, amina, dev, noon):
    Centre.objects.update(time_zone="Europe/Athens")
    promise_update(incident_id=gas.pk, within_min=30, to_whom="Mrs Hale", by=amina, at=noon)
    (held,) = held_by(amina.centre_id, amina.user_id)
    assert held.words.endswith("; Mrs Hale was promised an update by 14:30")  # noon is in UTC; the words are in the centre's own time
    sign_off(rest="to:dispatcher", by=amina, at=noon)
    assert [each.words for each in held_by(dev.centre_id, dev.user_id)] == [held.words]
    assert Promise.objects.get().kept_at is None


@pytest.mark.parametrize(("rest", "name"), [("to:dispatcher", "Dev Patel"), ("queue", None)])
def test_a_call_back_about_withdrawn_advice_goes_on_or_is_anybodys(at_desk, gas_to_send, amina, dev, sol, noon, rest, name):
    read_advice(incident_id=gas_to_send.pk, line="GAS-OUT", by=amina, at=noon)
    withdraw_advice(line="GAS-OUT", why="Not safe", say_instead="Stay where you are.", by=sol, at=noon)
    task = RecallTask.objects.get()
    take_call_back(task_id=task.pk, by=amina, at=noon)
    Incident.objects.update(handled_by=None)
    (held,) = held_by(amina.centre_id, amina.user_id)
    assert (held.kind, gas_to_send.reference in held.words) == ("recall", True)
    with pytest.raises(Refusal) as refusal:
        sign_off(by=amina, at=noon)
    assert refusal.value.code == "still-held"
    sign_off(rest=rest, by=amina, at=noon)
    task.refresh_from_db()
    assert (task.state, task.taken_by.name if task.taken_by else None) == ("open", name)
    assert held_by(amina.centre_id, amina.user_id) == []


def test_an_offer_goes_back_to_whoever_made_it(at_desk, amina, sol, noon):
    contact = offer(amina)
    answer_contact(contact_id=contact.pk, by=amina, at=noon)
    offer_transfer(contact_id=contact.pk, to="supervisor", why="Wants a supervisor", by=amina, at=noon)
    sign_off(rest="queue", by=sol, at=noon)
    contact.refresh_from_db()
    assert (contact.state, contact.offered_to_id, contact.answered_by_id) == ("answered", None, amina.user_id)


def test_a_crew_in_danger_passes_with_its_alarm_to_somebody_who_may_take_alarms(at_desk, sent, amina, sol, tess, noon):
    emergency = raise_emergency(deployment_id=sent.pk, kind="mayday", how="Heard on the radio", by=amina, at=noon)
    take_alarm(alarm_id=emergency.alarm_id, by=sol, at=noon)
    with pytest.raises(Refusal) as refusal:
        sign_off(rest="to:agent", by=sol, at=noon)
    assert refusal.value.code == "person-unable"
    sign_off(rest="to:lead", by=sol, at=noon)
    assert Emergency.objects.get().owned_by_id == tess.user_id
    assert Escalation.objects.get(pk=emergency.alarm_id).taken_by_id == tess.user_id


def test_what_is_left_open_is_named_with_the_reason(at_desk, gas, amina, noon):
    sign_off(rest="left", why="Back in an hour", by=amina, at=noon)
    what, text = record()[-1]
    assert what == "left"
    assert text.startswith("Back in an hour: ")
    assert Incident.objects.get(pk=gas.pk).handled_by_id == amina.user_id


def test_a_supervisor_releases_a_desk_with_a_reason_and_an_agent_does_not(at_desk, gas, amina, sol, dev, noon):
    desk = Desk.objects.get(code="D1")
    with pytest.raises(NotAllowed):
        release_desk(desk_id=desk.pk, why="Gone", by=dev, at=noon)
    with pytest.raises(Refusal) as refusal:
        release_desk(desk_id=desk.pk, why=" ", by=sol, at=noon)
    assert refusal.value.code == "reason-needed"
    turn = release_desk(desk_id=desk.pk, why="Went home ill", rest="to:dispatcher", by=sol, at=noon)
    assert (turn.ended_how, turn.ended_by_name) == ("released", "Sol Reyes")
    assert Incident.objects.get(pk=gas.pk).handled_by_id == dev.user_id
    with pytest.raises(Refusal) as refusal:
        release_desk(desk_id=desk.pk, why="Again", by=sol, at=noon)
    assert refusal.value.code == "desk-free"


def test_when_one_thing_cannot_pass_nothing_does(at_desk, gas, alarm, sol, amina, noon):
    Incident.objects.filter(pk=gas.pk).update(handled_by=sol.user_id)
    with pytest.raises(Refusal):
        sign_off(hand={f"alarm-{alarm.pk}": "to:agent"}, rest="queue", by=sol, at=noon)
    assert Incident.objects.get(pk=gas.pk).handled_by_id == sol.user_id
    assert DeskTurn.objects.running().filter(person_id=sol.user_id).exists()
