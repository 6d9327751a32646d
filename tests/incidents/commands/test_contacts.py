"""Offering, answering, losing and ending contacts."""

from datetime import timedelta

import pytest

from dispatch.accounts.actors import Console
from dispatch.clock.models import State, Timer
from dispatch.live import position
from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.contacts import answer_contact, end_contact, lose_contact, mark_overdue, offer_contact
from incidents.models import AnswerTarget, Contact, ContactLine
from tests.factories import fresh, history, let_time_pass, offer


def test_an_offered_call_waits_with_a_clock_of_fifteen_seconds_and_shows_on_the_board(wexmouth, telephony, noon):
    before = position(wexmouth.pk).sequence
    contact = offer(telephony)
    timer = Timer.objects.get(kind="not-answered", subject=contact.pk)
    assert contact.state == "waiting"
    assert timer.state == State.ARMED
    assert timer.due_at == contact.answer_by == noon + timedelta(seconds=15)
    assert position(wexmouth.pk).sequence == before + 1


def test_the_same_source_reference_again_gives_the_first_contact_back(wexmouth, telephony):
    first = offer(telephony, source_reference="pbx-7")
    before = position(wexmouth.pk).sequence
    assert offer(telephony, source_reference="pbx-7").pk == first.pk
    assert Contact.objects.count() == Timer.objects.count() == 1
    assert position(wexmouth.pk).sequence == before


def test_two_centres_may_use_the_same_source_reference(telephony, charlie):
    assert offer(telephony, source_reference="pbx-7").pk != offer(charlie, source_reference="pbx-7").pk


def test_a_call_nobody_answers_turns_overdue_on_the_board(call, noon):
    assert let_time_pass(noon + timedelta(seconds=14)) == []
    assert not fresh(call).overdue
    assert let_time_pass(noon + timedelta(seconds=15)) == ["not-answered"]
    assert fresh(call).overdue
    assert fresh(call).state == "waiting"


def test_answering_names_who_has_it_and_stops_the_clock(call, amina, noon):
    answered = answer_contact(contact_id=call.pk, by=amina, at=noon)
    assert (answered.state, answered.answered_by_id, answered.answered_at) == ("answered", amina.user_id, noon)
    assert answered.revision == call.revision + 1
    assert let_time_pass(noon + timedelta(minutes=5)) == []
    assert not fresh(call).overdue


def test_whoever_comes_second_is_told_who_has_it(call, amina, dev, noon):
    answer_contact(contact_id=call.pk, by=amina, at=noon)
    with pytest.raises(Refusal) as refusal:
        answer_contact(contact_id=call.pk, by=dev, at=noon)
    assert refusal.value.code == "contact-taken"
    assert "Amina Khan" in refusal.value.message
    assert fresh(call).answered_by_id == amina.user_id


def test_ending_needs_a_reason_and_keeps_it(call, amina, noon):
    with pytest.raises(Refusal) as refusal:
        end_contact(contact_id=call.pk, why="  ", by=amina, at=noon)
    assert refusal.value.code == "reason-needed"
    ended = end_contact(contact_id=call.pk, why=" Wrong number ", by=amina, at=noon)
    assert (ended.state, ended.ended_why, ended.ended_at) == ("ended", "Wrong number", noon)
    assert let_time_pass(noon + timedelta(minutes=1)) == []


def test_an_ended_contact_cannot_be_ended_or_answered_again(call, amina, noon):
    end_contact(contact_id=call.pk, why="Wrong number", by=amina, at=noon)
    with pytest.raises(Refusal) as again:
        end_contact(contact_id=call.pk, why="Again", by=amina, at=noon)
    assert again.value.code == "contact-done"
    with pytest.raises(Refusal) as answer:
        answer_contact(contact_id=call.pk, by=amina, at=noon)
    assert answer.value.code == "contact-taken"


def test_a_stranger_does_not_find_it(call, charlie, noon):
    with pytest.raises(NotFound):
        answer_contact(contact_id=call.pk, by=charlie, at=noon)
    with pytest.raises(NotFound):
        end_contact(contact_id=call.pk, why="Mine", by=charlie, at=noon)
    assert fresh(call).state == "waiting"


def test_a_connected_system_offers_and_may_not_answer(call, telephony, noon):
    with pytest.raises(NotAllowed):
        answer_contact(contact_id=call.pk, by=telephony, at=noon)
    assert fresh(call).state == "waiting"


