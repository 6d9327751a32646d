"""Drills: those of a centre, how far each has come, how fast crews were, and a recorded contact as it is told again."""

from datetime import datetime
from typing import Any

from django.db.models import Count

from dispatch.accounts.actors import Staff
from dispatch.accounts.models import Membership
from dispatch.accounts.permissions import MAY, Act, may
from dispatch.refusal import NotFound
from incidents.models import Contact, Deployment, Drill, DrillContact, DrillPause
from incidents.rules.drill import STEPS, Pause, drama_number, pace_of, running_s, without_person
from resources.queries.cards import stamp

REACHED = ("sent_at", "acknowledged_at", "en_route_at", "at_scene_at", "ended_at")
NAMED = (Contact.Channel.ALARM, Contact.Channel.PARTNER)  # who "calls" there is a system, and its name is a word of its messages


def running_drills() -> list[tuple[int, int]]:
    """The drills to be played, each with its working centre."""
    return list(Drill.objects.running().order_by("pk").values_list("pk", "centre_id"))


def pace_in(centre_id: int, from_at: datetime, until_at: datetime) -> dict[str, dict[str, float | int]]:
    """How fast crews were that were sent in this time, see ``rules.drill.pace_of``."""
    sent = Deployment.objects.filter(incident__centre_id=centre_id, incident__exercise=False, sent_at__gte=from_at, sent_at__lt=until_at)
    spans: dict[str, list[float]] = {step.status: [] for step in STEPS}
    for *reached, status in sent.values_list(*REACHED, "status"):
        if status != "clear":
            reached[-1] = None
        for step, began, ended in zip(STEPS, reached, reached[1:], strict=False):
            if began is not None and ended is not None:
                spans[step.status].append((ended - began).total_seconds())
    return pace_of(spans)


def pauses_of(drill: Drill) -> list[Pause]:
    """From when to when it stood still."""
    return list(DrillPause.objects.filter(drill=drill).order_by("pk").values_list("began_at", "ended_at"))


def contact_again(row: DrillContact) -> dict[str, Any]:
    """What is told of a recorded contact when it comes again: never who it was.

    Of a call in which nothing was written down beforehand, what the caller said is what was logged of it. The same caller has the
    same number again, one that is nobody's.
    """
    recorded, incident = row.recorded, row.recorded.incident
    names = [] if recorded.channel in NAMED else [recorded.caller_name, *([incident.caller_name] if incident else [])]
    words = recorded.words or (incident.summary if incident else "")
    known_place = bool(recorded.place_text or recorded.lat is not None)
    place: Any = recorded if known_place else incident
    return {
        "channel": recorded.channel,
        "line": recorded.line,
        "caller_number": drama_number(_caller(row)) if recorded.caller_number or recorded.number else "",
        "words": without_person(words, names),
        "place_text": place.place_text if place else "",
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "exercise": True,
    }


def _caller(row: DrillContact) -> int:
    """Which caller of the shift it is: the position of the first contact from the same number."""
    first = DrillContact.objects.filter(drill=row.drill_id, position__lte=row.position)
    same = {"recorded__number": row.recorded.number} if row.recorded.number else {"recorded__caller_number": row.recorded.caller_number}
    found: int | None = first.filter(**same).order_by("position").values_list("position", flat=True).first()
    return found or row.position


def drill_named(drill_id: int, person: Staff) -> Drill:
    """A drill of the person's centre, or the one of the training room they are in.

    Raises:
        NotFound: there is none of this number here.
    """
    found = Drill.objects.around(person.centre_id).select_related("room", "centre").filter(pk=drill_id).first()
    if found is None:
        raise NotFound("There is no such drill.", code="not-found")
    return found


def drills_of(person: Staff) -> Any:
    """Those of the centre; in a training room, its own."""
    return Drill.objects.around(person.centre_id).select_related("room")


def may_read_debrief(drill: Drill, person: Staff) -> bool:
    """Whoever runs drills, and whoever took part."""
    return may(person, Act.RUN_DRILL, person) or drill.seats.filter(person_id=person.user_id).exists()


def drills_shown(drills: list[Drill], person: Staff, at: datetime) -> list[dict[str, Any]]:
    """``drill_shown`` of several, in three queries."""
    keys = [drill.pk for drill in drills]
    counted = DrillContact.objects.filter(drill__in=keys).values("drill").annotate(all=Count("pk"), played=Count("played")).order_by()
    counts = {row["drill"]: (row["all"], row["played"]) for row in counted}
    pauses: dict[int, list[Pause]] = {}
    for key, began, ended in DrillPause.objects.filter(drill__in=keys).order_by("pk").values_list("drill", "began_at", "ended_at"):
        pauses.setdefault(key, []).append((began, ended))
    mine = set(Membership.objects.filter(user_id=person.user_id, centre__drill__in=keys).values_list("centre_id", flat=True))
    return [_shown(drill, *counts.get(drill.pk, (0, 0)), pauses.get(drill.pk, []), mine, person, at) for drill in drills]


def _shown(drill: Drill, contacts: int, played: int, pauses: list[Pause], mine: set[int], person: Staff, at: datetime) -> dict[str, Any]:
    until = drill.ended_at or at
    clock_s = running_s(drill.opened_at, until, pauses) * drill.speed
    whole_s = (drill.until_at - drill.from_at).total_seconds()
    paused = drill.ended_at is None and any(ended is None for _, ended in pauses)
    return {
        "id": drill.pk,
        "room": drill.room.code,
        "room_name": drill.room.name,
        "from_at": stamp(drill.from_at),
        "until_at": stamp(drill.until_at),
        "speed": drill.speed,
        "state": "ended" if drill.ended_at else "paused" if paused else "running",
        "opened_at": stamp(drill.opened_at),
        "opened_by": drill.opened_by_name,
        "ended_at": stamp(drill.ended_at),
        "ended_by": drill.ended_by_name or None,
        "clock_s": round(min(clock_s, whole_s)),
        "whole_s": round(whole_s),
        "contacts": contacts,
        "played": played,
        "mine": drill.room_id in mine,
        "here": drill.room_id == person.centre_id,
        "pace": drill.pace,
    }


def who_may_take_part(centre_id: int) -> list[dict[str, Any]]:
    """People of the centre who watch its board, by name: ``{id, username, name, role_label}``."""
    found = Membership.objects.filter(centre_id=centre_id, user__is_active=True, role__in=MAY[Act.ENTER_DRILL]).select_related("user")
    return [
        {"id": each.user_id, "username": each.user.username, "name": each.user.name, "role_label": each.get_role_display()}
        for each in found.order_by("user__name", "pk")
    ]
