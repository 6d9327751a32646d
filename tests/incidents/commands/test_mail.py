"""E-mail that becomes contacts: once, one reader at a time, its writer told, and no machine answered."""

import imaplib
import itertools
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone

from incidents import tasks
from incidents.commands.deliver import deliver, take_due
from incidents.commands.mail import give_inbox_back, lease_inbox, mark_place, own_address, take_letter
from incidents.models import Contact, Mailbox, Message
from incidents.queries.inbox import inbox_state
from incidents.rules.letters import read_letter
from resources.transports.inbox import InboxTrouble, inbox_at
from tests.factories import history
from tests.ports import free_port

MINUTE = timedelta(minutes=1)
FOLDERS = itertools.count(1)


def raw_letter(text: str = "The lamp is down", identity: str = "<lamp-1@example.org>", **headers: str) -> bytes:
    letter = EmailMessage()
    letter["From"] = "Rosa Lane <rosa@example.org>"
    letter["To"] = "control@wexmouth.example"
    letter["Subject"] = "Lamp"
    letter["Message-ID"] = identity
    for name, value in headers.items():
        letter[name.replace("_", "-")] = value
    letter.set_content(text)
    return bytes(letter)


@pytest.fixture
def reading(wexmouth, noon) -> Any:
    return lease_inbox(centre_code="wexmouth", name="inbox", at=noon)


def take(reading, raw: bytes, at, uid: int = 1) -> Contact | None:
    letter = read_letter(raw, own_address="control@wexmouth.example")
    return take_letter(reading=reading, letter=letter, uid=uid, uid_validity=9, line="E-mail", at=at)


def test_a_letter_becomes_a_contact_and_its_writer_is_told(reading, noon):
    contact = take(reading, raw_letter(), noon)
    assert (contact.channel, contact.caller_name, contact.caller_email) == ("email", "Rosa Lane", "rosa@example.org")
    assert contact.answer_by == noon + 15 * MINUTE
    answer = Message.objects.get()
    assert (answer.address, answer.contact_id) == ("rosa@example.org", contact.pk)
    assert contact.public_reference in answer.subject
    assert "ring 999" in answer.body
    assert answer.headers["Auto-Submitted"] == "auto-replied"
    assert answer.headers["In-Reply-To"] == "<lamp-1@example.org>"
    assert "Lamp" not in answer.subject + answer.body, "nothing of theirs is sent on to an address that may be forged"
    assert history(contact) == ["offered", "letter"]


def test_the_same_letter_again_is_the_same_contact_and_one_answer(reading, noon):
    assert take(reading, raw_letter(), noon).pk == take(reading, raw_letter(), noon + MINUTE, uid=2).pk
    assert Contact.objects.count() == Message.objects.count() == 1
    assert Mailbox.objects.get().uid == 2


def test_another_letter_under_the_same_identity_is_not_lost(reading, noon):
    take(reading, raw_letter(), noon)
    for _ in range(2):
        take(reading, raw_letter("The lamp now sparks"), noon + MINUTE)
    assert Contact.objects.count() == 2


@pytest.mark.parametrize("header", [{"Auto_Submitted": "auto-replied"}, {"Precedence": "list"}, {"Return_Path": "<>"}])
def test_a_machine_is_taken_and_never_answered(reading, noon, header):
    assert take(reading, raw_letter(**header), noon) is not None
    assert not Message.objects.exists()


def test_a_machines_answer_to_ours_is_a_line_and_no_contact(reading, noon):
    contact = take(reading, raw_letter(), noon)
    ours = f"<contact-{contact.pk}-received@dispatch-console>"
    assert take(reading, raw_letter(identity="<out@x>", In_Reply_To=ours, Auto_Submitted="auto-replied"), noon) is None
    assert Contact.objects.count() == Message.objects.count() == 1
    assert history(contact)[-1] == "letter"


def test_a_persons_answer_to_ours_is_a_contact_that_follows_the_first(reading, noon):
    first = take(reading, raw_letter(), noon)
    ours = f"<contact-{first.pk}-received@dispatch-console>"
    second = take(reading, raw_letter("It fell", identity="<2@x>", In_Reply_To=ours), noon)
    assert second.follows_id == first.pk


def test_two_machines_that_answer_each_other_come_to_rest(reading, noon):
    for number in range(12):
        take(reading, raw_letter(identity=f"<{number}@x>"), noon)
    assert Contact.objects.count() == 12
    assert Message.objects.count() == 3


