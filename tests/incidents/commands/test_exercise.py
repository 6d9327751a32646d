"""Exercises: marked on every card, kept apart from real work, and nothing of them leaves the house."""

import pytest
from django.core import mail

from dispatch.refusal import NotAllowed, Refusal
from incidents.commands.contacts import offer_contact
from incidents.commands.deliver import deliver, take_due
from incidents.commands.deploy import deploy_units
from incidents.commands.intake import link_contact, open_incident
from incidents.models import Deployment, Message
from incidents.queries.board import board
from incidents.queries.recommendation import recommendation
from tests.factories import HARBOUR, NOON, fresh, log_incident, make_unit, offer, send


@pytest.fixture
def played(sol):
    return open_incident(centre=sol.centre, by=sol, at=NOON, exercise=True, **HARBOUR)


def test_an_incident_is_played_as_its_contact_is(sol, amina):
    call = offer(sol, exercise=True)
    assert log_incident(amina, contact_id=call.pk).exercise
    assert not log_incident(amina, contact_id=offer(amina).pk).exercise


def test_only_who_runs_exercises_begins_one(amina):
    for attempt in (lambda: offer(amina, exercise=True), lambda: log_incident(amina, exercise=True)):
        with pytest.raises(NotAllowed):
            attempt()
    assert board(amina.centre_id, NOON)["incidents"] == []


def test_every_card_says_so(played, sol, wexmouth):
    make_unit(wexmouth, "X M21", exercise=True)
    offer_contact(centre=wexmouth, by=sol, at=NOON, exercise=True)
    send(played, "X M21", by=sol)
    picture = board(wexmouth.pk, NOON)
    assert all(picture[kind][0]["exercise"] for kind in ("incidents", "units", "contacts"))


def test_played_and_real_never_touch(played, flood, sol, wexmouth, van):
    make_unit(wexmouth, "X M21", exercise=True)
    assert [each["call_sign"] for each in recommendation(played)["units"]] == ["X M21"]
    assert "X M21" not in [each["call_sign"] for each in recommendation(flood)["units"]]
    attempts = (
        lambda: deploy_units(incident_id=played.pk, units=["B41"], by=sol, at=NOON),
        lambda: deploy_units(incident_id=flood.pk, units=["X M21"], by=sol, at=NOON),
        lambda: link_contact(incident_id=played.pk, contact_id=offer(sol).pk, by=sol, at=NOON),
    )
    for attempt in attempts:
        with pytest.raises(Refusal) as refusal:
            attempt()
        assert refusal.value.code == "exercise-mixed"
    assert not Deployment.objects.exists()


def test_no_message_of_an_exercise_leaves_the_house(played, sol, wexmouth, settings):
    settings.MESSAGE_TRANSPORT = "email"
    make_unit(wexmouth, "X M21", exercise=True, email="crew@example.org")
    send(played, "X M21", by=sol)
    message = Message.objects.get()
    assert take_due(at=NOON) == [message.pk]
    assert not deliver(message_id=message.pk, at=NOON)
    assert (fresh(message).state, mail.outbox) == ("withheld", [])
    assert take_due(at=NOON) == []
