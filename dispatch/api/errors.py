"""One shape for every no: ``{"code", "detail", "fields"}``."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, InternalError, OperationalError, ProgrammingError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from dispatch.refusal import Refusal

BUSY = "The console is busy or its database is away. This may not have been saved: please look, and try again."


# The first that fits: an OperationalError is a DatabaseError too.
PLAIN: tuple[tuple[type[Exception], int, str, str], ...] = (
    (Http404, 404, "not-found", "There is nothing here by that name."),
    (exceptions.NotFound, 404, "not-found", "There is nothing here by that name."),
    (PermissionDenied, 403, "not-allowed", "Your role does not allow this."),
    (OperationalError, 503, "busy", BUSY),
    (InterfaceError, 503, "busy", BUSY),
    (InternalError, 503, "busy", BUSY),  # a session that the database ended while it waited for us
    (DataError, 400, "invalid", "This cannot be stored as it stands."),
    (IntegrityError, 400, "invalid", "This cannot be stored as it stands."),
    (ProgrammingError, 400, "invalid", "This cannot be stored as it stands."),
    (DatabaseError, 503, "busy", BUSY),  # an answer that broke off when the server died
    (UnicodeError, 400, "invalid", "This cannot be stored as it stands."),
)


def shaped(status: int, code: str, detail: str, fields: Any = None, **facts: Any) -> Response:
    """An error answer in the house shape."""
    return Response({"code": code, "detail": detail, "fields": fields or {}, **facts}, status=status)


def answer_for(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn what was raised into an answer; None (a 500) only for what nobody foresaw."""
    if isinstance(error, Refusal):
        return shaped(error.status, error.code, error.message, **({"facts": error.facts} if error.facts else {}))
    if isinstance(error, exceptions.ValidationError):
        fields = error.detail if isinstance(error.detail, dict) else {"": error.detail}
        return shaped(400, "invalid", "Some of this cannot be taken. See the fields.", fields)
    for kind, status, code, detail in PLAIN:
        if isinstance(error, kind):
            return shaped(status, code, detail)
    return known(error, context)


def known(error: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's own refusals (401, 405, 415, 429…) in the house shape."""
    response = exception_handler(error, context)
    if response is None:
        return None
    code = getattr(error, "default_code", "refused").replace("_", "-")
    response.data = {"code": code, "detail": str(getattr(error, "detail", error)), "fields": {}}
    return response
