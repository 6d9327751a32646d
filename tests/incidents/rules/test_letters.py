"""E-mails as they really come: every charset, shape and lie becomes a letter, and none breaks the reader."""

import time
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.rules.letters import MOST_TEXT, UNREADABLE, Letter, read_letter

OURS = "control@wexmouth.example"


def read(raw: bytes | str) -> Letter:
    return read_letter(raw.encode() if isinstance(raw, str) else raw, own_address=OURS)


def written(text: str = "The street lamp is down", **headers: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = "Rosa Lane <Rosa@Example.org>"
    letter["Subject"] = "Lamp"
    letter["Message-ID"] = "<lamp-1@example.org>"
    for name, value in headers.items():
        letter[name.replace("_", "-")] = value
    letter.set_content(text)
    return letter


def test_a_plain_letter():
    letter = read(bytes(written()))
    assert (letter.reference, letter.name, letter.address) == ("<lamp-1@example.org>", "Rosa Lane", "rosa@example.org")
    assert letter.words == "Lamp\n\nThe street lamp is down"
    assert not letter.automatic


def test_html_loses_its_marks_its_scripts_and_its_styles():
    letter = EmailMessage()
    letter.set_content("<style>p{}</style><p>Water &amp; mud</p><script>alert(1)</script><p>on the <b>road</b><br>here</p>", subtype="html")
    assert read(bytes(letter)).text == "Water & mud\n\non the road\nhere"


def test_plain_text_is_chosen_where_both_are_there_unless_it_is_empty():
    both = written("In plain words")
    both.add_alternative("<p>In marks</p>", subtype="html")
    assert read(bytes(both)).text == "In plain words"
    empty = written(" ")
    empty.add_alternative("<p>In marks</p>", subtype="html")
    assert read(bytes(empty)).text == "In marks"


def test_attachments_are_named_and_counted_and_never_opened():
    letter = written()
    letter.add_attachment(b"\x89PNG" * 5, maintype="image", subtype="png", filename="Brücke.png")
    letter.add_attachment("<script>", subtype="html", filename="../../evil.html")
    assert read(bytes(letter)).attachments == ("Brücke.png", "../../evil.html")
    assert "Attachments (2, not opened): Brücke.png, ../../evil.html" in read(bytes(letter)).words


@pytest.mark.parametrize(
    ("charset", "raw", "text"),
    [
        ("iso-8859-1", b"caf\xe9", "café"),
        ("utf-8", b"caf\xc3\xa9", "café"),
        ("utf-8", b"caf\xe9", "café"),  # a lie
        ("made-up-9", b"caf\xc3\xa9", "café"),
        ("ascii", b"caf\xc3\xa9", "café"),
        ("utf-16", "café".encode("utf-16"), "café"),
        ("utf-8", b"a\x00b\x07c", "abc"),
        ("utf-7", b"+2AA-x", "x"),  # half of a character pair
    ],
)
def test_whatever_the_charset_claims_the_text_can_be_kept(charset, raw, text):
    letter = read(b"From: a@b.example\r\nContent-Type: text/plain; charset=" + charset.encode() + b"\r\n\r\n" + raw)
    assert text in letter.text or charset == "utf-7"
    letter.words.encode()
    assert "\x00" not in letter.words


def test_a_subject_in_three_charsets_is_one_line():
    raw = "From: =?utf-8?q?J=C3=B6rg?= <j@b.example>\r\nSubject: =?iso-8859-1?q?Stra=DFe?=\r\n =?nonsense?q?=FF?= zu\r\n\r\nx"
    letter = read(raw)
    assert letter.name == "Jörg"
    assert letter.subject.startswith("Straße")
    assert "\n" not in letter.subject


def test_a_body_of_a_megabyte_is_shortened_and_says_so_quickly():
    began = time.process_time()
    letter = read(bytes(written("word " * 200_000)))
    assert time.process_time() - began < 5
    assert len(letter.text) < MOST_TEXT + 200
    assert "The whole e-mail is in the mailbox." in letter.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; owner-email=x"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.example.org>"},
        {"X_Auto_Response_Suppress": "All"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
    ],
)
def test_what_a_machine_wrote_is_automatic(headers):
    assert read(bytes(written(**headers))).automatic


@pytest.mark.parametrize(
    "sender", ["MAILER-DAEMON@x.example", "postmaster@x.example", "no-reply@shop.example", "noreply+7@x.example", OURS.upper()]
)
def test_addresses_that_nobody_answers_to_are_automatic(sender):
    letter = written()
    letter.replace_header("From", sender)
    assert read(bytes(letter)).automatic


def test_auto_submitted_no_is_a_person():
    assert not read(bytes(written(Auto_Submitted="no"))).automatic


def test_an_answer_to_our_acknowledgement_is_known_by_its_references():
    assert read(bytes(written(In_Reply_To="<contact-42-received@dispatch-console>"))).ours == 42
    assert read(bytes(written(References="<a@b> <contact-42-received@dispatch-console>"))).ours == 42
    assert read(bytes(written(References="<contact-99999999999999999999-received@dispatch-console>"))).ours is None


def test_a_bounce_is_known_by_what_it_sends_back():
    raw = (
        "From: MAILER-DAEMON@x.example\r\nReturn-Path: <>\r\nContent-Type: multipart/report; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nNot delivered\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        "Message-ID: <contact-7-received@dispatch-console>\r\nSubject: x\r\n\r\nThanks\r\n--b--\r\n"
    )
    letter = read(raw)
    assert (letter.ours, letter.bounce, letter.automatic) == (7, True, True)


def test_a_letter_without_an_identity_is_known_by_its_bytes():
    assert read("From: a@b.example\r\n\r\nx").reference == read("From: a@b.example\r\n\r\nx").reference != read("\r\n\r\ny").reference


@pytest.mark.parametrize("identity", ["<" + "x" * 300 + "@y>", "no brackets", "<a b@c>", "<ü@x>", "<a\x00@x>"])
def test_an_identity_that_cannot_be_trusted_is_not_used(identity):
    letter = read(f"From: a@b.example\r\nMessage-ID: {identity}\r\n\r\nx")
    assert letter.reference.startswith("mail-")
    assert len(letter.reference) <= 120


@pytest.mark.parametrize(
    "address", ["a@b.example\r\nBcc: x@y.example", "nobody", "<>", "a@b@c", "ü@x.example", "a" * 300 + "@x.example", "a b@c.example"]
)
def test_an_address_that_cannot_be_written_to_is_none(address):
    letter = read(b"From: " + address.encode() + b"\r\n\r\nx")
    assert letter.address in ("", "a@b.example")


def test_a_thousand_parts_inside_each_other_are_no_trouble():
    raw = "From: a@b.example\r\n"
    for depth in range(3000):
        raw += f"Content-Type: multipart/mixed; boundary=b{depth}\r\n\r\n--b{depth}\r\n"
    letter = read(raw + "Content-Type: text/plain\r\n\r\nx")
    assert letter.text in (UNREADABLE, "", "x")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(raw):
    for whole in (raw, b"From: " + raw + b"\r\n\r\nx", b"Subject: =?" + raw + b"?=\r\n\r\nx", b"Content-Type: " + raw + b"\r\n\r\nx"):
        letter = read(whole)
        letter.words.encode()
        assert len(letter.reference) <= 120
        assert "\n" not in letter.subject + letter.name + letter.address
