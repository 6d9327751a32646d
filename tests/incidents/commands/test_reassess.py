"""A repeat contact asks for another look, until somebody answers."""

from datetime import timedelta

import pytest

from dispatch.refusal import Refusal
from incidents.commands.assess import answer_question
from incidents.commands.intake import link_contact, open_incident
from incidents.commands.judge import weigh_risk
from incidents.commands.reassess import settle_reassessment
from incidents.commands.rewalk import withdraw_answer
from incidents.models import Escalation, PathAnswer, Reassessment
from incidents.queries.closing import still_open
from incidents.queries.incident_page import incident_whole
from tests.factories import entries, fresh, let_time_pass, offer


def join(incident, telephony, by, at) -> None:
    link_contact(incident_id=incident.pk, contact_id=offer(telephony, at=at).pk, by=by, at=at)


def test_the_contact_that_opened_it_asks_for_nothing(call, amina, noon):
    opened = open_incident(centre=amina.centre, by=amina, at=noon, contact_id=call.pk, summary="Gas")
    assert not Reassessment.objects.exists()
    assert not incident_whole(opened, amina)["repeat"]


def test_a_second_contact_raises_the_task_on_card_page_log_and_closing(gas_to_send, telephony, amina, noon):
    join(gas_to_send, telephony, amina, noon)
    whole = incident_whole(fresh(gas_to_send), amina)
    assert whole["repeat"] is True
    assert (whole["repeat_contact"]["contacts"], whole["repeat_contact"]["channel_word"]) == (1, "Telephone")
    assert "A repeat contact has not been assessed." in whole["closing"]["open"]
    assert "contact.repeat" in entries(gas_to_send)


def test_twenty_more_contacts_are_counted_on_one_task(gas_to_send, telephony, amina, noon):
    for _ in range(20):
        join(gas_to_send, telephony, amina, noon)
    assert Reassessment.objects.get().contacts == 20


def assess_again(incident, by, at) -> None:
    levels = dict.fromkeys(("threat", "harm", "risk", "vulnerability"), "some")
    weigh_risk(incident_id=incident.pk, levels=levels, words="The smell is stronger", by=by, at=at)


def test_an_answer_settles_it_and_stops_its_clock(gas_to_send, telephony, amina, noon):
    join(gas_to_send, telephony, amina, noon)
    assess_again(gas_to_send, amina, noon)
    task = settle_reassessment(incident_id=gas_to_send.pk, result="reassessed", by=amina, at=noon)
    assert (task.settled_by_name, fresh(task).settled_at) == ("Amina Khan", noon)
    assert "not-reassessed" not in let_time_pass(noon + timedelta(minutes=3))
    assert still_open(fresh(gas_to_send), {}).count("A repeat contact has not been assessed.") == 0
    with pytest.raises(Refusal) as refusal:
        settle_reassessment(incident_id=gas_to_send.pk, result="reassessed", by=amina, at=noon)
    assert refusal.value.code == "nothing-to-reassess"


def test_it_counts_as_assessed_again_only_after_the_latest_contact(gas_to_send, telephony, amina, noon):
    for _ in range(2):
        join(gas_to_send, telephony, amina, noon)
        with pytest.raises(Refusal, match="say that nothing changes and why") as refusal:
            settle_reassessment(incident_id=gas_to_send.pk, result="reassessed", by=amina, at=noon)
        assert refusal.value.code == "not-reassessed"
        assess_again(gas_to_send, amina, noon)
    assert settle_reassessment(incident_id=gas_to_send.pk, result="reassessed", by=amina, at=noon).contacts == 2


def test_an_answer_given_anew_counts_as_assessed_again(gas_to_send, telephony, amina, noon):
    join(gas_to_send, telephony, amina, noon)
    question = PathAnswer.objects.filter(path__incident=gas_to_send, withdrawn_at=None).latest("number")
    withdraw_answer(incident_id=gas_to_send.pk, question=question.question, reason="Ask again", by=amina, at=noon)
    with pytest.raises(Refusal):
        settle_reassessment(incident_id=gas_to_send.pk, result="reassessed", by=amina, at=noon)
    answer_question(incident_id=gas_to_send.pk, question=question.question, answer=question.answer, by=amina, at=noon)
    assert settle_reassessment(incident_id=gas_to_send.pk, result="reassessed", by=amina, at=noon).result == "reassessed"


def test_no_change_needs_a_reason(gas_to_send, telephony, amina, noon):
    join(gas_to_send, telephony, amina, noon)
    with pytest.raises(Refusal) as refusal:
        settle_reassessment(incident_id=gas_to_send.pk, result="no_change", reason=" ", by=amina, at=noon)
    assert refusal.value.code == "reason-needed"
    settled = settle_reassessment(incident_id=gas_to_send.pk, result="no_change", reason="Same flame, same place", by=amina, at=noon)
    assert settled.reason == "Same flame, same place"


def test_nobody_answers_for_a_p1_in_two_minutes_and_a_supervisor_is_told(gas_to_send, telephony, amina, noon):
    join(gas_to_send, telephony, amina, noon)
    assert "not-reassessed" in let_time_pass(noon + timedelta(minutes=2))
    assert Escalation.objects.filter(cause="not_reassessed", to_role="supervisor").count() == 1


def test_an_answer_that_is_none_is_refused(gas, amina, noon):
    with pytest.raises(Refusal) as refusal:
        settle_reassessment(incident_id=gas.pk, result="later", by=amina, at=noon)
    assert refusal.value.code == "result-unknown"
