"""Signals of alarm receiving centres over REST: signed, fresh, and never the same bytes twice."""

from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, MethodNotAllowed, ParseError
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dispatch.accounts.actors import SigningSystem
from dispatch.api.doors import ANSWER, NO, body_of
from dispatch.api.fields import LONG, Text
from dispatch.api.parsers import refuse_unstorable
from dispatch.api.views import now
from incidents.commands.alarm_questions import take_answer
from incidents.commands.alarm_signals import own_signal, spend_signature, take_news, take_signal
from incidents.queries.receivers import news_of, questions_about, receiver_named, secret_of, signal_shown
from incidents.rules.alarm_signals import ANSWERS as REPLIES
from incidents.rules.alarm_signals import NEWS
from incidents.rules.signatures import in_time, is_signed, signature

LARGEST = 64 * 1024
WRONG = "The signature does not fit: check the receiver's code, the time and the secret."
SIGNED = [
    OpenApiParameter("X-Receiver", str, OpenApiParameter.HEADER, description="The sender's code."),
    OpenApiParameter("X-Timestamp", str, OpenApiParameter.HEADER, description="Seconds since 1970; good for five minutes."),
    OpenApiParameter(
        "X-Signature",
        str,
        OpenApiParameter.HEADER,
        description="`v1=` and the HMAC-SHA256, in hexadecimal, of time, method, path and body, joined by line feeds.",
    ),
]
ANSWERS = {201: ANSWER, 200: ANSWER, 400: NO, 401: NO, 403: NO, 404: NO, 409: NO, 503: NO}


class Signal(serializers.Serializer[Any]):
    """An alarm."""

    alarm_id = Text(max_length=64)
    raised_at = serializers.DateTimeField()
    category = Text(max_length=10)
    address = Text(required=False, allow_blank=True)
    lat = serializers.FloatField(required=False, allow_null=True, min_value=-90, max_value=90)
    lon = serializers.FloatField(required=False, allow_null=True, min_value=-180, max_value=180)
    premises = Text(required=False, allow_blank=True, max_length=120)
    urn = Text(required=False, allow_blank=True, max_length=40)
    keyholder = Text(required=False, allow_blank=True)
    words = Text(required=False, allow_blank=True, max_length=LONG // 2)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Latitude and longitude come together."""
        if (attrs.get("lat") is None) != (attrs.get("lon") is None):
            raise serializers.ValidationError("Give both lat and lon, or neither.")
        return attrs


class News(serializers.Serializer[Any]):
    """More about an alarm."""

    news = serializers.ChoiceField(choices=list(NEWS.items()))
    words = Text(required=False, allow_blank=True, max_length=2000)


class Reply(serializers.Serializer[Any]):
    """An answer to what the centre asked."""

    question = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    answer = serializers.ChoiceField(choices=list(REPLIES.items()))
    words = Text(required=False, allow_blank=True, max_length=2000)


class Signed(BaseAuthentication):
    """The signature of a known alarm receiving centre over this very request."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, SigningSystem]:
        """Who signed."""
        asked = request._request  # noqa: SLF001  (REST framework has no other door to the bytes)
        if int(asked.META.get("CONTENT_LENGTH") or 0) > LARGEST:
            raise ParseError("The request is larger than 64 KiB.")
        receiver = receiver_named(request.headers.get("X-Receiver", ""))
        timestamp, given = request.headers.get("X-Timestamp", ""), request.headers.get("X-Signature", "")
        at = now()
        if receiver is None or not in_time(timestamp, at.timestamp()):
            raise AuthenticationFailed(WRONG)
        expected = signature(secret_of(receiver), timestamp=timestamp, method=asked.method or "", path=asked.path, body=asked.body)
        if not is_signed(given, expected):
            raise AuthenticationFailed(WRONG)
        system = SigningSystem(label=receiver.name, centre_id=receiver.centre_id, receiver_id=receiver.pk)
        if asked.method != "GET":
            spend_signature(signature=given, by=system, at=at)
        return AnonymousUser(), system

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return "Signature"


class SignedOnly(BasePermission):
    """Only who signed."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the request was signed."""
        return isinstance(request.auth, SigningSystem)


class SignedScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema describes the signature."""

    target_class = Signed
    name = "signature"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A header."""
        return {"type": "apiKey", "in": "header", "name": "X-Signature"}


class SignedView(APIView):
    """A door for systems that sign."""

    authentication_classes = (Signed,)
    permission_classes = (SignedOnly,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check the signature, then refuse an address that could never be stored."""
        if (request.method or "").lower() not in {name.lower() for name in self.allowed_methods}:
            raise MethodNotAllowed(request.method or "")
        super().initial(request, *args, **kwargs)
        refuse_unstorable(kwargs)


def who(request: Request) -> SigningSystem:
    """Who signed."""
    return cast("SigningSystem", request.auth)


class AlarmSignals(SignedView):
    """Signals."""

    @extend_schema(
        summary="A signed alarm; the same `alarm_id` again is the same signal", request=Signal, responses=ANSWERS, parameters=SIGNED
    )
    def post(self, request: Request) -> Response:
        """Take or reject it."""
        signal = take_signal(by=who(request), at=now(), **body_of(Signal, request))
        return Response(signal_shown(signal), status=201)


class AlarmSignalOne(SignedView):
    """One signal."""

    @extend_schema(summary="The state of an alarm, and what was said about it", responses=ANSWERS, parameters=SIGNED)
    def get(self, request: Request, alarm_id: str) -> Response:
        """The state."""
        signal = own_signal(alarm_id, who(request))
        return Response({**signal_shown(signal), "news": news_of(signal), "questions": questions_about(signal)})


class AlarmSignalNews(SignedView):
    """More about a signal."""

    @extend_schema(summary="An update, a keyholder, or a wish to cancel", request=News, responses=ANSWERS, parameters=SIGNED)
    def post(self, request: Request, alarm_id: str) -> Response:
        """Take it."""
        body = body_of(News, request)
        signal = take_news(alarm_id=alarm_id, kind=body["news"], words=body.get("words", ""), by=who(request), at=now())
        return Response(signal_shown(signal), status=201)


class AlarmSignalAnswers(SignedView):
    """What the centre asked about a signal."""

    @extend_schema(summary="The answer to a question that the centre asked", request=Reply, responses=ANSWERS, parameters=SIGNED)
    def post(self, request: Request, alarm_id: str) -> Response:
        """Take it."""
        body = body_of(Reply, request)
        given = {"question_id": body["question"], "answer": body["answer"], "words": body.get("words", "")}
        signal = take_answer(alarm_id=alarm_id, by=who(request), at=now(), **given)
        return Response({**signal_shown(signal), "questions": questions_about(signal)}, status=201)
