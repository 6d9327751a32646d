"""An e-mail inbox over IMAP: which letters are new, and their bytes. Nothing is deleted; what was taken is marked as read."""

import imaplib
import re
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

TIMEOUT_S = 20
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # in every locale
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
Answer = TypeVar("Answer")


class InboxTrouble(Exception):
    """The inbox could not be read. The text holds no address, no password and no letter."""


@dataclass(frozen=True)
class InboxAddress:
    """Where an inbox is. ``security`` is "tls" (from the first byte), "starttls", or "none" (this machine only)."""

    host: str
    port: int
    username: str
    password: str = field(repr=False)
    folder: str
    security: str

    @property
    def name(self) -> str:
        """The inbox, without its password."""
        return f"{self.username}@{self.host}:{self.port}/{self.folder}"[:200]


SECURITY = {"imaps": ("tls", 993), "imap+starttls": ("starttls", 143), "imap": ("none", 143)}
WHY: dict[type[Exception], str] = {
    ssl.SSLCertVerificationError: "its certificate is not trusted",
    ssl.SSLError: "it does not speak TLS on this port",
    ConnectionRefusedError: "nothing answers at this address and port",
    TimeoutError: "it took too long to answer",
    socket.gaierror: "its name is not known",
}
THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


def inbox_at(url: str) -> InboxAddress:
    """The inbox that an address names: ``imaps://user:password@host:port/INBOX``.

    Raises:
        ValueError: it cannot be read, or would send a password in the clear.
    """
    expected = "expected imaps://user:password@host:port/INBOX."
    try:
        at = urlsplit(url)
        host, port = at.hostname or "", at.port
    except ValueError as error:
        raise ValueError(expected) from error
    if at.scheme not in SECURITY or not (host and at.username and at.password):
        raise ValueError(expected)
    security, usual_port = SECURITY[at.scheme]
    if security == "none" and host not in THIS_MACHINE:
        raise ValueError("it would send a password in the clear: use imaps or imap+starttls.")
    folder = unquote(at.path.strip("/")) or "INBOX"
    return InboxAddress(host, port or usual_port, unquote(at.username), unquote(at.password), folder, security)


class Inbox:
    """A session with an inbox, for use in ``with``."""

    def __init__(self, address: InboxAddress) -> None:
        self._address = address
        self._session: imaplib.IMAP4 | None = None
        self.uid_validity = 0
        self.newest = 0

    def __enter__(self) -> "Inbox":
        self._session = _asked(self._open)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if self._session is not None:
                self._session.logout()
        except (imaplib.IMAP4.error, OSError):
            pass  # it has gone already

    def _open(self) -> imaplib.IMAP4:
        at = self._address
        context = ssl.create_default_context()
        if at.security == "tls":
            session: imaplib.IMAP4 = imaplib.IMAP4_SSL(at.host, at.port, ssl_context=context, timeout=TIMEOUT_S)
        else:
            session = imaplib.IMAP4(at.host, at.port, timeout=TIMEOUT_S)
            if at.security == "starttls":
                session.starttls(context)
        session.login(at.username, at.password)
        session.select(f'"{at.folder}"')
        self.uid_validity = int(_first(session.response("UIDVALIDITY")[1]) or 0)
        self.newest = int(_first(session.response("UIDNEXT")[1]) or 1) - 1
        return session

    def unread(self, since: date) -> list[int]:
        """The numbers of the letters that came since a day and that nobody has read, the oldest first."""
        return self._search("UNSEEN", "SINCE", f"{since.day}-{MONTHS[since.month - 1]}-{since.year}")

    def after(self, uid: int) -> list[int]:
        """The numbers of the letters that came after this one, the oldest first."""
        # "5:*" always holds the newest letter, even when its number is below five.
        return [each for each in self._search("UID", f"{uid + 1}:*") if each > uid]

    def _search(self, *asked: str) -> list[int]:
        found = _asked(lambda: self._uid("SEARCH", *asked))
        return sorted(int(each) for each in _first(found).split())

    def fetch(self, uid: int, most: int) -> tuple[bytes, int]:
        """A letter's first ``most`` bytes, and how many it has in all."""
        parts = _asked(lambda: self._uid("FETCH", str(uid), f"(RFC822.SIZE BODY.PEEK[]<0.{most}>)"))
        letters = [part for part in parts if isinstance(part, tuple)]
        if not letters:
            raise InboxTrouble("A letter has gone from the inbox.")
        raw = max((part[1] for part in letters), key=len)
        told = SIZE.search(b" ".join(part[0] if isinstance(part, tuple) else part or b"" for part in parts))
        return raw, int(told[1]) if told else len(raw)

    def mark_read(self, uid: int) -> None:
        """Mark a letter as read, for the people who look into the inbox; that it could not be marked is no trouble."""
        try:
            self._uid("STORE", str(uid), "+FLAGS.SILENT", "(\\Seen)")
        except (imaplib.IMAP4.error, OSError):
            pass

    def _uid(self, command: str, *args: str) -> list[Any]:
        if self._session is None:
            raise InboxTrouble("The inbox is not open.")
        status, data = self._session.uid(command, *args)
        if status != "OK":
            raise InboxTrouble(f"The mail server refused {command}.")
        return data


def _first(data: Any) -> bytes:
    return data[0] if data and isinstance(data[0], bytes) else b""


def _asked(ask: Callable[[], Answer]) -> Answer:
    try:
        return ask()
    except imaplib.IMAP4.error as error:
        raise InboxTrouble("The mail server refused us: check the account, its password and the folder.") from error
    except (OSError, ValueError) as error:
        raise InboxTrouble(f"The mail server could not be reached: {_why(error)}.") from error


def _why(error: Exception) -> str:
    """Why a connection failed, for a person."""
    return next((words for kind, words in WHY.items() if isinstance(error, kind)), "the connection broke off")
