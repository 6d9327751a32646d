"""Signals from alarm companies: taken once, added to, settled, and their senders told what becomes of them."""

import json
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from dispatch.accounts.actors import Console, SigningSystem
from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.alarm_signals import (
    end_receiver,
    follow_signal,
    own_signal,
    register_receiver,
    settle_signal,
    spend_signature,
    take_news,
    take_signal,
)
from incidents.commands.contacts import answer_contact
from incidents.commands.deliver import deliver, take_due
from incidents.commands.intake import link_contact, open_incident
from incidents.commands.respond import report_status
from incidents.models import AlarmReceiver, AlarmSignal, Contact, Message
from incidents.queries.contacts import contact_page
from incidents.queries.receivers import receiver_named, secret_of, signals_to_tell
from incidents.rules.signatures import signature
from tests.factories import OURS, answer_all, entries, fresh, history, send
from tests.ports import free_port

MINUTE = timedelta(minutes=1)


@pytest.fixture
def receiver(wexmouth, noon) -> AlarmReceiver:
    made = register_receiver(centre=wexmouth, code="harbour-arc", name="Harbour ARC", by=Console(wexmouth.pk), at=noon)
    AlarmReceiver.objects.filter(pk=made.pk).update(callback_url="http://127.0.0.1:9/alarms")
    return fresh(made)


@pytest.fixture
def arc(receiver) -> SigningSystem:
    return SigningSystem(label=receiver.name, centre_id=receiver.centre_id, receiver_id=receiver.pk)


def signalled(arc: SigningSystem, at, alarm_id: str = "A-1", **told: Any) -> AlarmSignal:
    told = {"category": "BURG", "address": "2 Quay Street", "premises": "Quay Stores", "urn": "URN77", "keyholder": "Ann Roe", **told}
    return take_signal(alarm_id=alarm_id, raised_at=at, by=arc, at=at, **told)


def told(signal: AlarmSignal) -> list[str]:
    """The states that the sender was told, in order."""
    return [json.loads(each.body)["state"] for each in Message.objects.filter(contact=signal.contact).order_by("pk")]


def follow(at) -> None:
    for signal_id in signals_to_tell():
        assert follow_signal(signal_id=signal_id, at=at)
    assert signals_to_tell() == []


def test_a_signal_is_a_contact_with_the_address_and_the_keyholder(arc, noon):
    contact = signalled(arc, noon).contact
    assert (contact.channel, contact.line, contact.place_text, contact.answer_by) == (
        "alarm",
        "Harbour ARC",
        "2 Quay Street",
        noon + MINUTE,
    )
    assert contact.words == "Intruder alarm, URN URN77.\nKeyholder: Ann Roe"


def test_the_same_alarm_again_is_the_same_contact(arc, noon):
    assert signalled(arc, noon).pk == signalled(arc, noon + MINUTE, words="Again").pk
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("told_", "why"),
    [({"address": " "}, "address"), ({"category": "UFO"}, "kind of event"), ({"raised_at": timedelta(hours=-2)}, "too old")],
)
def test_a_signal_that_cannot_be_used_is_rejected_with_a_reason_and_is_no_contact(arc, noon, told_, why):
    raised_at = noon + told_.pop("raised_at", timedelta())
    facts = {"category": "BURG", "address": "2 Quay Street", **told_}
    signal = take_signal(alarm_id="A-2", raised_at=raised_at, by=arc, at=noon, **facts)
    assert (signal.state, signal.contact, signal.finished_at) == ("rejected", None, noon)
    assert why in signal.state_why
    with pytest.raises(Refusal) as refusal:
        take_news(alarm_id="A-2", kind="update", words="x", by=arc, at=noon)
    assert refusal.value.code == "alarm-finished"


def test_the_sender_hears_of_acceptance_dispatch_scene_and_close(arc, amina, van, noon):
    signal = signalled(arc, noon)
    assert signals_to_tell() == []
    answer_contact(contact_id=signal.contact_id, by=amina, at=noon)
    follow(noon)
    incident = open_incident(centre=amina.centre, by=amina, at=noon, contact_id=signal.contact_id, type_code="GAS-SMELL", place_text="x")
    follow_nothing_new(noon)
    deployment = send(answer_all(incident, OURS, by=amina), "B41", by=amina)
    follow(noon)
    report_status(deployment_id=deployment.pk, status="acknowledged", by=amina, at=noon)
    report_status(deployment_id=deployment.pk, status="on_scene", by=amina, at=noon)
    follow(noon)
    type(incident).objects.filter(pk=incident.pk).update(stage="closed", closed_at=noon, close_code="false_alarm_equipment")
    follow(noon)
    assert told(signal) == ["accepted", "dispatched", "on_scene", "closed"]
    assert (fresh(signal).false_alarm, fresh(signal).finished_at) == (True, noon)
    assert not follow_signal(signal_id=signal.pk, at=noon)


def follow_nothing_new(at) -> None:
    assert signals_to_tell() == []


