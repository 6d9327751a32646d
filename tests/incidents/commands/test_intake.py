"""Logging an incident, linking contacts, correcting facts."""

from datetime import timedelta

import pytest

from dispatch.clock.models import Timer
from dispatch.live import position
from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.contacts import answer_contact, end_contact
from incidents.commands.intake import correct_facts, link_contact, open_incident
from incidents.commands.respond import write_update
from incidents.models import Incident, LogLine
from incidents.queries.paths import question_now
from tests.factories import entries, fresh, let_time_pass, log_incident, offer


def test_nothing_is_required_to_log_an_incident(wexmouth, amina, noon):
    incident = open_incident(centre=wexmouth, by=amina, at=noon)
    assert (incident.reference, incident.stage, incident.revision, incident.log_count) == ("1001", "assessing", 1, 1)
    assert incident.handled_by_id == amina.user_id
    assert entries(incident) == ["incident.logged"]
    assert position(wexmouth.pk).sequence == 1


def test_numbers_follow_each_other_in_each_centre(amina, charlie):
    assert [log_incident(amina).reference, log_incident(amina).reference] == ["1001", "1002"]
    assert log_incident(charlie).reference == "1001"


def test_a_type_brings_its_first_question_and_pins_the_pack(gas):
    assert gas.type_code == "GAS-SMELL"
    assert question_now(gas)["id"] == "q_harm"
    assert gas.pack.pack_id == "council-utility-ooh"
    chosen = LogLine.objects.get(incident=gas, entry="path.type")
    assert chosen.known["digest"] == gas.pack.digest


def test_an_unknown_type_is_refused_and_no_number_is_used_up(amina):
    with pytest.raises(Refusal) as refusal:
        log_incident(amina, "MOON-LANDING")
    assert refusal.value.code == "type-unknown"
    assert Incident.objects.count() == LogLine.objects.count() == 0
    assert log_incident(amina).reference == "1001"


def test_the_contact_becomes_part_of_the_incident_and_leaves_the_board(call, amina, noon):
    incident = log_incident(amina, contact_id=call.pk)
    call = fresh(call)
    assert (call.state, call.incident_id, call.answered_by_id) == ("linked", incident.pk, amina.user_id)
    assert not Timer.objects.armed().filter(kind="not-answered").exists()
    assert let_time_pass(noon + timedelta(minutes=1)) == []


def test_a_contact_makes_one_incident_only(call, amina):
    log_incident(amina, contact_id=call.pk)
    with pytest.raises(Refusal) as refusal:
        log_incident(amina, contact_id=call.pk)
    assert refusal.value.code == "contact-done"
    assert Incident.objects.count() == 1


def test_an_ended_contact_makes_no_incident(call, amina, noon):
    end_contact(contact_id=call.pk, why="Wrong number", by=amina, at=noon)
    with pytest.raises(Refusal) as refusal:
        log_incident(amina, contact_id=call.pk)
    assert refusal.value.code == "contact-done"


def test_a_contact_of_another_centre_is_not_found(call, charlie):
    with pytest.raises(NotFound):
        log_incident(charlie, contact_id=call.pk)
    assert Incident.objects.count() == 0


def test_a_connected_system_may_not_log_an_incident(telephony):
    with pytest.raises(NotAllowed):
        log_incident(telephony)
    assert Incident.objects.count() == 0


def test_a_second_caller_joins_the_incident(gas, telephony, dev, noon):
    second = offer(telephony, caller_name="Mrs Lane")
    link_contact(incident_id=gas.pk, contact_id=second.pk, by=dev, at=noon)
    assert fresh(second).incident_id == gas.pk
    assert entries(gas)[-2:] == ["contact.linked", "contact.repeat"]


def test_linking_keeps_who_answered(gas, call, amina, dev, noon):
    answer_contact(contact_id=call.pk, by=amina, at=noon)
    link_contact(incident_id=gas.pk, contact_id=call.pk, by=dev, at=noon + timedelta(seconds=9))
    assert (fresh(call).answered_by_id, fresh(call).answered_at) == (amina.user_id, noon)


def test_a_correction_keeps_the_old_words_in_the_log(gas, amina, noon):
    correct_facts(incident_id=gas.pk, revision=None, by=amina, at=noon, summary="Smell of gas in the hall")
    line = LogLine.objects.filter(incident=gas).latest("number")
    assert fresh(gas).summary == "Smell of gas in the hall"
    assert (line.known["was"], line.known["now"]) == ("Strong smell of gas in the kitchen", "Smell of gas in the hall")


def test_the_same_words_again_change_nothing(gas, amina, noon):
    correct_facts(incident_id=gas.pk, revision=None, by=amina, at=noon, summary=gas.summary)
    assert fresh(gas).revision == gas.revision
    assert fresh(gas).log_count == gas.log_count


def test_a_new_place_is_a_further_reading(gas, amina, noon):
    correct_facts(incident_id=gas.pk, revision=None, by=amina, at=noon, place_text="16 Harbour Lane", lat=50.5746, lon=-2.9801)
    assert fresh(gas).lat == 50.5746
    assert [each.text for each in gas.readings.order_by("pk")] == ["14 Harbour Lane", "16 Harbour Lane"]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(gas, amina, dev, noon):
    seen = fresh(gas).revision
    correct_facts(incident_id=gas.pk, revision=seen, by=dev, at=noon, hazards="Dog in the yard")
    with pytest.raises(Refusal) as refusal:
        correct_facts(incident_id=gas.pk, revision=seen, by=amina, at=noon, hazards="Steep steps")
    assert refusal.value.code == "stale"
    assert refusal.value.facts == {"now": {"hazards": "Dog in the yard"}, "yours": {"hazards": "Steep steps"}}
    assert fresh(gas).hazards == "Dog in the yard"


def test_another_fact_or_a_log_line_meanwhile_is_no_reason_to_refuse(gas, amina, dev, noon):
    seen = fresh(gas).revision
    write_update(incident_id=gas.pk, text="The caller rang off", by=dev, at=noon)
    correct_facts(incident_id=gas.pk, revision=seen, by=dev, at=noon, hazards="Dog in the yard")
    correct_facts(incident_id=gas.pk, revision=seen, by=amina, at=noon, access="Side gate")
    assert (fresh(gas).hazards, fresh(gas).access) == ("Dog in the yard", "Side gate")


def test_a_place_moved_meanwhile_is_not_moved_back(gas, amina, dev, noon):
    seen = fresh(gas).revision
    correct_facts(incident_id=gas.pk, revision=seen, by=dev, at=noon, lat=50.6, lon=-2.9)
    with pytest.raises(Refusal) as refusal:
        correct_facts(incident_id=gas.pk, revision=seen, by=amina, at=noon, lat=50.5, lon=-2.8)
    assert refusal.value.code == "stale"
    assert fresh(gas).lat == 50.6


def test_reading_back_ticks_once(gas, amina, noon):
    correct_facts(incident_id=gas.pk, revision=None, by=amina, at=noon, read_back=["place_text"])
    correct_facts(incident_id=gas.pk, revision=None, by=amina, at=noon, read_back=["place_text"])
    assert fresh(gas).read_back == ["place_text"]
    assert entries(gas).count("place.read_back") == 1


def test_a_stranger_finds_no_incident_to_correct(gas, charlie, noon):
    with pytest.raises(NotFound):
        correct_facts(incident_id=gas.pk, revision=None, by=charlie, at=noon, summary="Mine")
    assert fresh(gas).summary == gas.summary
