"""What REST doors of every app share: reading a body, and documenting a view."""

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.serializers import Serializer

ANSWER = OpenApiResponse(OpenApiTypes.OBJECT, description="See the description.")
Door = TypeVar("Door", bound=Callable[..., Any])

NO = OpenApiResponse(OpenApiTypes.OBJECT, description="`{code, detail, fields}`: why not, in one sentence.")
KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description="The same key and body get the first answer again.")


def body_of(shape: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """The request's body in this shape.

    Raises:
        ValidationError: a 400 that names the fields.
    """
    body = shape(data=request.data)
    body.is_valid(raise_exception=True)
    checked: dict[str, Any] = body.validated_data
    return checked


def reads(summary: str, **kwargs: Any) -> Callable[[Door], Door]:
    """Document a GET."""
    documented: Callable[[Door], Door] = extend_schema(summary=summary, responses={200: ANSWER, 401: NO, 403: NO, 404: NO}, **kwargs)
    return documented


def writes(summary: str, shape: Any, *, made: int = 201, **kwargs: Any) -> Callable[[Door], Door]:
    """Document a POST."""
    answers = {made: ANSWER, 400: NO, 401: NO, 403: NO, 404: NO, 409: NO, 422: NO, 503: NO}
    documented: Callable[[Door], Door] = extend_schema(summary=summary, request=shape, responses=answers, parameters=[KEY], **kwargs)
    return documented
