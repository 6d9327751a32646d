"""Pages and REST in one hop: a request goes to a thread once, through every middleware and the view, and comes back.

Django's own handler crosses between the event loop and the thread at nearly every middleware, because one of them cannot be
asynchronous and the others only pretend to be. All our views are ordinary functions, so there is nothing to gain from that.
"""

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class OneHop(ASGIHandler):
    """Django's handler with all its middleware in the thread."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Build the chain for the thread, whatever is asked for."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """The whole way through, in the request's thread."""
        return await sync_to_async(self.get_response, thread_sensitive=True)(request)
