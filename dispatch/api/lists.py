"""Lists in pages: ``?cursor=`` and ``?limit=``, answered as ``{"results", "next"}``."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

USUAL = 100
MOST = 500


def whole_number(request: Request, name: str, default: int | None, most: int) -> int | None:
    """A query parameter as a whole number from 1 to ``most``.

    Raises:
        ValidationError: a 400 that names the parameter.
    """
    raw = request.query_params.get(name, "")
    if not raw:
        return default
    if not (raw.isascii() and raw.isdigit()) or len(raw) > 18 or not 1 <= int(raw) <= most:
        raise ValidationError({name: [f"Must be a whole number from 1 to {most}."]})
    return int(raw)


Row = TypeVar("Row", bound=Model)


def page_of(rows: QuerySet[Row], request: Request, show: Callable[[list[Row]], list[Any]]) -> Response:
    """One page, newest first; ``next`` is the cursor of the page after it, or null."""
    limit = whole_number(request, "limit", USUAL, MOST) or USUAL
    cursor = whole_number(request, "cursor", None, 2**62)
    if cursor is not None:
        rows = rows.filter(pk__lt=cursor)
    found = list(rows.order_by("-pk")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return Response({"results": show(found), "next": str(found[-1].pk) if more else None})
