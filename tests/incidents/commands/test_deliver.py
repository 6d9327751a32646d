"""The outbox: leases, retries, giving up, and a real mail server."""

import email
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller

from incidents import tasks
from incidents.commands import deliver as outbox
from incidents.commands.deliver import BACK_OFF_S, LEASE_S, MOST_ATTEMPTS, deliver, give_back, take_due
from incidents.models import Message
from resources.transports import DeliveryTrouble
from tests.factories import entries, fresh
from tests.ports import free_port


@pytest.fixture
def message(sent) -> Message:
    """The e-mail that carries Dan's brief."""
    return Message.objects.get()


class Broken:
    """A way out that never works."""

    def __init__(self, *, again: bool) -> None:
        self.again = again

    def carry(self, parcel: object) -> None:
        raise DeliveryTrouble("The mail server could not take it (OSError).", again=self.again)


def out_of_order(monkeypatch: pytest.MonkeyPatch, *, again: bool) -> None:
    monkeypatch.setattr(outbox, "transport", lambda _channel: Broken(again=again))


def try_once(message: Message, at) -> bool:
    assert take_due(at=at) == [message.pk]
    return deliver(message_id=message.pk, at=at)


def test_a_message_is_taken_once_and_sent(message, noon):
    assert take_due(at=noon) == [message.pk]
    assert take_due(at=noon) == []
    assert deliver(message_id=message.pk, at=noon)
    assert (fresh(message).state, fresh(message).sent_at, fresh(message).attempts) == ("sent", noon, 1)


def test_a_message_that_was_sent_is_not_sent_again(message, noon):
    try_once(message, noon)
    assert not deliver(message_id=message.pk, at=noon)
    assert take_due(at=noon + timedelta(hours=1)) == []
    assert fresh(message).attempts == 1


def test_a_message_not_yet_due_waits(message, noon):
    assert take_due(at=noon - timedelta(seconds=1)) == []


def test_a_worker_that_died_loses_its_lease(message, noon):
    take_due(at=noon)
    assert take_due(at=noon + timedelta(seconds=LEASE_S - 1)) == []
    assert take_due(at=noon + timedelta(seconds=LEASE_S)) == [message.pk]


def test_trouble_is_tried_again_later_and_later(message, noon, monkeypatch):
    out_of_order(monkeypatch, again=True)
    at = noon
    for attempt, wait in enumerate(BACK_OFF_S, start=1):
        assert not try_once(message, at)
        assert (fresh(message).state, fresh(message).attempts) == ("queued", attempt)
        assert fresh(message).next_at == at + timedelta(seconds=wait)
        assert take_due(at=at + timedelta(seconds=wait - 1)) == []
        at += timedelta(seconds=wait)


def test_after_the_last_attempt_it_is_given_up_and_the_log_says_so(message, noon, monkeypatch):
    out_of_order(monkeypatch, again=True)
    Message.objects.update(attempts=MOST_ATTEMPTS - 1)
    try_once(message, noon)
    assert fresh(message).state == "failed"
    assert entries(message.incident)[-1] == "message.failed"
    assert take_due(at=noon + timedelta(days=1)) == []


def test_an_address_that_the_server_refuses_is_given_up_at_once(message, noon, monkeypatch):
    out_of_order(monkeypatch, again=False)
    try_once(message, noon)
    assert (fresh(message).state, fresh(message).attempts) == ("failed", 1)


def test_the_log_line_of_a_failure_holds_no_address(message, noon, monkeypatch):
    out_of_order(monkeypatch, again=False)
    try_once(message, noon)
    line = message.incident.log_lines.latest("number")
    assert "@" not in line.text + line.facts


def test_what_the_broker_does_not_take_goes_back(message, noon, monkeypatch):
    monkeypatch.setattr(tasks, "publish", lambda *args: False)
    monkeypatch.setattr(tasks, "timezone", SimpleNamespace(now=lambda: noon))
    tasks.pump_outbox()
    assert fresh(message).state == "queued"
    assert take_due(at=noon) == [message.pk]


def test_giving_back_leaves_what_was_sent_alone(message, noon):
    try_once(message, noon)
    give_back(message_ids=[message.pk], at=noon)
    assert fresh(message).state == "sent"