def test_one_process_reads_at_a_time_and_a_dead_one_loses_the_inbox(wexmouth, noon):
    first = lease_inbox(centre_code="wexmouth", name="inbox", at=noon)
    assert lease_inbox(centre_code="wexmouth", name="inbox", at=noon + MINUTE) is None
    assert lease_inbox(centre_code="wexmouth", name="inbox", at=noon + 3 * MINUTE)
    give_inbox_back(mailbox_id=first.mailbox_id, at=noon, trouble="It was away")
    assert Mailbox.objects.get().trouble == "It was away"
    mark_place(mailbox_id=first.mailbox_id, uid=7, uid_validity=9, at=noon)
    assert Mailbox.objects.get().uid == 7
    assert lease_inbox(centre_code="nowhere", name="inbox", at=noon) is None


def test_the_console_knows_its_own_address(settings):
    settings.DEFAULT_FROM_EMAIL = "Control <Control@Wexmouth.example>"
    assert own_address() == "control@wexmouth.example"


@pytest.mark.parametrize(
    "url", ["pop3://a:b@c", "imaps://host/INBOX", "imaps://a@host", "imap://a:b@mail.example", "imaps://a:b@h:port", "x"]
)
def test_an_inbox_that_cannot_be_meant_is_refused_in_words(url):
    with pytest.raises(ValueError, match=r"expected imaps|in the clear"):
        inbox_at(url)


def test_an_inbox_address_does_not_show_its_password():
    at = inbox_at("imaps://me%40x.example:p%2Fw@mail.example/Fault%20reports")
    assert (at.username, at.password, at.folder, at.port, at.security) == ("me@x.example", "p/w", "Fault reports", 993, "tls")
    assert "p/w" not in repr(at) + at.name


