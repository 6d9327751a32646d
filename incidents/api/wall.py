"""Big screens over REST: what one sees, by its own key; those of the centre; ending one."""

from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, MethodNotAllowed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dispatch.accounts.models import Wall
from dispatch.accounts.permissions import Act, insist
from dispatch.api.views import StaffView, now, staff
from incidents.api.doors import reads, writes
from incidents.commands.walls import end_wall
from incidents.queries.walls import wall_of, wall_picture, wall_shown, walls_of


class WallKey(BaseAuthentication):
    """A screen signs in with its key, and with nothing else: a person's token or session opens nothing here."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, Wall]:
        """The screen behind ``Authorization: Bearer <key>``."""
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        wall = wall_of(key.strip()) if scheme.lower() == "bearer" else None
        if wall is None:
            raise AuthenticationFailed("This screen may not read the board.")
        return AnonymousUser(), wall

    def authenticate_header(self, request: Request) -> str:
        """Without it a wrong key would be answered with 403."""
        return "Bearer"


class WallPicture(APIView):
    """The board as a big screen sees it."""

    authentication_classes = (WallKey,)
    permission_classes = (AllowAny,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """A screen only reads: any other method is refused before anybody asks for a key."""
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            raise MethodNotAllowed(str(request.method))
        super().initial(request, *args, **kwargs)

    @extend_schema(
        summary="The board without names, words and addresses, by a screen's own key; with a ticket for `/ws/board/`",
        responses={200: OpenApiTypes.OBJECT, 401: OpenApiTypes.OBJECT},
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """The picture."""
        return Response(wall_picture(cast("Wall", request.auth), now()), headers={"Cache-Control": "no-store"})


class WallList(StaffView):
    """Screens."""

    @reads("Screens that read the board, those in use first; never their keys")
    def get(self, request: Request) -> Response:
        """All of the centre."""
        person = staff(request)
        insist(person, Act.SET_WALLS, person)
        return Response({"results": [wall_shown(each) for each in walls_of(person.centre_id)], "next": None})


class WallEnded(StaffView):
    """A screen that ends."""

    @writes("Take a screen's right to read the board away", None, made=200)
    def post(self, request: Request, wall_id: int) -> Response:
        """End it."""
        return Response(wall_shown(end_wall(wall_id=wall_id, by=staff(request), at=now())))
