"""Playing a drill: recorded contacts come again, callers hang up again, crews answer, drive, arrive and finish.

Each step is a transaction of its own that holds the drill's row, and looks at what has been played already under that lock: it may
be killed anywhere, and two processes may play at once. Nothing is lost, and nothing comes twice.
"""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from dispatch.accounts.actors import Console, Crew
from dispatch.refusal import Refusal
from incidents.commands.contacts import lose_contact, offer_contact
from incidents.commands.drill import end_drill
from incidents.commands.respond import report_status
from incidents.models import Contact, Deployment, Drill, DrillContact, DrillPause
from incidents.queries.drills import contact_again, pauses_of
from incidents.rules.drill import FORGOTTEN, NEXT_OF, UNSEEN, Step, along, running_s
from resources.commands.status import record_position
from resources.models import Unit

MOST = 25  # contacts in one look
SEEN_EVERY_S = 5.0
MOVED_EVERY_S = 4.0


def play_drill(*, drill_id: int, by: Console, at: datetime) -> int:
    """Play whatever of a drill has come due: how many things happened. One that nobody ended for a day is ended.

    Args:
        by: the console itself, in the working centre.
    """
    drill = Drill.objects.get(pk=drill_id)
    if at - drill.opened_at > FORGOTTEN:
        end_drill(drill_id=drill_id, by=by, at=at)
        return 0
    if not _is_played(drill_id, at):
        return 0
    room = Console(drill.room_id)
    happened = 0
    for _ in range(MOST):
        if not play_next_contact(drill_id=drill_id, by=room, at=at):
            break
        happened += 1
    return happened + _lose_callers(drill, room, at) + _drive_crews(drill, at)


def _held(drill_id: int, at: datetime) -> Drill | None:
    """The drill, locked until the transaction ends; None when it stands still, has ended, or another process plays it just now.

    While nothing played it, because every process was gone, it stood still: that becomes a pause of its own.
    """
    skip = connection.features.has_select_for_update_skip_locked
    drill = Drill.objects.running().select_for_update(skip_locked=skip).filter(pk=drill_id).first()
    if drill is None or drill.pauses.filter(ended_at=None).exists():
        return None
    unseen = at - drill.seen_at
    if unseen > UNSEEN:
        DrillPause.objects.create(drill=drill, began_at=drill.seen_at, ended_at=at, began_by_name="Console")
    if unseen.total_seconds() > SEEN_EVERY_S:
        drill.seen_at = at
        drill.save(update_fields=["seen_at"])
    return drill


def _is_played(drill_id: int, at: datetime) -> bool:
    with transaction.atomic():
        return _held(drill_id, at) is not None


def play_next_contact(*, drill_id: int, by: Console, at: datetime) -> Contact | None:
    """Play the next contact of a drill, if its time has come."""
    if _next_contact(Drill.objects.get(pk=drill_id), at) is None:
        return None
    with transaction.atomic():
        drill = _held(drill_id, at)
        row = _next_contact(drill, at) if drill else None
        if drill is None or row is None:
            return None
        told = contact_again(row)
        made = offer_contact(centre=row.drill.room, by=by, at=at, source_reference=f"drill-{drill.pk}-{row.position}", **told)
        DrillContact.objects.filter(pk=row.pk).update(played=made)
        return made


def _next_contact(drill: Drill, at: datetime) -> DrillContact | None:
    clock_s = running_s(drill.opened_at, at, pauses_of(drill)) * drill.speed
    due = drill.contacts.filter(played=None, due_s__lte=clock_s).order_by("position")
    return due.select_related("recorded__incident", "drill__room").first()


def _lose_callers(drill: Drill, by: Console, at: datetime) -> int:
    """Callers who hung up in the recorded shift hang up again, unless somebody answered first."""
    waiting = DrillContact.objects.filter(drill=drill, played__state=Contact.State.WAITING).exclude(recorded__lost="")
    lost, pauses = 0, pauses_of(drill)
    for row in waiting.select_related("recorded", "played"):
        patience_s = (row.recorded.lost_at - row.recorded.offered_at).total_seconds() / drill.speed  # type: ignore[operator]
        if running_s(row.played.offered_at, at, pauses) < patience_s:  # type: ignore[union-attr]
            continue
        with transaction.atomic():
            if _held(drill.pk, at) is not None:
                lost += _tried(lose_contact, contact_id=row.played_id, how=row.recorded.lost, by=by, at=at)
    return lost


def _drive_crews(drill: Drill, at: datetime) -> int:
    sent = Deployment.objects.active().filter(incident__centre_id=drill.room_id, status__in=list(NEXT_OF))
    stepped, pauses = 0, pauses_of(drill)
    for deployment in sent.select_related("unit", "incident").order_by("pk"):
        step = NEXT_OF[deployment.status]
        left_s = _takes_s(drill, step) - running_s(_since(deployment), at, pauses)
        if left_s > 0 and deployment.status != "en_route":
            continue
        with transaction.atomic():
            if _held(drill.pk, at) is not None:
                stepped += _step(drill, deployment, step, left_s, at)
    return stepped


def _step(drill: Drill, deployment: Deployment, step: Step, left_s: float, at: datetime) -> int:
    """Let a crew take its next step when its time has come; until then, let it drive."""
    if left_s > 0:
        _move(deployment, left_s, at)
        return 0
    crew = Crew(call_sign=deployment.unit.call_sign, centre_id=drill.room_id, deployment_id=deployment.pk)
    if not _tried(report_status, deployment_id=deployment.pk, status=step.status, by=crew, at=at):
        return 0
    if step.status == "on_scene":
        _move(deployment, 0.0, at)
    return 1


def _takes_s(drill: Drill, step: Step) -> float:
    """The step's seconds on the wall's clock."""
    known = drill.pace.get(step.status, {})
    return float(known.get("s", step.usual_s)) / drill.speed


def _since(deployment: Deployment) -> datetime:
    reached = {"acknowledged": deployment.acknowledged_at, "en_route": deployment.en_route_at, "on_scene": deployment.at_scene_at}
    return reached.get(deployment.status) or deployment.sent_at


def _move(deployment: Deployment, left_s: float, at: datetime) -> None:
    """A part of the straight way to the place: as much of it as of the time that is left."""
    unit, incident = Unit.objects.get(pk=deployment.unit_id), deployment.incident
    if incident.lat is None or incident.lon is None or unit.lat is None or unit.lon is None:
        return
    passed_s = (at - (unit.position_at or at)).total_seconds()
    if left_s > 0 and passed_s < MOVED_EVERY_S:
        return
    share = passed_s / (passed_s + left_s) if left_s > 0 else 1.0
    lat, lon = along((unit.lat, unit.lon), (incident.lat, incident.lon), share)
    _tried(record_position, unit_id=unit.pk, lat=lat, lon=lon, by=Console(unit.centre_id), at=at)


def _tried(command: Any, **told: Any) -> int:
    """1 when it was done; 0 when somebody else was there first, and that is how it goes."""
    try:
        with transaction.atomic():
            command(**told)
    except Refusal:
        return 0
    return 1