def lots_of(monkeypatch: pytest.MonkeyPatch, count: int) -> list[list[int]]:
    """The lots in which so many due messages are handed to workers."""
    handed: list[list[int]] = []
    monkeypatch.setattr(tasks, "take_due", lambda at: list(range(count)))
    monkeypatch.setattr(tasks, "publish", lambda task, args: handed.append(args[0]) is None)
    tasks.pump_outbox()
    return handed


@pytest.mark.parametrize(("count", "lots"), [(0, []), (3, [1, 1, 1]), (7, [2, 2, 2, 1]), (50, [10] * 5)])
def test_messages_are_handed_over_in_a_few_lots(monkeypatch, count, lots):
    handed = lots_of(monkeypatch, count)
    assert [len(lot) for lot in handed] == lots
    assert [each for lot in handed for each in lot] == list(range(count))


def copies(message: Message, count: int) -> list[int]:
    """So many messages like it, taken by one worker with it."""
    for number in range(count):
        Message.objects.create(
            **{f.name: getattr(message, f.name) for f in Message._meta.fields if f.name not in {"id", "key"}}, key=f"copy-{number}"
        )
    return take_due(at=message.next_at)


def test_a_message_that_breaks_off_holds_up_no_other_of_its_lot(message, noon, monkeypatch):
    first, second = copies(message, 1)
    send = tasks.deliver
    monkeypatch.setattr(tasks, "deliver", lambda *, message_id, at: 1 / 0 if message_id == first else send(message_id=message_id, at=at))
    monkeypatch.setattr(tasks, "timezone", SimpleNamespace(now=lambda: noon))
    monkeypatch.setattr(tasks, "let_go", lambda: None)  # the session is the test's own
    tasks.deliver_lot([first, second], noon.isoformat())
    assert [Message.objects.get(pk=each).state for each in (first, second)] == ["sending", "sent"]
    assert take_due(at=noon + timedelta(seconds=LEASE_S)) == [first]


def test_what_a_lot_has_no_time_for_is_taken_again_and_sent_once(message, noon, monkeypatch):
    taken = copies(message, 3)
    instants = iter([noon, noon + timedelta(seconds=15), noon + timedelta(seconds=LEASE_S - tasks.CARRYING_S)])
    monkeypatch.setattr(tasks, "timezone", SimpleNamespace(now=lambda: next(instants)))
    tasks.deliver_lot(taken, noon.isoformat())
    assert [Message.objects.get(pk=each).state for each in taken] == ["sent", "sent", "sending", "sending"]
    assert take_due(at=noon + timedelta(seconds=LEASE_S)) == taken[2:]


class Letterbox:
    """A mail server's memory. It refuses the addresses it is told to."""

    def __init__(self) -> None:
        self.letters: list[email.message.Message] = []
        self.refuses = ""

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == self.refuses:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(email.message_from_bytes(envelope.content))
        return "250 OK"


@pytest.fixture
def letterbox(settings) -> Iterator[Letterbox]:
    """A real SMTP server on the loopback, and the settings that lead to it."""
    box = Letterbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.MESSAGE_TRANSPORT = "smtp"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield box
    controller.stop()


def test_a_brief_arrives_at_a_real_mail_server(message, letterbox, noon):
    assert try_once(message, noon)
    [letter] = letterbox.letters
    body = letter.get_payload(decode=True).decode()
    assert letter["To"] == "unit-b41@wexmouth.example"
    assert letter["Message-ID"] == f"<{message.key}@dispatch-console>"
    assert "WHERE AND HOW TO GET IN" in body
    assert "/r/" in body


def test_a_mailbox_that_does_not_exist_is_not_tried_again(message, letterbox, noon):
    letterbox.refuses = message.address
    assert not try_once(message, noon)
    assert (fresh(message).state, letterbox.letters) == ("failed", [])
    assert message.address not in fresh(message).trouble


def test_a_mail_server_that_is_away_is_tried_again(message, letterbox, settings, noon):
    settings.EMAIL_PORT = 1
    assert not try_once(message, noon)
    assert fresh(message).state == "queued"
    assert fresh(message).trouble == "The mail server could not take it (ConnectionRefusedError)."