def test_a_wish_to_cancel_is_shown_and_nothing_ends_by_it(arc, amina, gas, noon):
    signal = signalled(arc, noon)
    take_news(alarm_id="A-1", kind="cancel", words="Owner is there", by=arc, at=noon)
    contact = fresh(signal.contact)
    assert (contact.state, contact.note) == ("waiting", "The alarm company asks to cancel")
    assert "Owner is there" in contact.words
    link_contact(incident_id=gas.pk, contact_id=contact.pk, by=amina, at=noon)
    take_news(alarm_id="A-1", kind="keyholder", words="Ann Roe, 20 minutes", by=arc, at=noon)
    assert entries(gas)[-1] == "contact.note"
    assert fresh(gas).is_open


@pytest.mark.parametrize(
    ("how", "state", "false"), [("false_alarm", "closed", True), ("cancelled", "closed", False), ("rejected", "rejected", False)]
)
def test_an_agent_settles_it_and_the_sender_hears_why(arc, amina, noon, how, state, false):
    signal = signalled(arc, noon)
    settled = settle_signal(contact_id=signal.contact_id, how=how, words="A bird", by=amina, at=noon)
    assert settled.state == "ended"
    assert (fresh(signal).state, fresh(signal).false_alarm, told(signal)) == (state, false, [state])
    assert json.loads(Message.objects.get().body)["why"] == "A bird"
    assert sorted(history(settled)[-2:]) == ["alarm", "ended"]


def test_settling_needs_a_reason_a_way_and_an_alarm(arc, amina, call, noon):
    signal = signalled(arc, noon)
    for how, words, contact_id, code in (
        ("false_alarm", " ", signal.contact_id, "reason-needed"),
        ("forgotten", "x", signal.contact_id, "how-unknown"),
        ("false_alarm", "x", call.pk, "alarm-unknown"),
    ):
        with pytest.raises(Refusal) as refusal:
            settle_signal(contact_id=contact_id, how=how, words=words, by=amina, at=noon)
        assert refusal.value.code == code
    assert fresh(signal.contact).state == "waiting"


def test_three_false_alarms_in_twelve_months_are_shown(arc, amina, noon):
    for number in range(3):
        made = signalled(arc, noon - timedelta(days=100 * number), alarm_id=f"F-{number}")
        settle_signal(contact_id=made.contact_id, how="false_alarm", words="A bird", by=amina, at=noon)
    signalled(arc, noon - timedelta(days=400), alarm_id="old")
    shown = signalled(arc, noon, alarm_id="A-9").contact
    assert shown.note == "3 false alarms in 12 months: response is in question"
    assert contact_page(shown)["alarm"]["urn"] == "URN77"
    assert signalled(arc, noon, alarm_id="A-10", urn="URN78").contact.note == ""


def test_a_signature_is_good_once(arc, noon):
    spend_signature(signature="v1=" + "a" * 64, by=arc, at=noon)
    with pytest.raises(Refusal) as refusal:
        spend_signature(signature="v1=" + "a" * 64, by=arc, at=noon)
    assert refusal.value.code == "replayed"


def test_a_sender_sees_its_own_alarms_only(arc, wexmouth, amina, noon):
    signalled(arc, noon)
    other = register_receiver(centre=wexmouth, code="other-arc", name="Other", by=Console(wexmouth.pk), at=noon)
    stranger = SigningSystem(label="Other", centre_id=wexmouth.pk, receiver_id=other.pk)
    with pytest.raises(NotFound):
        own_signal("A-1", stranger)
    with pytest.raises(NotAllowed):
        answer_contact(contact_id=Contact.objects.get().pk, by=stranger, at=noon)


def test_registering_again_gives_a_new_secret_and_ending_ends_it(wexmouth, elsewhere, receiver, noon, capsys):
    before = secret_of(receiver)
    call_command("alarm_receiver", "wexmouth", "harbour-arc", "Harbour ARC", "--url", "https://arc.example/in")
    printed = capsys.readouterr().out.strip()
    assert printed == secret_of(fresh(receiver)) != before
    call_command("alarm_receiver", "wexmouth", "harbour-arc", "--end")
    assert receiver_named("harbour-arc") is None
    for wrong in (("nowhere", "x"), ("elsewhere", "harbour-arc", "Mine"), ("wexmouth", "no slug"), ("wexmouth", "harbour-arc", "--end")):
        with pytest.raises(CommandError):
            call_command("alarm_receiver", *wrong)
    with pytest.raises(Refusal):
        end_receiver(centre=elsewhere, code="harbour-arc", by=Console(elsewhere.pk), at=noon)


def test_the_state_is_posted_signed_to_the_senders_own_server(arc, receiver, amina, noon, settings):
    settings.MESSAGE_TRANSPORT = "smtp"
    got: list[tuple[str, dict[str, str], bytes]] = []

    class TheirServer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((self.path, dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", free_port()), TheirServer)
    Thread(target=server.serve_forever, daemon=True).start()
    AlarmReceiver.objects.update(callback_url=f"http://127.0.0.1:{server.server_port}/alarms")
    signal = signalled(arc, noon)
    answer_contact(contact_id=signal.contact_id, by=amina, at=noon)
    follow(noon)
    (message_id,) = take_due(at=noon)
    assert deliver(message_id=message_id, at=noon)
    server.shutdown()
    path, headers, body = got[0]
    assert json.loads(body)["state"] == "accepted"
    assert headers["X-Signature"] == signature(
        secret_of(fresh(receiver)), timestamp=headers["X-Timestamp"], method="POST", path=path, body=body
    )
