"""Who a caller is: the same number, whoever answers; never a withheld one, never another centre's."""

import pytest

from incidents.commands.contacts import end_contact
from incidents.commands.intake import correct_facts, link_contact, open_incident
from incidents.queries.callers import caller_known
from tests.factories import close_quietly, log_incident, offer


def test_open_incidents_come_first_then_the_newest(telephony, amina, noon):
    closed = log_incident(amina, callback_number="07700900123")
    close_quietly(closed, at=noon)
    still_open = open_incident(centre=amina.centre, by=amina, at=noon, contact_id=offer(telephony).pk, summary="Gas")
    known = caller_known(offer(telephony, caller_number="+44 7700 900123", caller_name="Mr Lane"))
    assert [(each["reference"], each["open"]) for each in known["incidents"]] == [(still_open.reference, True), (closed.reference, False)]
    assert known["contacts"] == 1


def test_earlier_contacts_say_what_came_of_them(telephony, amina, noon):
    first = offer(telephony, caller_name="Mrs Lane")
    end_contact(contact_id=first.pk, why="Wrong number", by=amina, at=noon)
    known = caller_known(offer(telephony))
    assert known["names"] == ["Mrs Lane"]
    assert [(each["state"], each["why"]) for each in known["earlier"]] == [("ended", "Wrong number")]


@pytest.mark.parametrize("number", ["", "withheld", "anonymous"])
def test_a_withheld_number_is_never_matched(telephony, number):
    offer(telephony, caller_number=number)
    assert caller_known(offer(telephony, caller_number=number))["contacts"] == 0


def test_another_centres_callers_stay_there(telephony, charlie):
    offer(charlie)
    assert caller_known(offer(telephony))["contacts"] == 0


def test_many_contacts_are_counted_and_five_shown(telephony):
    for _ in range(8):
        offer(telephony)
    known = caller_known(offer(telephony))
    assert (known["contacts"], len(known["earlier"])) == (8, 5)


def test_a_corrected_callback_number_is_found_too(telephony, amina, gas, noon):
    correct_facts(incident_id=gas.pk, revision=None, by=amina, at=noon, callback_number="01632 960802")
    assert [each["reference"] for each in caller_known(offer(telephony, caller_number="01632960802"))["incidents"]] == [gas.reference]
    assert caller_known(offer(telephony))["incidents"] == []


def test_writers_are_known_by_their_address(telephony, amina, gas, noon):
    letter = offer(telephony, channel="email", caller_number="", caller_email="rosa@example.org")
    link_contact(incident_id=gas.pk, contact_id=letter.pk, by=amina, at=noon)
    again = offer(telephony, channel="email", caller_number="", caller_email="rosa@example.org", follows=letter)
    known = caller_known(again)
    assert known["follows"]["incident"] == gas.reference
    assert [each["reference"] for each in known["incidents"]] == [gas.reference]