def test_a_channel_has_its_own_time_to_answer(wexmouth, telephony, noon):
    assert offer_contact(centre=wexmouth, by=telephony, at=noon, channel="email").answer_by == noon + timedelta(minutes=15)


def test_a_call_answered_at_the_last_moment_is_not_overdue(call, amina, noon):
    answer_contact(contact_id=call.pk, by=amina, at=noon)
    mark_overdue(contact_id=call.pk, by=Console(call.centre_id), at=noon)
    assert not fresh(call).overdue


def test_a_caller_who_hung_up_is_owed_a_call_back_within_fifteen_minutes(call, telephony, noon):
    lost = lose_contact(contact_id=call.pk, how="abandoned", by=telephony, at=noon + timedelta(seconds=9))
    assert (lost.state, lost.lost, lost.callback_why) == ("callback", "abandoned", "The caller hung up")
    assert lost.callback_at == noon + timedelta(minutes=15, seconds=9)
    assert let_time_pass(noon + timedelta(minutes=15)) == []
    assert let_time_pass(noon + timedelta(minutes=16)) == ["callback-due"]
    assert fresh(call).overdue
    assert history(call) == ["offered", "lost", "callback.late"]


def test_the_telephone_system_may_say_so_twice(call, telephony, wexmouth, noon):
    lose_contact(contact_id=call.pk, how="missed", by=telephony, at=noon)
    before = position(wexmouth.pk).sequence
    again = lose_contact(contact_id=call.pk, how="abandoned", by=telephony, at=noon + timedelta(seconds=3))
    assert (again.lost, position(wexmouth.pk).sequence) == ("missed", before)


def test_a_withheld_number_is_said_with_the_call_back(telephony, noon):
    withheld = offer(telephony, caller_number="withheld")
    lost = lose_contact(contact_id=withheld.pk, how="abandoned", by=telephony, at=noon)
    assert "withheld" in lost.callback_why
    assert lost.number == ""


def test_a_call_that_somebody_answered_is_not_lost(call, amina, telephony, noon):
    answer_contact(contact_id=call.pk, by=amina, at=noon)
    with pytest.raises(Refusal) as refusal:
        lose_contact(contact_id=call.pk, how="abandoned", by=telephony, at=noon)
    assert refusal.value.code == "contact-taken"
    assert "Amina Khan" in refusal.value.message


def test_it_is_lost_in_one_of_two_ways(call, telephony, noon):
    with pytest.raises(Refusal) as refusal:
        lose_contact(contact_id=call.pk, how="vanished", by=telephony, at=noon)
    assert refusal.value.code == "how-unknown"


def test_who_is_owed_a_call_back_cannot_just_be_ended(call, amina, telephony, noon):
    lose_contact(contact_id=call.pk, how="abandoned", by=telephony, at=noon)
    with pytest.raises(Refusal) as refusal:
        end_contact(contact_id=call.pk, why="Gone", by=amina, at=noon)
    assert refusal.value.code == "callback-owed"
    assert fresh(call).state == "callback"


def test_a_line_may_have_a_target_of_its_own(wexmouth, telephony, noon):
    AnswerTarget.objects.create(centre=wexmouth, channel="telephone", line="Gas", answer_s=5, callback_s=120)
    AnswerTarget.objects.create(centre=wexmouth, channel="telephone", answer_s=20)
    assert offer(telephony, line="Gas").answer_by == noon + timedelta(seconds=5)
    assert offer(telephony, line="Repairs").answer_by == noon + timedelta(seconds=20)
    assert offer(telephony, channel="text").answer_by == noon + timedelta(minutes=2)


def test_its_history_names_who_did_what(call, amina, noon):
    answer_contact(contact_id=call.pk, by=amina, at=noon)
    end_contact(contact_id=call.pk, why="Wrong number", by=amina, at=noon)
    lines = ContactLine.objects.filter(contact=call).order_by("pk").values_list("by_name", "what", "text")
    assert list(lines) == [("Telephone system", "offered", ""), ("Amina Khan", "answered", ""), ("Amina Khan", "ended", "Wrong number")]


def test_the_same_number_is_known_however_it_is_written(telephony):
    assert (
        offer(telephony, caller_number="07700 900123").number == offer(telephony, caller_number="+447700900123").number == "+447700900123"
    )
