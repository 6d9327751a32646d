"""Calling back: promised, begun, tried again, given up; always by one person at a time, never forgotten."""

from datetime import timedelta

import pytest

from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.callbacks import begin_callback, finish_callback, mark_callback_late, promise_callback
from incidents.commands.contacts import answer_contact, lose_contact
from incidents.commands.intake import link_contact
from incidents.models import Contact
from incidents.queries.contact_cards import contact_card
from tests.factories import entries, fresh, history, let_time_pass, offer

MINUTE = timedelta(minutes=1)


@pytest.fixture
def lost(call, telephony, noon) -> Contact:
    """The call, abandoned at noon: owed a call back by a quarter past."""
    return lose_contact(contact_id=call.pk, how="abandoned", by=telephony, at=noon)


def test_a_lost_caller_is_rung_reached_and_dealt_with(lost, amina, noon):
    begun = begin_callback(contact_id=lost.pk, by=amina, at=noon + MINUTE)
    assert (begun.state, contact_card(begun)["called_back_by"]) == ("answered", "Amina Khan")
    done = finish_callback(contact_id=lost.pk, result="reached", by=amina, at=noon + 2 * MINUTE)
    assert (done.state, done.callback_at, done.answered_by_id, done.callback_tries) == ("answered", None, amina.user_id, 1)
    assert let_time_pass(noon + 60 * MINUTE) == []
    assert history(lost) == ["offered", "lost", "callback.begun", "callback.done"]


def test_whoever_comes_second_is_told_who_is_ringing(lost, amina, dev, noon):
    begin_callback(contact_id=lost.pk, by=amina, at=noon)
    for act in (lambda: begin_callback(contact_id=lost.pk, by=dev, at=noon), lambda: finish(lost, "reached", dev, noon)):
        with pytest.raises(Refusal) as refusal:
            act()
        assert refusal.value.code == "contact-taken"
        assert "Amina Khan" in refusal.value.message
    assert fresh(lost).callback_by_id == amina.user_id


def finish(contact: Contact, result: str, by, at, words: str = "", **other):
    return finish_callback(contact_id=contact.pk, result=result, words=words, by=by, at=at, **other)


def test_no_answer_is_tried_again_on_a_new_clock(lost, amina, noon):
    begin_callback(contact_id=lost.pk, by=amina, at=noon)
    tried = finish(lost, "no_answer", amina, noon)
    assert (tried.state, tried.callback_at, tried.callback_tries) == ("callback", noon + 5 * MINUTE, 1)
    assert let_time_pass(noon + 5 * MINUTE) == ["callback-due"]
    assert fresh(lost).overdue
    begin_callback(contact_id=lost.pk, by=amina, at=noon + 6 * MINUTE)
    later = finish(lost, "no_answer", amina, noon + 6 * MINUTE, again_at=noon + 30 * MINUTE)
    assert (later.callback_at, later.overdue) == (noon + 30 * MINUTE, False)


def test_it_is_given_up_only_after_two_tries_and_with_a_reason(lost, amina, noon):
    begin_callback(contact_id=lost.pk, by=amina, at=noon)
    assert refused(lambda: finish(lost, "unreachable", amina, noon, "Rings out")) == "too-few-tries"
    finish(lost, "no_answer", amina, noon)
    begin_callback(contact_id=lost.pk, by=amina, at=noon)
    assert refused(lambda: finish(lost, "unreachable", amina, noon)) == "reason-needed"
    ended = finish(lost, "unreachable", amina, noon, "Rings out twice")
    assert (ended.state, ended.callback_at, ended.ended_why) == ("ended", None, "Cannot be reached: Rings out twice")


