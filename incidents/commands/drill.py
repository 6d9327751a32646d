"""Drills: a past shift of the centre replayed in a training room of its own; opening, pausing, going on, ending, going in.

See docs/decisions/0013-the-drill.md.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from dispatch.accounts.actors import Actor, Staff
from dispatch.accounts.models import Centre, Membership
from dispatch.accounts.permissions import MAY, Act, insist
from dispatch.clock.commands import cancel_these
from dispatch.clock.models import Timer
from dispatch.refusal import NotFound, Refusal, require
from incidents.commands._drill_room import make_room
from incidents.models import Contact, Drill, DrillContact, DrillPause, DrillSeat
from incidents.queries.drills import pace_in
from incidents.queries.history import require_past
from incidents.rules.drill import LONGEST, MOST_PEOPLE, SPEEDS

UNDER_WAY = "A drill of this centre is under way. End it first."


def open_drill(*, from_at: datetime, until_at: datetime, speed: int, people: Collection[str], by: Staff, at: datetime) -> Drill:
    """Open a drill of a past shift, in a training room made for it. From now on it plays by itself.

    Args:
        people: who takes part, by the user names of people of the centre; each has their own role there until it ends.

    Raises:
        Refusal: "drill-in-a-drill", "speed-unknown", "window-invalid", "still-to-come", "before-the-record", "people-needed",
            "person-unknown", "drill-under-way", "nothing-recorded".
    """
    insist(by, Act.RUN_DRILL, by)
    _insist_on_a_past_shift(by.centre_id, from_at, until_at, speed, at)
    with transaction.atomic():
        centre = Centre.objects.select_for_update().get(pk=by.centre_id)
        require(centre in Centre.objects.working(), "A drill is opened where real work is done.", code="drill-in-a-drill")
        require(not Drill.objects.running().filter(centre=centre).exists(), UNDER_WAY, code="drill-under-way")
        parts = _those_who_take_part(centre.pk, people)
        shift = list(
            Contact.objects.of(centre.pk).real().filter(offered_at__gte=from_at, offered_at__lt=until_at).order_by("offered_at", "pk")
        )
        require(shift, "Nobody called in that time: there is nothing to replay.", code="nothing-recorded")
        drill = _make(centre, from_at, until_at, speed, by=by, at=at)
        DrillContact.objects.bulk_create(
            DrillContact(drill=drill, position=place, recorded=contact, due_s=(contact.offered_at - from_at).total_seconds())
            for place, contact in enumerate(shift, 1)
        )
        for part in parts:
            DrillSeat.objects.create(drill=drill, person_id=part.user_id, name=part.user.name, role=part.role)
            Membership.objects.create(user_id=part.user_id, centre=drill.room, role=part.role)
    return drill


def _insist_on_a_past_shift(centre_id: int, from_at: datetime, until_at: datetime, speed: int, at: datetime) -> None:
    require(speed in SPEEDS, f"The speed is one of {', '.join(str(each) for each in SPEEDS)}.", code="speed-unknown")
    require(from_at < until_at, "The shift ends before it begins.", code="window-invalid")
    require(until_at - from_at <= LONGEST, "A drill replays at most twelve hours.", code="window-invalid")
    require(until_at <= at, "That shift has not ended yet. Choose one that has passed.", code="still-to-come")
    require_past(centre_id, from_at, at)


def _those_who_take_part(centre_id: int, people: Collection[str]) -> list[Membership]:
    """Their places in the centre, in the order of their names."""
    wanted = set(people)
    require(wanted, "Choose who takes part.", code="people-needed")
    require(len(wanted) <= MOST_PEOPLE, f"At most {MOST_PEOPLE} people take part.", code="people-needed")
    found = Membership.objects.filter(centre_id=centre_id, user__username__in=wanted, user__is_active=True, role__in=MAY[Act.ENTER_DRILL])
    parts = list(found.select_related("user").order_by("user__name", "pk"))
    require(len(parts) == len(wanted), "Somebody among them does not watch the board of this centre.", code="person-unknown")
    return parts


def _make(centre: Centre, from_at: datetime, until_at: datetime, speed: int, *, by: Staff, at: datetime) -> Drill:
    room = make_room(centre, began_at=from_at, at=at)
    facts = {"from_at": from_at, "until_at": until_at, "speed": speed, "pace": pace_in(centre.pk, from_at, until_at)}
    try:
        with transaction.atomic():
            return Drill.objects.create(centre=centre, room=room, opened_at=at, opened_by_name=by.name, seen_at=at, **facts)
    except IntegrityError as error:
        raise Refusal(UNDER_WAY, code="drill-under-way") from error


@contextmanager
def changing_drill(drill_id: int, *, by: Actor) -> Iterator[Drill]:
    """Lock a drill that has not ended. Lock order: the drill, then an incident, then units."""
    with transaction.atomic():
        drill = Drill.objects.around(by.centre_id).select_for_update().filter(pk=drill_id).first()
        if drill is None:
            raise NotFound("There is no such drill.", code="not-found")
        insist(by, Act.RUN_DRILL, by)
        require(drill.ended_at is None, "This drill has ended.", code="drill-ended")
        yield drill


def pause_drill(*, drill_id: int, by: Actor, at: datetime) -> Drill:
    """Let callers and crews stand still. A drill that is paused stays so."""
    with changing_drill(drill_id, by=by) as drill:
        if not drill.pauses.filter(ended_at=None).exists():
            DrillPause.objects.create(drill=drill, began_at=at, began_by_name=by.label)
    return drill


def resume_drill(*, drill_id: int, by: Actor, at: datetime) -> Drill:
    """Let a drill go on where it stood still. One that runs goes on running."""
    with changing_drill(drill_id, by=by) as drill:
        if drill.pauses.filter(ended_at=None).update(ended_at=at):
            Drill.objects.filter(pk=drill.pk).update(seen_at=at)
    return drill


def end_drill(*, drill_id: int, by: Actor, at: datetime) -> Drill:
    """End a drill: everybody is out of its training room, and no clock runs there any more. What was done stays to be looked at."""
    with changing_drill(drill_id, by=by) as drill:
        drill.ended_at, drill.ended_by_name = at, by.label
        drill.save(update_fields=["ended_at", "ended_by_name"])
        drill.pauses.filter(ended_at=None).update(ended_at=at)
        Membership.objects.filter(centre_id=drill.room_id).delete()
        Centre.objects.filter(pk=drill.room_id).update(lane=Centre.Lane.REPLAY)  # which nobody drives
        skip = connection.features.has_select_for_update_skip_locked
        armed = Timer.objects.armed().filter(centre_id=drill.room_id).order_by("pk").select_for_update(skip_locked=skip)
        cancel_these(list(armed.values_list("pk", flat=True)), at=at)
    return drill


def enter_drill(*, drill_id: int, by: Staff, at: datetime) -> Drill:
    """Take one's seat in a drill. Whoever is there already stays.

    Raises:
        Refusal: "drill-ended", "no-seat".
    """
    insist(by, Act.ENTER_DRILL, by)
    drill = Drill.objects.around(by.centre_id).select_related("room").filter(pk=drill_id).first()
    if drill is None:
        raise NotFound("There is no such drill.", code="not-found")
    require(drill.ended_at is None, "This drill has ended.", code="drill-ended")
    require(
        Membership.objects.filter(centre_id=drill.room_id, user_id=by.user_id).exists(),
        "You do not take part in this drill. Whoever opened it chose who does.",
        code="no-seat",
    )
    drill.seats.filter(person_id=by.user_id, entered_at=None).update(entered_at=at)
    return drill
