"""Handing a contact over: to a colleague or a line; accepted, declined, taken back, or back by itself."""

from datetime import timedelta

import pytest

from dispatch.refusal import Refusal
from incidents.commands.contacts import answer_contact
from incidents.commands.intake import link_contact
from incidents.commands.transfers import accept_transfer, bring_back, decline_transfer, offer_transfer
from incidents.models import Contact, LogLine
from incidents.queries.contact_cards import contact_card
from tests.factories import fresh, history, let_time_pass


@pytest.fixture
def hers(call, amina, noon) -> Contact:
    """The call, answered by Amina."""
    return answer_contact(contact_id=call.pk, by=amina, at=noon)


def offered(contact: Contact, by, at, **to: str) -> Contact:
    return offer_transfer(contact_id=contact.pk, why="Speaks Bengali", by=by, at=at, **(to or {"to": "dispatcher"}))


def test_a_colleague_accepts(hers, amina, dev, noon):
    assert contact_card(offered(hers, amina, noon))["offered_to"] == "Dev Patel"
    accepted = accept_transfer(contact_id=hers.pk, by=dev, at=noon)
    assert (accepted.state, accepted.answered_by_id, accepted.answered_at) == ("answered", dev.user_id, noon)
    assert let_time_pass(noon + timedelta(minutes=5)) == []
    assert history(hers) == ["offered", "answered", "transfer.offered", "transfer.taken"]


def test_nobody_accepts_in_thirty_seconds_and_it_comes_back(hers, amina, dev, noon):
    offered(hers, amina, noon)
    assert let_time_pass(noon + timedelta(seconds=29)) == []
    assert let_time_pass(noon + timedelta(seconds=30)) == ["transfer-unanswered"]
    back = fresh(hers)
    assert (back.state, back.answered_by_id, back.note) == ("answered", amina.user_id, "Dev Patel did not accept")
    assert refused(lambda: accept_transfer(contact_id=hers.pk, by=dev, at=noon)) == "contact-taken"


def refused(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def test_it_is_declined_with_a_reason(hers, amina, dev, noon):
    offered(hers, amina, noon)
    assert refused(lambda: decline_transfer(contact_id=hers.pk, why="", by=dev, at=noon)) == "reason-needed"
    back = decline_transfer(contact_id=hers.pk, why="On another call", by=dev, at=noon)
    assert (back.state, back.answered_by_id, back.note) == ("answered", amina.user_id, "Dev Patel declined")
    assert let_time_pass(noon + timedelta(minutes=5)) == []


def test_whoever_offered_it_takes_it_back_and_nobody_else_takes_it(hers, amina, dev, sol, noon):
    offered(hers, amina, noon)
    assert refused(lambda: accept_transfer(contact_id=hers.pk, by=sol, at=noon)) == "contact-taken"
    assert accept_transfer(contact_id=hers.pk, by=amina, at=noon).answered_by_id == amina.user_id


def test_a_line_is_anybodys_and_the_contact_goes_on_that_line(hers, amina, sol, noon):
    assert contact_card(offered(hers, amina, noon, line="Highways"))["offered_to"] == "Highways"
    accepted = accept_transfer(contact_id=hers.pk, by=sol, at=noon)
    assert (accepted.line, accepted.answered_by_id) == ("Highways", sol.user_id)


@pytest.mark.parametrize(
    ("to", "why", "code"),
    [
        ({"to": "dispatcher"}, " ", "reason-needed"),
        ({}, "x", "transfer-to-whom"),
        ({"to": "dispatcher", "line": "Gas"}, "x", "transfer-to-whom"),
        ({"to": "nobody"}, "x", "colleague-unknown"),
        ({"to": "agent"}, "x", "colleague-unknown"),
        ({"to": "charlie"}, "x", "colleague-unknown"),
        ({"to": "telephony"}, "x", "colleague-unknown"),
    ],
)
def test_an_offer_that_cannot_be_made_changes_nothing(hers, amina, dev, charlie, telephony, noon, to, why, code):
    assert refused(lambda: offer_transfer(contact_id=hers.pk, why=why, by=amina, at=noon, **to)) == code
    assert fresh(hers).state == "answered"


def test_only_what_one_has_is_handed_over(call, hers, dev, amina, gas, noon):
    assert refused(lambda: offered(hers, dev, noon, to="agent")) == "contact-taken"


def test_part_of_an_incident_it_changes_hands_and_both_histories_say_so(hers, gas, amina, dev, sol, noon):
    link_contact(incident_id=gas.pk, contact_id=hers.pk, by=amina, at=noon)
    card = contact_card(offered(hers, amina, noon))
    assert (card["state"], card["offered_to"], card["turn"], "gone" in card) == ("linked", "Dev Patel", 0, False)
    assert refused(lambda: offered(hers, amina, noon, to="supervisor")) == "contact-done"
    assert refused(lambda: accept_transfer(contact_id=hers.pk, by=sol, at=noon)) == "contact-taken"
    accepted = accept_transfer(contact_id=hers.pk, by=dev, at=noon)
    assert (accepted.state, accepted.incident_id, accepted.answered_by_id) == ("linked", gas.pk, dev.user_id)
    assert contact_card(accepted)["gone"] is True
    assert refused(lambda: accept_transfer(contact_id=hers.pk, by=dev, at=noon)) == "contact-taken"
    assert history(hers)[-2:] == ["transfer.offered", "transfer.taken"]
    logged = LogLine.objects.filter(incident=gas, entry="contact.note").order_by("number").values_list("text", flat=True)
    assert list(logged) == ["Handed over: To Dev Patel: Speaks Bengali", "Transfer accepted"]


def test_part_of_an_incident_it_comes_back_when_nobody_accepts(hers, gas, amina, noon):
    link_contact(incident_id=gas.pk, contact_id=hers.pk, by=amina, at=noon)
    offered(hers, amina, noon, line="Highways")
    assert "transfer-unanswered" in let_time_pass(noon + timedelta(seconds=30))
    back = fresh(hers)
    assert (back.state, back.answered_by_id, back.note) == ("linked", amina.user_id, "Highways did not accept")


def test_it_may_join_an_incident_while_it_is_offered(hers, gas, amina, dev, noon):
    offered(hers, amina, noon)
    link_contact(incident_id=gas.pk, contact_id=hers.pk, by=amina, at=noon)
    assert (fresh(hers).state, fresh(hers).offered_until) == ("linked", None)
    assert "transfer-unanswered" not in let_time_pass(noon + timedelta(minutes=1))


def test_what_somebody_accepted_does_not_come_back(hers, amina, dev, noon):
    offered(hers, amina, noon)
    accept_transfer(contact_id=hers.pk, by=dev, at=noon)
    assert not bring_back(contact_id=hers.pk, by=amina, at=noon)
    assert fresh(hers).answered_by_id == dev.user_id