def refused(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def test_a_withheld_number_needs_no_second_try(telephony, amina, noon):
    withheld = lose_contact(contact_id=offer(telephony, caller_number="").pk, how="abandoned", by=telephony, at=noon)
    begin_callback(contact_id=withheld.pk, by=amina, at=noon)
    assert finish(withheld, "unreachable", amina, noon, "The provider cannot trace it").state == "ended"


def test_one_that_is_not_needed_says_why(lost, amina, noon):
    assert refused(lambda: finish(lost, "not_needed", amina, noon)) == "reason-needed"
    assert finish(lost, "not_needed", amina, noon, "Rang again, see the other contact").state == "ended"


def test_a_result_needs_a_call_that_was_begun(lost, amina, noon):
    assert refused(lambda: finish(lost, "reached", amina, noon)) == "callback-not-begun"
    assert refused(lambda: finish(lost, "sent_flowers", amina, noon)) == "result-unknown"


def test_a_promise_has_a_time_a_reason_and_a_clock(call, amina, noon):
    answer_contact(contact_id=call.pk, by=amina, at=noon)
    at_two = noon + timedelta(hours=2)
    assert refused(lambda: promise(call, at_two, amina, noon, why=" ")) == "reason-needed"
    assert refused(lambda: promise(call, noon, amina, noon)) == "time-unusable"
    assert refused(lambda: promise(call, noon + timedelta(days=8), amina, noon)) == "time-unusable"
    promised = promise(call, at_two, amina, noon)
    assert (promised.state, promised.callback_at) == ("callback", at_two)
    assert refused(lambda: promise(call, at_two, amina, noon)) == "callback-owed"
    assert let_time_pass(at_two) == ["callback-due"]


def promise(contact: Contact, due_at, by, at, why: str = "When the crew will come") -> Contact:
    return promise_callback(contact_id=contact.pk, due_at=due_at, why=why, by=by, at=at)


def test_a_contact_of_an_incident_is_called_back_and_the_log_says_so(gas, telephony, amina, noon):
    second = offer(telephony)
    link_contact(incident_id=gas.pk, contact_id=second.pk, by=amina, at=noon)
    promise(second, noon + 10 * MINUTE, amina, noon)
    assert contact_card(fresh(second)).get("gone") is None
    begin_callback(contact_id=second.pk, by=amina, at=noon)
    done = finish(second, "reached", amina, noon)
    assert (done.state, done.callback_at) == ("linked", None)
    assert contact_card(done)["gone"]
    assert entries(gas).count("contact.note") == 3


def test_joining_an_incident_while_being_rung_settles_the_call_back(lost, gas, amina, noon):
    begin_callback(contact_id=lost.pk, by=amina, at=noon)
    link_contact(incident_id=gas.pk, contact_id=lost.pk, by=amina, at=noon)
    assert (fresh(lost).state, fresh(lost).callback_at) == ("linked", None)
    assert "callback-due" not in let_time_pass(noon + 60 * MINUTE)


def test_joining_an_incident_without_ringing_leaves_it_owed(lost, gas, amina, noon):
    link_contact(incident_id=gas.pk, contact_id=lost.pk, by=amina, at=noon)
    assert fresh(lost).callback_at is not None
    assert contact_card(fresh(lost))["state_word"] == "Call back promised"


def test_a_call_back_done_in_time_is_not_late(lost, amina, noon):
    begin_callback(contact_id=lost.pk, by=amina, at=noon)
    finish(lost, "reached", amina, noon)
    assert not mark_callback_late(contact_id=lost.pk, by=amina, at=noon)
    assert not fresh(lost).overdue


def test_strangers_and_systems_do_not_ring_back(lost, charlie, telephony, noon):
    with pytest.raises(NotFound):
        begin_callback(contact_id=lost.pk, by=charlie, at=noon)
    with pytest.raises(NotAllowed):
        begin_callback(contact_id=lost.pk, by=telephony, at=noon)


def test_no_call_back_is_begun_where_none_is_owed(call, gas, amina, noon):
    assert refused(lambda: begin_callback(contact_id=call.pk, by=amina, at=noon)) == "contact-taken"
    link_contact(incident_id=gas.pk, contact_id=call.pk, by=amina, at=noon)
    assert refused(lambda: begin_callback(contact_id=call.pk, by=amina, at=noon)) == "callback-not-owed"
    assert refused(lambda: finish(call, "not_needed", amina, noon, "x")) == "callback-not-owed"
