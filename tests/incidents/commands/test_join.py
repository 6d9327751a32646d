"""Another caller about something that is open."""

import pytest

from dispatch.refusal import NotFound, Refusal
from incidents.commands.drafts import Typed, keep_drafts
from incidents.commands.join import join_incident
from incidents.commands.link import link_incidents
from incidents.models import Contact, Incident, LogLine
from incidents.queries.drafts import drafts_of, place_of
from tests.factories import NOON, entries, fresh, log_incident, offer


def test_a_callers_words_number_and_place_join_and_the_pin_stays(gas, amina, telephony, noon):
    call = offer(telephony, caller_number="", place_text="Number 16", lat=50.5746, lon=-2.9802)
    join_incident(incident_id=gas.pk, contact_id=call.pk, summary="I smell it too", callback_number="07700 900456", by=amina, at=noon)
    call = fresh(call)
    assert (call.incident_id, call.words, call.caller_number, call.number) == (gas.pk, "I smell it too", "07700 900456", "+447700900456")
    assert [(each.text, each.in_use) for each in gas.readings.order_by("pk")] == [("14 Harbour Lane", True), ("Number 16", False)]
    assert (fresh(gas).place_text, fresh(gas).lat) == ("14 Harbour Lane", 50.5745)
    assert LogLine.objects.get(incident=gas, entry="contact.said").text == "I smell it too"


def test_what_was_told_is_unsent_no_longer_and_other_words_stay(gas, amina, dev, telephony, noon):
    call = offer(telephony)
    at_the_call = place_of(amina, contact_id=call.pk)
    unsent = {
        "facts.summary": "I smell it too ",
        "facts.coordinates": "50.5746, -2.9802",
        "facts.log_key": "k",
        "facts.hazards": "Dog",
        "notes.text": "Ring back",
    }
    for by in (amina, dev):
        keep_drafts(
            where=at_the_call, writer=by.name, typed=[Typed(*each, over="", version=0, turn=1) for each in unsent.items()], by=by, at=noon
        )
    join_incident(incident_id=gas.pk, contact_id=call.pk, summary="I smell it too", lat=50.5746, lon=-2.9802, by=amina, at=noon)
    left = drafts_of(amina, place_of(amina, reference=gas.reference), at=noon)
    assert [each["field"] for each in left if each["mine"]] == ["facts.hazards", "notes.text"]
    assert [each["field"] for each in left if not each["mine"]] == list(unsent)


def test_the_first_place_anybody_knows_is_the_one_in_use(amina, noon):
    unplaced = log_incident(amina, place_text="", lat=None, lon=None)
    join_incident(incident_id=unplaced.pk, place_text="TG 514 131", by=amina, at=noon)
    assert fresh(unplaced).place_text == "TG 514 131" and fresh(unplaced).lat


def test_without_a_contact_the_call_is_written_down(gas, amina, noon):
    made = join_incident(incident_id=gas.pk, summary="Me too", by=amina, at=noon)
    assert (fresh(made).state, fresh(made).incident_id, fresh(made).answered_by_id, fresh(made).words) == (
        "linked",
        gas.pk,
        amina.user_id,
        "Me too",
    )


def test_a_duplicate_names_the_incident_to_join_and_nothing_is_written(gas, flood, amina, telephony, noon):
    link_incidents(incident_id=flood.pk, other_id=gas.pk, kind="duplicate", why="One house", by=amina, at=noon)
    call, before = offer(telephony), entries(flood)
    with pytest.raises(Refusal) as refusal:
        join_incident(incident_id=flood.pk, contact_id=call.pk, by=amina, at=noon)
    assert (refusal.value.code, refusal.value.facts["main"]) == ("incident-is-duplicate", gas.reference)
    assert (fresh(call).state, entries(flood)) == ("waiting", before)


def test_a_closed_incident_and_another_centres_are_not_joined(gas, amina, charlie, noon):
    Incident.objects.filter(pk=gas.pk).update(closed_at=NOON, stage="closed")
    with pytest.raises(Refusal) as refusal:
        join_incident(incident_id=gas.pk, by=amina, at=noon)
    assert refusal.value.code == "incident-closed"
    with pytest.raises(NotFound):
        join_incident(incident_id=gas.pk, by=charlie, at=noon)
    assert Contact.objects.count() == 0
