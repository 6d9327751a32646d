"""How programs and pages get in: a token for a name and password, a short ticket for the board's socket."""

from typing import Any

from django.contrib.auth import authenticate
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dispatch.accounts.doors import membership_for
from dispatch.accounts.models import ApiToken, Membership
from dispatch.accounts.models.token import digest_of
from dispatch.accounts.permissions import Act, insist
from dispatch.api.views import StaffView, now, staff
from dispatch.live.tickets import issue


class NameAndPassword(serializers.Serializer[Any]):
    """Who asks for a token."""

    username = serializers.CharField(max_length=60)
    password = serializers.CharField(max_length=200, trim_whitespace=False)
    centre = serializers.SlugField(max_length=40, required=False, help_text="The code of the centre, or of a training room; else one's own")


class Token(APIView):
    """A token for a name and password."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def get_authenticate_header(self, request: Request) -> str:
        """Without it a wrong password would be answered with 403."""
        return "Bearer"

    @extend_schema(
        summary="A bearer token for a name and password",
        request=NameAndPassword,
        responses={200: OpenApiTypes.OBJECT, 400: OpenApiTypes.OBJECT, 401: OpenApiTypes.OBJECT, 403: OpenApiTypes.OBJECT},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Check them and make a token. Five wrong ones lock the name for this address for ten minutes."""
        body = NameAndPassword(data=request.data)
        body.is_valid(raise_exception=True)
        code = body.validated_data.pop("centre", "")
        user = authenticate(request._request, **body.validated_data)
        request._request.axes_locked_out = False  # type: ignore[attr-defined]  # or Axes answers with a page of its own
        membership = membership_for(user.pk, None) if user is not None else None
        if membership is not None and code:
            membership = Membership.objects.filter(user=user, centre__code=code).first()
        if membership is None:
            raise AuthenticationFailed("This name and password do not fit, or not to that centre, or the name is locked for ten minutes.")
        return Response({"token": ApiToken.issue(membership_id=membership.pk, at=now()), "role": membership.role})


class Ticket(StaffView):
    """A ticket for the board's socket."""

    @extend_schema(
        summary="A ticket, good for a minute, for `/ws/board/?ticket=`",
        request=None,
        responses={200: OpenApiTypes.OBJECT, 401: OpenApiTypes.OBJECT, 403: OpenApiTypes.OBJECT},
    )
    def post(self, request: Request) -> Response:
        """Make a ticket bound to this session or token."""
        person = staff(request)
        insist(person, Act.WATCH, person)
        return Response({"ticket": issue(person.user_id, person.centre_id, credential_of(request))})


def credential_of(request: Request) -> str:
    """What the asker signed in with: the bearer token's digest, or the session's key."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return digest_of(token.strip())
    return request._request.session.session_key or ""
