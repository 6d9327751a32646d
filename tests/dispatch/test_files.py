"""The console's own files are answered without Django, with the guards that pages have; everything else goes on."""

from typing import Any

import pytest

from dispatch.files import Files

TOKENS = "/static/css/tokens.css"
GUARDS = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin"), (b"cross-origin-opener-policy", b"same-origin"))
WENT_ON = [{"type": "went on"}]


def asked(path: str, method: str = "GET", **headers: str) -> list[Any]:
    """What is sent in answer."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def rest(scope: Any, receive: Any, send: Any) -> None:
        await send(WENT_ON[0])

    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    answering = Files(rest)({"path": path, "method": method, "headers": named}, None, send)  # type: ignore[arg-type]
    with pytest.raises(StopIteration):  # it waits for nothing
        answering.send(None)  # type: ignore[attr-defined]
    return sent


def test_a_file_is_answered_whole_with_its_kind_and_the_guards():
    start, body = asked(TOKENS)
    headers = dict(start["headers"])
    assert start["status"] == 200 and body["body"].startswith(b"/*")
    assert headers[b"content-type"] == b'text/css; charset="utf-8"' and int(headers[b"content-length"]) == len(body["body"])
    assert set(GUARDS) <= set(start["headers"])


def test_a_browser_that_has_it_is_told_so_and_one_that_asks_for_the_head_gets_no_body():
    tag = dict(asked(TOKENS)[0]["headers"])[b"etag"].decode()
    assert [(each.get("status"), each.get("body")) for each in asked(TOKENS, if_none_match=tag)] == [(304, None), (None, b"")]
    assert [(each.get("status"), each.get("body")) for each in asked(TOKENS, "HEAD")] == [(200, None), (None, b"")]
    assert asked(TOKENS, range="bytes=0-1")[1]["body"] == b"/*"


def test_a_file_that_is_written_anew_while_the_server_runs_is_answered_whole(tmp_path, settings):
    settings.WHITENOISE_USE_FINDERS, settings.WHITENOISE_AUTOREFRESH = False, False
    settings.STATIC_ROOT = str(tmp_path)
    (tmp_path / "map.js").write_text("short")
    files = Files(None)  # type: ignore[arg-type]
    scope = {"path": "/static/map.js", "method": "GET", "headers": []}
    assert files._answer(scope)[2] == b"short"  # type: ignore[index]
    (tmp_path / "map.js").write_text("a good deal longer")
    status, headers, body = files._answer(scope)  # type: ignore[misc]
    assert (status, dict(headers)[b"content-length"], body) == (200, b"18", b"a good deal longer")


def test_nothing_is_written_there():
    assert asked(TOKENS, "POST")[0]["status"] == 405


@pytest.mark.parametrize(
    "path", ["/desk", "/static/", "/static/none.css", "/static/../manage.py", "/static/css/../../manage.py", "/static/\0"]
)
def test_whatever_is_no_file_of_ours_goes_on(path):
    assert asked(path) == WENT_ON
