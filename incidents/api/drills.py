"""Drills over REST: opening, looking, pausing, going on, ending; taking one's seat and leaving it; the debrief."""

from typing import Any
from zoneinfo import ZoneInfo

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.accounts.rooms import go_into_room, leave_room
from dispatch.api.fields import Text
from dispatch.api.lists import page_of
from dispatch.api.views import StaffView, now, staff
from dispatch.refusal import NotAllowed, require
from incidents.api.doors import body_of, reads, writes
from incidents.commands.drill import end_drill, enter_drill, open_drill, pause_drill, resume_drill
from incidents.queries.drill_debrief import debrief_of
from incidents.queries.drills import drill_named, drills_of, drills_shown, may_read_debrief
from incidents.queries.history import instant_named
from incidents.rules.drill import MOST_PEOPLE, SPEEDS

DEBRIEF = "A debrief is read by those who took part and by those who run drills."


class OpenDrill(serializers.Serializer[Any]):
    """Which past shift, how fast, and who takes part."""

    from_at = Text(max_length=40, help_text="When the shift began: ISO 8601; without an offset, in the centre's own time")
    until_at = Text(max_length=40, help_text="When it ended, at most twelve hours later")
    speed = serializers.ChoiceField(choices=[(speed, f"{speed} ×") for speed in SPEEDS], default=1)
    people = serializers.ListField(child=Text(max_length=60), max_length=MOST_PEOPLE, help_text="User names of people of the centre")


def shown(request: Request, drill_id: int) -> dict[str, Any]:
    """The drill as the doors show it."""
    person = staff(request)
    return drills_shown([drill_named(drill_id, person)], person, now())[0]


class Drills(StaffView):
    """The centre's drills."""

    @reads("The centre's drills, the newest first; in a training room, the one that is replayed there")
    def get(self, request: Request) -> Response:
        """A page of them."""
        person = staff(request)
        insist(person, Act.ENTER_DRILL, person)
        return page_of(drills_of(person), request, lambda rows: drills_shown(rows, person, now()))

    @writes("Replay a past shift as a drill, in a training room made for it", OpenDrill)
    def post(self, request: Request) -> Response:
        """Open one."""
        person, body = staff(request), body_of(OpenDrill, request)
        insist(person, Act.RUN_DRILL, person)
        zone = ZoneInfo(person.centre.time_zone)
        from_at, until_at = (instant_named(body.pop(name), zone) for name in ("from_at", "until_at"))
        drill = open_drill(from_at=from_at, until_at=until_at, **body, by=person, at=now())
        return Response(shown(request, drill.pk), status=201)


class DrillOne(StaffView):
    """One drill."""

    @reads(
        "A drill: its window, speed and state; how far its clock and its contacts have come; whether one takes part",
        operation_id="drill_one",
    )
    def get(self, request: Request, drill_id: int) -> Response:
        """Look at it."""
        person = staff(request)
        insist(person, Act.ENTER_DRILL, person)
        return Response(shown(request, drill_id))


class DrillDebrief(StaffView):
    """What a drill came to."""

    @reads("Every contact of the drill beside what was recorded in the real shift: `{rows, summary}`; what is open is not done")
    def get(self, request: Request, drill_id: int) -> Response:
        """Read it."""
        person = staff(request)
        insist(person, Act.ENTER_DRILL, person)
        drill = drill_named(drill_id, person)
        if not may_read_debrief(drill, person):
            raise NotAllowed(DEBRIEF, code="not-allowed")
        found = debrief_of(drill)
        numbers: dict[str, Any] = dict(found["summary"])
        for name in ("answer", "dispatch"):
            numbers[name] = [each._asdict() for each in numbers[name]]
        return Response({"rows": found["rows"], "summary": numbers})


class DrillPaused(StaffView):
    """A drill that stands still."""

    @writes("Let callers and crews of a drill stand still; the console's own clocks run on", None, made=200)
    def post(self, request: Request, drill_id: int) -> Response:
        """Pause it."""
        pause_drill(drill_id=drill_id, by=staff(request), at=now())
        return Response(shown(request, drill_id))


class DrillResumed(StaffView):
    """A drill that goes on."""

    @writes("Let a drill go on where it stood still", None, made=200)
    def post(self, request: Request, drill_id: int) -> Response:
        """Go on."""
        resume_drill(drill_id=drill_id, by=staff(request), at=now())
        return Response(shown(request, drill_id))


class DrillEnded(StaffView):
    """A drill that is over."""

    @writes("End a drill: everybody is out of its training room. Its debrief stays", None, made=200)
    def post(self, request: Request, drill_id: int) -> Response:
        """End it."""
        end_drill(drill_id=drill_id, by=staff(request), at=now())
        return Response(shown(request, drill_id))


class DrillEntered(StaffView):
    """A seat that is taken."""

    @writes("Go into a drill's training room with this browser session", None, made=200)
    def post(self, request: Request, drill_id: int) -> Response:
        """Enter. A token belongs to one room for good: a program asks for one of the training room."""
        drill = enter_drill(drill_id=drill_id, by=staff(request), at=now())
        by_browser = not request.headers.get("Authorization")
        require(by_browser, "A token is for one room. Ask for one of the training room: POST token/ with its code.", code="token-bound")
        go_into_room(request.session, drill.room_id)
        return Response({"room": drill.room.code, "room_id": drill.room_id})


class DrillLeft(StaffView):
    """A seat that is left."""

    @writes("Leave the training room with this browser session. It needs nothing, and one may enter again", None, made=200)
    def post(self, request: Request, drill_id: int) -> Response:
        """Leave."""
        person = staff(request)
        insist(person, Act.ENTER_DRILL, person)
        drill = drill_named(drill_id, person)
        leave_room(request.session)
        return Response({"centre": drill.centre.code})
