"""The people on the floor: what each has in hand, and who is silent about it."""

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dispatch.accounts.models import User
from dispatch.live.models import Look
from incidents.commands.contacts import answer_contact
from incidents.commands.escalate import escalate
from incidents.models import Incident
from incidents.queries.alarm_rate import alarm_rates
from incidents.queries.people import people_load
from tests.factories import log_incident, offer, send


def by_name(centre, at):
    return {load.name: load for load in people_load(centre.pk, at)}


def test_a_persons_load_is_what_they_have_in_hand(wexmouth, amina, dev, telephony, gas_to_send, van, noon):
    Incident.objects.filter(pk=gas_to_send.pk).update(handled_by_id=amina.user_id)
    answer_contact(contact_id=offer(telephony).pk, by=amina, at=noon)
    send(gas_to_send, "B41", by=dev, at=noon)
    load = by_name(wexmouth, noon)["Amina Khan"]
    assert (load.contacts, load.incidents, load.briefings, load.silent) == (1, 1, 1, False)
    assert load.overdue == 0


def test_silence_with_something_in_hand_is_said_and_comes_first(wexmouth, amina, dev, gas_to_send, noon):
    Incident.objects.filter(pk=gas_to_send.pk).update(handled_by_id=amina.user_id)
    later = noon + timedelta(minutes=16)
    log_incident(dev, "FLOOD", at=later)
    first, *_ = people_load(wexmouth.pk, later)
    assert (first.name, first.silent, first.overdue) == ("Amina Khan", True, 1)


def test_who_only_looks_is_here_and_who_did_nothing_is_not(wexmouth, amina, sol, tess, gas, noon):
    Look.objects.create(process="p", centre=wexmouth, user_id=sol.user_id, at=gas.reference, seen_at=noon)
    shown = by_name(wexmouth, noon)
    assert shown["Sol Reyes"].looking == [gas.reference]
    assert "Tess" not in " ".join(shown)
    assert by_name(wexmouth, noon + timedelta(seconds=16)).keys() == {"Amina Khan"}


def test_alarms_reach_the_desk_of_whoever_was_told(wexmouth, amina, sol, gas, noon):
    for number in range(3):
        escalate(incident_id=gas.pk, what=f"Who decides? {number}", by=amina, at=noon)
    rates = {rate.desk: rate.rung for rate in alarm_rates(wexmouth.pk, noon)}
    assert set(rates.values()) == {3}
    assert "Amina Khan" not in rates
    assert alarm_rates(wexmouth.pk, noon + timedelta(minutes=61)) == []


def test_more_incidents_cost_no_more_queries(wexmouth, amina, noon):
    def cost():
        with CaptureQueriesContext(connection) as counted:
            people_load(wexmouth.pk, noon)
        return len(counted)

    log_incident(amina, "FLOOD", at=noon)
    few = cost()
    for _ in range(5):
        log_incident(amina, "FLOOD", at=noon)
    assert cost() == few <= 10


def test_the_page_is_for_those_in_charge(amina, sol):
    http = Client()
    for person, status in ((amina, 403), (sol, 200)):
        http.force_login(User.objects.get(pk=person.user_id))
        assert http.get("/board/people").status_code == status