def test_an_inbox_that_cannot_be_meant_stops_the_start(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={"PATH": "/usr/bin", "DEMO": "1", "DATA_DIR": str(tmp_path), "INBOX_URL": "pop3://x"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert ImproperlyConfigured.__name__ in done.stderr
    assert "INBOX_URL" in done.stderr


# ── with a real mail server on either side ────────────────────────────────────────────────────────────


class Post:
    """A folder of its own on the IMAP server, as somebody who delivers into it."""

    def __init__(self, port: int) -> None:
        self.folder = f"Post-{next(FOLDERS)}"
        self.url = f"imap://demouser:demopass@127.0.0.1:{port}/{self.folder}"
        self.session = imaplib.IMAP4("127.0.0.1", port, timeout=10)
        self.session.login("demouser", "demopass")
        assert self.session.create(self.folder)[0] == "OK"

    def deliver(self, *letters: bytes) -> None:
        for letter in letters:
            assert self.session.append(self.folder, "", imaplib.Time2Internaldate(time.time()), letter)[0] == "OK"


@pytest.fixture(scope="module")
def imap_port() -> Iterator[int]:
    port = free_port()
    server = shutil.which("pymap", path=str(Path(sys.executable).parent))
    process = subprocess.Popen([server, "--host", "127.0.0.1", "--port", str(port), "--no-tls", "dict"], stderr=subprocess.DEVNULL)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            imaplib.IMAP4("127.0.0.1", port, timeout=1).logout()
            break
        except OSError:
            time.sleep(0.1)
    yield port
    process.terminate()
    process.wait(10)


@pytest.fixture
def post(imap_port, wexmouth, settings) -> Post:
    post = Post(imap_port)
    settings.INBOX, settings.INBOX_CENTRE, settings.INBOX_LINE = inbox_at(post.url), "wexmouth", "E-mail"
    settings.MESSAGE_TRANSPORT = "smtp"
    return post


@pytest.fixture
def letterbox(settings) -> Iterator[list[Any]]:
    """What a real SMTP server was given."""
    kept: list[Any] = []

    class Keep:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            kept.append(SimpleNamespace(to=envelope.rcpt_tos, text=envelope.content.decode()))
            return "250 OK"

    controller = Controller(Keep(), hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "127.0.0.1", controller.port, False, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield kept
    controller.stop()


def test_an_e_mail_comes_in_by_imap_and_its_acknowledgement_goes_out_by_smtp(post, letterbox, wexmouth):
    tasks.pump_inbox()
    big = raw_letter("word " * 250_000, "<big@example.org>")
    strange = b"From: x\r\nContent-Type: text/plain; charset=klingon\r\n\r\n\xff\x00\xfe"
    post.deliver(raw_letter(), raw_letter(), big, strange, raw_letter("x", "<auto@x>", Auto_Submitted="auto-replied"))
    for _ in range(3):
        tasks.pump_inbox()
    taken = list(Contact.objects.of(wexmouth.pk).order_by("pk").values_list("source_reference", flat=True))
    assert taken[:2] == ["<lamp-1@example.org>", "<big@example.org>"]
    assert len(taken) == 4
    for message_id in take_due(at=timezone.now() + MINUTE):
        assert deliver(message_id=message_id, at=timezone.now())
    assert [each.to for each in letterbox] == [["rosa@example.org"]] * 2
    assert "Auto-Submitted: auto-replied" in letterbox[0].text
    assert "In-Reply-To: <lamp-1@example.org>" in letterbox[0].text
    assert Mailbox.objects.get().read_at is not None


def test_what_was_there_before_and_read_is_left_and_nothing_is_deleted(post, wexmouth):
    post.deliver(raw_letter("Old", "<old@example.org>"))
    post.session.select(post.folder)
    there = len(post.session.uid("SEARCH", "ALL")[1][0].split())
    post.session.uid("STORE", "1:*", "+FLAGS", "(\\Seen)")
    tasks.pump_inbox()
    assert not Contact.objects.exists()
    post.deliver(raw_letter("New", "<new@example.org>"))
    post.session.uid("STORE", "1:*", "+FLAGS", "(\\Seen)")
    tasks.pump_inbox()
    assert [each.source_reference for each in Contact.objects.all()] == ["<new@example.org>"], (
        "somebody had read it, and it is taken all the same"
    )
    post.session.select(post.folder)
    assert len(post.session.uid("SEARCH", "ALL")[1][0].split()) == there + 1


def test_a_server_that_is_away_is_said_and_the_next_round_goes_on(post, settings, wexmouth):
    good = settings.INBOX
    settings.INBOX = inbox_at(f"imap://demouser:demopass@127.0.0.1:{free_port()}/INBOX")
    tasks.pump_inbox()
    assert "could not be reached" in Mailbox.objects.get().trouble
    settings.INBOX = inbox_at(post.url.replace("demopass", "wrong"))
    with pytest.raises(InboxTrouble, match="refused us"):
        tasks.read_new_letters(settings.INBOX, lease_inbox(centre_code="wexmouth", name="x", at=timezone.now()))
    settings.INBOX = good
    tasks.pump_inbox()
    assert Mailbox.objects.get(name=good.name).trouble == ""


def test_a_crash_between_keeping_a_letter_and_marking_it_takes_it_once(post, wexmouth, monkeypatch):
    tasks.pump_inbox()
    post.deliver(raw_letter("Once", "<once@example.org>"))

    def die(self: object, uid: int) -> None:
        raise InboxTrouble("The line went dead.")

    with monkeypatch.context() as broken:
        broken.setattr(tasks.Inbox, "mark_read", die)
        tasks.pump_inbox()
    tasks.pump_inbox()
    assert Contact.objects.filter(source_reference="<once@example.org>").count() == 1
    assert Message.objects.filter(contact__source_reference="<once@example.org>").count() == 1


def test_a_round_that_breaks_off_for_any_reason_is_not_taken_for_read(post, wexmouth, monkeypatch):
    def break_off(*args: object) -> int:
        raise RuntimeError

    monkeypatch.setattr(tasks, "read_new_letters", break_off)
    with pytest.raises(RuntimeError):
        tasks.pump_inbox()
    state = inbox_state(timezone.now())
    assert (state["ok"], state["read_at"]) == (False, None) and "broke off" in state["said"]


def test_a_server_that_is_down_and_a_refused_password_are_said_after_one_round(settings, wexmouth, sol, amina):
    settings.INBOX, settings.INBOX_CENTRE = inbox_at(f"imap://desk:secret@127.0.0.1:{free_port()}/INBOX"), "wexmouth"
    assert "not been read yet" in inbox_state(timezone.now())["said"]
    tasks.pump_inbox()
    down = inbox_state(timezone.now(), centre_id=wexmouth.pk)
    assert (down["ok"], down["read_at"]) == (False, None) and "could not be reached" in down["said"]
    assert Client().get("/healthz").json()["inbox"] == down
    page = signed_in(sol).get("/inbox").content.decode()
    assert "E-mail does not come in" in page and "could not be reached" in page and "secret" not in page
    assert signed_in(amina).get("/inbox").status_code == 403
    box = Mailbox.objects.get()
    give_inbox_back(mailbox_id=box.pk, at=timezone.now(), waiting=7)
    well = inbox_state(timezone.now())
    assert (well["ok"], well["waiting"]) == (True, 7)
    assert "Is a worker running" in inbox_state(timezone.now() + 5 * MINUTE)["said"]
    settings.INBOX_CENTRE = "nowhere"
    assert "no centre" in inbox_state(timezone.now())["said"]


def signed_in(person) -> Client:
    http = Client()
    http.force_login(get_user_model().objects.get(pk=person.user_id), backend="django.contrib.auth.backends.ModelBackend")
    return http
