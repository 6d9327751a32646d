"""How a REST request says who it is: a bearer token, or the browser's session."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from dispatch.accounts.actors import Staff, staff_of
from dispatch.accounts.doors import OTHER_ROOM, is_of_another_room, person_behind
from dispatch.accounts.models import ApiToken
from dispatch.accounts.models.token import digest_of
from dispatch.refusal import Refusal


class BearerToken(BaseAuthentication):
    """``Authorization: Bearer <token>``. ``request.auth`` becomes the member of staff."""

    def authenticate(self, request: Request) -> tuple[Any, Staff] | None:
        """The person and their place, None when no token was sent.

        Raises:
            AuthenticationFailed: for a token that is unknown, ended, or whose person has left.
        """
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        found = (
            ApiToken.objects.filter(digest=digest_of(token.strip()), ended_at=None, membership__user__is_active=True)
            .select_related("membership__user", "membership__centre")
            .first()
        )
        if found is None:
            raise AuthenticationFailed("This token is not known, or has ended.")
        return found.membership.user, staff_of(found.membership)

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return "Bearer"


class BrowserSession(SessionAuthentication):
    """The console's own pages: the session cookie, with the CSRF token on every write."""

    def authenticate(self, request: Request) -> tuple[Any, Staff] | None:
        """The person signed in with this browser, or None."""
        found = super().authenticate(request)
        staff = person_behind(request._request) if found else None
        if not (found and staff):
            return None
        if is_of_another_room(request._request, staff):
            raise Refusal(OTHER_ROOM, code="other-room")
        return found[0], staff


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema describes the bearer token."""

    target_class = BearerToken
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """An HTTP bearer scheme."""
        return {"type": "http", "scheme": "bearer"}


class BrowserScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema describes the session cookie."""

    target_class = BrowserSession
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A cookie scheme."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
