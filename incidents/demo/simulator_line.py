"""The simulator's telephone line to the console: plain HTTP to the same REST interface that everybody else uses."""

import json
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Protocol
from urllib.parse import urlsplit

PATIENCE_S = 10


class Away(Exception):
    """The console could not be reached, or gave no answer."""


class Refused(Exception):
    """The console answered no. ``code`` is its reason."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


class Console(Protocol):
    """What the simulator needs of a console."""

    def get(self, path: str, who: str) -> Any:
        """What is at a path below /api/v1/, as ``who`` sees it. Raises Away or Refused."""

    def post(self, path: str, body: dict[str, Any], who: str) -> Any:
        """The answer to an act of ``who``. Raises Away or Refused."""


class Line:
    """One connection, kept open. ``tokens`` are bearer tokens by user name."""

    def __init__(self, url: str, tokens: dict[str, str]) -> None:
        self._at = urlsplit(url)
        self._tokens = tokens
        self._connection: HTTPConnection | None = None

    def get(self, path: str, who: str) -> Any:
        """What is at a path below /api/v1/."""
        return self._ask("GET", path, None, who)

    def post(self, path: str, body: dict[str, Any], who: str) -> Any:
        """The answer to an act."""
        return self._ask("POST", path, json.dumps(body), who)

    def _ask(self, method: str, path: str, body: str | None, who: str) -> Any:
        headers = {"Authorization": f"Bearer {self._tokens[who]}", "Content-Type": "application/json"}
        try:
            connection = self._connection or self._connect()
            connection.request(method, f"/api/v1/{path}", body, headers)
            answer = connection.getresponse()
            told = answer.read()
        except (OSError, HTTPException) as error:
            self.hang_up()
            raise Away(type(error).__name__) from error
        return _read(answer.status, told)

    def _connect(self) -> HTTPConnection:
        kind = HTTPSConnection if self._at.scheme == "https" else HTTPConnection
        self._connection = kind(self._at.hostname or "127.0.0.1", self._at.port, timeout=PATIENCE_S)
        return self._connection

    def hang_up(self) -> None:
        """Close the connection; the next act opens another."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _read(status: int, told: bytes) -> Any:
    try:
        said = json.loads(told)
    except ValueError as error:
        raise Away("no JSON") from error
    if status >= 500:
        raise Away(f"{status}")
    if status >= 400:
        raise Refused(status, str(said.get("code", "")))
    return said
