"""The base of every REST view: the member of staff, the clock, and writes that happen once."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dispatch.accounts.actors import Staff
from dispatch.api.idempotency import answered_once, checked_key, digest_of
from dispatch.api.parsers import refuse_unstorable
from dispatch.refusal import NotFound

LARGEST_KEY = 2**63 - 1  # what a database can look for
WRITES = ("post", "put", "patch", "delete")
Handler = Callable[..., Response]


def staff(request: Request) -> Staff:
    """Who asks."""
    return cast("Staff", request.auth)


def now() -> datetime:
    """The door's one look at the clock."""
    return timezone.now()


def once(handler: Handler) -> Handler:
    """Give a write its idempotency key."""

    @wraps(handler)
    def write(view: APIView, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return handler(view, request, *args, **kwargs)
        return answered_once(
            staff=staff(request),
            key=checked_key(key),
            digest=digest_of(request.method or "", request.path, request.data),
            at=now(),
            act=lambda: handler(view, request, *args, **kwargs),
        )

    return write


class StaffView(APIView):
    """A REST view for signed-in staff. Every write of every subclass honours ``Idempotency-Key``."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name in WRITES:
            if name in cls.__dict__:
                setattr(cls, name, once(cls.__dict__[name]))

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Sign in, then refuse an address that could never be stored, before anybody looks it up."""
        super().initial(request, *args, **kwargs)
        refuse_unstorable(kwargs)
        if any(isinstance(number, int) and number > LARGEST_KEY for number in kwargs.values()):
            raise NotFound("There is nothing of that number.", code="not-found")
