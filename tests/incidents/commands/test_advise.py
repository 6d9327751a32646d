"""Advice: word for word, to whom, once to each."""

import pytest

from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.advise import read_advice
from incidents.commands.contacts import answer_contact
from incidents.commands.intake import link_contact
from incidents.models import AdviceRead
from tests.factories import entries, fresh, offer


def code_of(error: pytest.ExceptionInfo[Refusal]) -> str:
    return error.value.code


@pytest.fixture
def first(gas_to_send):
    """The first line of the outcome's advice."""
    return gas_to_send.outcome["advice"][0]


def another_caller(incident, by, at):
    call = offer(by)
    answer_contact(contact_id=call.pk, by=by, at=at)
    link_contact(incident_id=incident.pk, contact_id=call.pk, by=by, at=at)
    return call


def test_advice_is_read_once_and_word_for_word(gas_to_send, first, amina, noon):
    for _ in range(2):
        read_advice(incident_id=gas_to_send.pk, line=first["id"], by=amina, at=noon)
    read = AdviceRead.objects.get()
    assert (read.text, read.read_by_id, read.contact) == (first["text"], amina.user_id, None)
    assert entries(gas_to_send).count("advice.read") == 1


def test_advice_that_the_outcome_does_not_give_is_refused(gas_to_send, amina, noon):
    with pytest.raises(Refusal) as refusal:
        read_advice(incident_id=gas_to_send.pk, line="FL-UP", by=amina, at=noon)
    assert code_of(refusal) == "advice-not-allowed"
    assert AdviceRead.objects.count() == 0


def test_each_of_several_callers_is_read_it_by_name_or_by_who_answered(gas_to_send, first, amina, dev, noon):
    ours, theirs = another_caller(gas_to_send, amina, noon), another_caller(gas_to_send, dev, noon)
    read_advice(incident_id=gas_to_send.pk, line=first["id"], by=dev, at=noon, to_whom="The neighbour")
    read_advice(incident_id=gas_to_send.pk, line=first["id"], by=dev, at=noon, contact_id=ours.pk)
    assert [(each.contact_id, each.to_whom) for each in AdviceRead.objects.order_by("pk")] == [(theirs.pk, "The neighbour"), (ours.pk, "")]


def test_a_contact_of_another_incident_is_refused(gas_to_send, flood, first, amina, noon):
    other = another_caller(flood, amina, noon)
    with pytest.raises(Refusal) as refusal:
        read_advice(incident_id=gas_to_send.pk, line=first["id"], by=amina, at=noon, contact_id=other.pk)
    assert code_of(refusal) == "contact-elsewhere"


def test_a_stranger_finds_nothing_and_a_connected_system_may_not(gas_to_send, first, charlie, telephony, noon):
    with pytest.raises(NotFound):
        read_advice(incident_id=gas_to_send.pk, line=first["id"], by=charlie, at=noon)
    with pytest.raises(NotAllowed):
        read_advice(incident_id=gas_to_send.pk, line=first["id"], by=telephony, at=noon)
    assert fresh(gas_to_send).revision == gas_to_send.revision
