"""Reading an e-mail safely: who wrote, what they say in plain text, what is attached. Nothing is opened, and nothing is trusted."""

import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr

import nh3

MOST_BYTES = 1_100_000  # of a letter are read; attachments usually come last
MOST_TEXT = 18_000  # characters kept of what was written
MOST_PARTS = 200
MOST_NAMED = 20  # attachments
UNREADABLE = "This e-mail could not be read here. Open it in the mailbox."
OUR_KEY = re.compile(r"<contact-(\d+)-received@dispatch-console>")
IDENTITY = re.compile(r"<[^<>\s\x00-\x1f\x7f-\U0010ffff]{1,250}>")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
BLANKS = re.compile(r"[^\S\n]+")
EMPTY_LINES = re.compile(r"\n\s*\n\s*\n+")
LINE_ENDS = re.compile(r"</?(?:br|p|div|li|tr|h[1-6]|blockquote)\b[^>]*>", re.IGNORECASE)
ANYBODY_BUT_A_PERSON = re.compile(r"^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|root)(?:[+.\-].*)?@", re.IGNORECASE)


@dataclass(frozen=True)
class Letter:
    """An e-mail, read. ``automatic``: no person wrote it just now, so it is never answered. ``ours`` is our contact it answers."""

    reference: str
    digest: str
    message_id: str
    name: str
    address: str
    subject: str
    text: str
    attachments: tuple[str, ...] = ()
    automatic: bool = False
    bounce: bool = False
    ours: int | None = None

    @property
    def words(self) -> str:
        """What the desk shows: the subject, what was written, and what is attached."""
        parts = [self.subject, self.text]
        if self.attachments:
            named = ", ".join(self.attachments[:MOST_NAMED])
            more = f" and {len(self.attachments) - MOST_NAMED} more" if len(self.attachments) > MOST_NAMED else ""
            parts.append(f"Attachments ({len(self.attachments)}, not opened): {named}{more}")
        return "\n\n".join(part for part in parts if part)


def read_letter(raw: bytes, *, own_address: str) -> Letter:
    """An e-mail's bytes as a letter; one that cannot be read still becomes one, so that nothing is lost.

    Args:
        own_address: the console's own: what comes from there is never answered.
    """
    try:
        return _read(BytesParser().parsebytes(raw), _digest(raw), own_address.lower())
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, IndexError):
        return unreadable(raw)


def unreadable(raw: bytes) -> Letter:
    """What stands for a letter that could not be read: a person is to look into the mailbox."""
    digest = _digest(raw)
    return Letter(f"mail-{digest}", digest, message_id="", name="", address="", subject="", text=UNREADABLE, automatic=True)


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:48]


def _read(message: Message, digest: str, own_address: str) -> Letter:
    name, address = parseaddr(_header(message, "From"))
    found = IDENTITY.search(str(message.get("Message-ID", "")))
    bounce = message.get_content_type() == "multipart/report" or str(message.get("Return-Path", "")).strip() == "<>"
    return Letter(
        digest=digest,
        reference=found[0] if found and len(found[0]) <= 100 else f"mail-{digest}",
        message_id=found[0] if found else "",
        name=name[:120],
        address=_plain_address(address),
        subject=_header(message, "Subject")[:300],
        text=_text_of(message),
        attachments=tuple(_attachments(message)),
        automatic=bounce or _is_automatic(message, address, own_address),
        bounce=bounce,
        ours=_ours(message),
    )


def _header(message: Message, name: str) -> str:
    """A header in plain text on one line, whatever its charset claims to be."""
    try:
        pieces = decode_header(str(message.get(name, "")))
    except ValueError:
        pieces = [(str(message.get(name, "")), None)]
    text = "".join(piece if isinstance(piece, str) else _decoded(piece, charset) for piece, charset in pieces)
    return " ".join(_clean(text).split())


def _plain_address(address: str) -> str:
    """The address in lower case; empty when it is none that could be written to."""
    address = address.strip().lower()
    fits = len(address) <= 254 and address.isascii() and re.fullmatch(r"[^\s<>,;\"'()@]+@[^\s<>,;\"'()@]+", address)
    return address if fits else ""


def _decoded(raw: bytes, charset: str | None) -> str:
    """Text in the charset it claims; where that is unknown or untrue, in the likeliest one."""
    for candidate in (charset or "utf-8", "utf-8"):
        try:
            return raw.decode(candidate)
        except (LookupError, UnicodeError, ValueError):
            continue
    return raw.decode("cp1252", "replace")


def _clean(text: str) -> str:
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _parts(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return
        if not part.is_multipart():
            yield part


def _is_attachment(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename()) or part.get_content_maintype() != "text"


def _text_of(message: Message) -> str:
    """What was written: the first plain text, or the first HTML without its marks."""
    written = [part for part in _parts(message) if not _is_attachment(part)]
    plain = next((part for part in written if part.get_content_subtype() == "plain"), None)
    marked = next((part for part in written if part.get_content_subtype() == "html"), None)
    if plain is not None and (text := _payload(plain).strip()):
        return _shortened(text)
    return _shortened(_without_marks(_payload(marked))) if marked is not None else ""


def _payload(part: Message) -> str:
    raw = part.get_payload(decode=True)
    return _clean(_decoded(raw, part.get_content_charset())) if isinstance(raw, bytes) else ""


def _without_marks(marked: str) -> str:
    bare = nh3.clean(LINE_ENDS.sub("\n", marked), tags=set(), clean_content_tags={"script", "style", "title"})
    return html.unescape(bare)


def _shortened(text: str) -> str:
    text = EMPTY_LINES.sub("\n\n", BLANKS.sub(" ", _clean(text))).strip()
    if len(text) <= MOST_TEXT:
        return text
    return f"{text[:MOST_TEXT]}\n\n[Shortened: {len(text):,} characters. The whole e-mail is in the mailbox.]"


def _attachments(message: Message) -> Iterator[str]:
    for part in _parts(message):
        if _is_attachment(part):
            named = _clean(_decoded_name(part)).strip().replace("\n", " ")
            yield named[:80] or part.get_content_type()


def _decoded_name(part: Message) -> str:
    """An attachment's name, its charset undone."""
    name = part.get_filename() or ""
    pieces = decode_header(name) if "=?" in name else [(name, None)]
    return "".join(piece if isinstance(piece, str) else _decoded(piece, charset) for piece, charset in pieces)


def _is_automatic(message: Message, address: str, own_address: str) -> bool:
    """Whether a machine wrote it, a list sent it on, or it is our own (RFC 3834): an answer could start a loop."""
    said = str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    precedence = str(message.get("Precedence", "")).strip().lower()
    marks = ("List-Id", "List-Unsubscribe", "X-Auto-Response-Suppress", "X-Autoreply", "X-Autorespond", "X-Loop")
    return (
        said not in ("", "no")
        or precedence in ("bulk", "junk", "list", "auto_reply")
        or any(message.get(mark) is not None for mark in marks)
        or ANYBODY_BUT_A_PERSON.match(address) is not None
        or address.lower() == own_address
    )


def _ours(message: Message) -> int | None:
    """The contact whose acknowledgement this letter answers, by its references; in a bounce, by what it sends back."""
    places = [str(message.get(name, "")) for name in ("In-Reply-To", "References")]
    if message.get_content_type() == "multipart/report":
        places += [str(part.get("Message-ID", "")) for part in message.walk()]
        places += [_payload(part) for part in _parts(message) if part.get_content_type() == "text/rfc822-headers"]
    found = OUR_KEY.search(" ".join(places))
    return int(found[1]) if found and len(found[1]) < 18 else None
