"""Desks over REST: signing on and off, releasing, and the desks that an administrator keeps."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.fields import Text
from dispatch.api.views import StaffView, now, staff
from incidents.api.doors import body_of, reads, writes
from incidents.commands.desks import keep_desk, retire_desk, sign_on
from incidents.commands.sign_off import release_desk, sign_off
from incidents.commands.sound import check_sound
from incidents.models import DeskTurn
from incidents.queries.desks import desk_of, desk_shown, desks_shown, held_shown
from incidents.queries.sound import NEVER, sound_of
from incidents.rules.desks import DESK_ROLES

WHERE = "`queue`, `left` (with `why`) or `to:` and a user name."


class NewDesk(serializers.Serializer[Any]):
    """A desk; one that has this code is changed."""

    code = Text(max_length=12)
    name = Text(max_length=60)
    role = serializers.ChoiceField(choices=list(DESK_ROLES.items()))
    patch = Text(required=False, allow_blank=True, max_length=60)


class SignOn(serializers.Serializer[Any]):
    """Which desk; left out, one's usual one or a free one."""

    desk = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class SignOff(serializers.Serializer[Any]):
    """Where what is held goes."""

    hand = serializers.DictField(child=Text(allow_blank=True, max_length=80), required=False, help_text=f"By key of what is held: {WHERE}")
    rest = Text(required=False, allow_blank=True, max_length=80, help_text=f"For everything else: {WHERE}")
    why = Text(required=False, allow_blank=True, max_length=300)


class Release(serializers.Serializer[Any]):
    """Why, and where what is held goes; left out, it is left open in the person's name."""

    why = Text(max_length=300)
    rest = Text(required=False, allow_blank=True, max_length=80, help_text=WHERE)


class Heard(serializers.Serializer[Any]):
    """Whether the tones of the alarms were heard."""

    heard = serializers.BooleanField()


class Nothing(serializers.Serializer[Any]):
    """Nothing more to say."""


class Desks(StaffView):
    """Desks."""

    @reads("The desks, who is at each since when, and one's own with what one holds")
    def get(self, request: Request) -> Response:
        """All of them."""
        person, at = staff(request), now()
        insist(person, Act.WATCH, person)
        mine = desk_of(person.centre_id, person.user_id)
        holds = held_shown(person.centre_id, person.user_id)
        return Response(
            {"results": desks_shown(person.centre_id, at), "next": None, "mine": mine.desk_id if mine else None, "holds": holds}
        )

    @writes("Set a desk up, or change the one with this code", NewDesk)
    def post(self, request: Request) -> Response:
        """Keep it."""
        at = now()
        desk = keep_desk(by=staff(request), at=at, **body_of(NewDesk, request))
        turn = DeskTurn.objects.running().filter(desk=desk).select_related("person").first()
        sound = sound_of(desk.centre_id, turn.person_id, turn, at) if turn else NEVER
        return Response(desk_shown(desk, turn, at, sound), status=201)


class DeskRetired(StaffView):
    """A desk out of use."""

    @writes("Take a desk out of use", Nothing, made=200)
    def post(self, request: Request, desk_id: int) -> Response:
        """Retire it."""
        at = now()
        return Response(desk_shown(retire_desk(desk_id=desk_id, by=staff(request), at=at), None, at))


class SignedOn(StaffView):
    """Signing on."""

    @writes("Sign on at a desk; without one named, at one's usual or a free one", SignOn)
    def post(self, request: Request) -> Response:
        """Sign on."""
        person, at = staff(request), now()
        turn = sign_on(desk_id=body_of(SignOn, request).get("desk"), by=person, at=at)
        return Response(turn_shown(turn), status=201)


class SignedOff(StaffView):
    """Signing off."""

    @writes("Sign off; what is held goes to a colleague, to the queue, or is left open with a reason", SignOff, made=200)
    def post(self, request: Request) -> Response:
        """Sign off."""
        return Response(turn_shown(sign_off(by=staff(request), at=now(), **body_of(SignOff, request))))


class SoundChecked(StaffView):
    """The sound at one's desk."""

    @writes("Say whether the alarms are heard at one's desk, or where one sits without one", Heard)
    def post(self, request: Request) -> Response:
        """Keep it."""
        check = check_sound(by=staff(request), at=now(), **body_of(Heard, request))
        return Response({"desk": check.desk.code if check.desk else None, "heard": check.heard, "at": check.at}, status=201)


class DeskReleased(StaffView):
    """A desk that a supervisor frees."""

    @writes("Release a desk whose person is not there", Release, made=200)
    def post(self, request: Request, desk_id: int) -> Response:
        """Release it."""
        return Response(turn_shown(release_desk(desk_id=desk_id, by=staff(request), at=now(), **body_of(Release, request))))


def turn_shown(turn: DeskTurn) -> dict[str, Any]:
    """A turn at a desk."""
    return {
        "desk": turn.desk_id,
        "code": turn.desk.code,
        "person": turn.person.name,
        "since": turn.began_at,
        "ended_at": turn.ended_at,
        "ended_how": turn.ended_how or None,
    }
