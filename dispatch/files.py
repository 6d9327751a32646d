"""The console's own files: style, scripts, icons. Answered before Django is asked: opening a desk for the first time takes ninety."""

from collections.abc import Awaitable, Callable, MutableMapping
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware
from whitenoise.middleware import WhiteNoiseMiddleware

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
Application = Callable[..., Awaitable[None]]


class Files:
    """Whitenoise without a thread: its files are few, small and in the machine's memory. Whatever is no file of ours goes on."""

    def __init__(self, rest: Application) -> None:
        self._rest = rest

    @cached_property
    def _shelf(self) -> WhiteNoiseMiddleware:
        return WhiteNoiseMiddleware(lambda request: None)

    @cached_property
    def _guards(self) -> list[tuple[bytes, bytes]]:
        """The headers that Django's own middleware would add by the settings."""
        bare = SecurityMiddleware(lambda request: HttpResponse()).process_response(HttpRequest(), HttpResponse())
        return [(name.lower().encode(), value.encode()) for name, value in bare.items() if name != "Content-Type"]

    async def __call__(self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Send) -> None:
        """Answer a request for a file, or hand the request on."""
        answer = self._answer(scope)
        if answer is None:
            await self._rest(scope, receive, send)
            return
        status, headers, body = answer
        await send({"type": "http.response.start", "status": status, "headers": [*headers, *self._guards]})
        await send({"type": "http.response.body", "body": body})

    def _answer(self, scope: Message) -> tuple[int, Headers, bytes] | None:
        """Status, headers and body; None where there is no such file. Files that were written anew meanwhile are looked at again."""
        for _ in range(2):
            found = self._find(scope["path"])
            if found is None:
                return None
            asked = {
                f"HTTP_{name.decode('latin-1').upper().replace('-', '_')}": value.decode("latin-1") for name, value in scope["headers"]
            }
            answer = found.get_response(scope["method"], asked)
            headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
            body = b""
            if answer.file is not None:
                with answer.file as opened:
                    body = opened.read()
                if len(body) != int(dict(answer.headers).get("Content-Length", len(body))):
                    del self._shelf  # under the old length, a browser would get a part of the file
                    continue
            return int(answer.status), headers, body
        return None

    def _find(self, path: str) -> Any:
        if not path.startswith(settings.STATIC_URL):
            return None
        shelf = self._shelf
        return shelf.find_file(path) if shelf.autorefresh else shelf.files.get(path)
