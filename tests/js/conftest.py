"""What the browser tests share: the style guide on a real port, and Chromium. They need no database."""

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, BrowserContext, Page


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the test run is not a log."""


class _Threads(WSGIServer):
    def process_request(self, request: object, client_address: object) -> None:
        """Answer each request on its own thread, so that twenty stylesheets do not queue."""
        threading.Thread(target=self._answer, args=(request, client_address), daemon=True).start()

    def _answer(self, request: object, client_address: object) -> None:
        self.finish_request(request, client_address)  # type: ignore[arg-type]
        self.shutdown_request(request)  # type: ignore[arg-type]


@pytest.fixture
def guide(settings) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """The address of a running style guide."""
    settings.ROOT_URLCONF = "tests.js.urls"
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    server = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), server_class=_Threads, handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def desk(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    yield context
    context.close()


@pytest.fixture
def page(desk: BrowserContext, guide: str) -> Page:
    """The style guide, open, with nothing wrong on its console so far."""
    opened = desk.new_page()
    opened.faults = []  # type: ignore[attr-defined]
    opened.on("pageerror", lambda error: opened.faults.append(str(error)))  # type: ignore[attr-defined]
    opened.on("console", lambda line: opened.faults.append(line.text) if line.type == "error" else None)  # type: ignore[attr-defined]
    opened.goto(f"{guide}/styleguide/")
    return opened
