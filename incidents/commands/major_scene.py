"""Who and what is at a major incident, and what is to be done there by whom and when."""

from datetime import datetime, timedelta

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act
from dispatch.refusal import NotFound, require
from incidents.commands._alarm import raise_alarm
from incidents.commands._change import Change, changing
from incidents.commands._major import the_major
from incidents.models import Attendance, Escalation, MajorTask
from incidents.rules.entries import Entry
from incidents.rules.major import PLACES

LONGEST_MIN = 7 * 24 * 60


def record_arrival(
    *, incident_id: int, who: str, place: str, by: Actor, at: datetime, organisation: str = "", happened_at: datetime | None = None
) -> Attendance:
    """Write down that somebody or something has arrived. Arriving at another place ends the stay at the first.

    Args:
        place: "rvp", "scene" or "command".
        happened_at: when they arrived, if that is not now.

    Raises:
        Refusal: "name-needed", "place-unknown", "there-already", "time-ahead", "time-before" they came to where they were.
    """
    name, organisation = who.strip()[:120], organisation.strip()[:120]
    require(name, "Say who or what has arrived.", code="name-needed")
    require(place in PLACES, "Choose where they are from the list.", code="place-unknown")
    when = happened_at or at
    require(when <= at, "That time has not come yet.", code="time-ahead")
    with changing(incident_id, by=by, at=at, act=Act.RUN_MAJOR) as change:
        the_major(change)
        here = Attendance.objects.filter(incident=change.incident, who=name, organisation=organisation, left_at=None).first()
        if here is not None:
            require(here.place != place, f"{name} is there already.", code="there-already")
            require(when >= here.arrived_at, "They were elsewhere at that time.", code="time-before")
            here.left_at = when
            here.save(update_fields=["left_at"])
        made = Attendance.objects.create(
            incident=change.incident, who=name, organisation=organisation, place=place, arrived_at=when, recorded_by_name=by.label
        )
        change.log(Entry.ATTENDED, f"{_who(made)}: {PLACES[place].lower()}", at=happened_at, place=place)
    return made


def record_leaving(*, attendance_id: int, by: Actor, at: datetime, happened_at: datetime | None = None) -> Attendance:
    """Write down that they have left.

    Raises:
        Refusal: "left-already", "time-ahead", "time-before" they came.
    """
    incident_id = Attendance.objects.filter(pk=attendance_id).values_list("incident_id", flat=True).first()
    if incident_id is None:
        raise NotFound("Nobody of that number was there.", code="not-found")
    when = happened_at or at
    require(when <= at, "That time has not come yet.", code="time-ahead")
    with changing(incident_id, by=by, at=at, act=Act.RUN_MAJOR) as change:
        gone = Attendance.objects.get(pk=attendance_id)
        require(gone.left_at is None, f"{gone.who} has left already.", code="left-already")
        require(when >= gone.arrived_at, "They had not arrived at that time.", code="time-before")
        gone.left_at = when
        gone.save(update_fields=["left_at"])
        change.log(Entry.ATTENDED_NO_MORE, _who(gone), at=happened_at, place=gone.place)
    return gone


def _who(there: Attendance) -> str:
    return f"{there.who} ({there.organisation})" if there.organisation else there.who


def set_task(*, incident_id: int, what: str, owner: str, within_min: int, by: Actor, at: datetime) -> MajorTask:
    """Give somebody something to do, by a time. Not done by then, it rings.

    Raises:
        Refusal: "words-needed", "name-needed", "time-out-of-bounds" (minutes), "not-major".
    """
    with changing(incident_id, by=by, at=at, act=Act.RUN_MAJOR) as change:
        the_major(change)
        return add_task(change, what=what, owner=owner, within_min=within_min)


def add_task(change: Change, *, what: str, owner: str, within_min: int) -> MajorTask:
    """The same, inside a change."""
    require(what.strip(), "Say what is to be done.", code="words-needed")
    require(owner.strip(), "Say who does it.", code="name-needed")
    require(1 <= within_min <= LONGEST_MIN, "A task has between a minute and a week.", code="time-out-of-bounds")
    task = MajorTask.objects.create(
        incident=change.incident,
        number=MajorTask.objects.filter(incident=change.incident).count() + 1,
        what=what.strip()[:300],
        owner=owner.strip()[:120],
        set_at=change.at,
        set_by_name=change.by.label,
        due_at=change.at + timedelta(minutes=within_min),
    )
    change.log(Entry.TASK_SET, f"{task.number}. {task.what} ({task.owner}, within {within_min} min)", task=task.number, owner=task.owner)
    return task


def finish_task(*, task_id: int, result: str, by: Actor, at: datetime) -> MajorTask:
    """Say that a task is done, or why it is given up.

    Raises:
        Refusal: "words-needed", "task-done" already.
    """
    require(result.strip(), "Say what came of it.", code="words-needed")
    incident_id = MajorTask.objects.filter(pk=task_id).values_list("incident_id", flat=True).first()
    if incident_id is None:
        raise NotFound("There is no such task.", code="not-found")
    with changing(incident_id, by=by, at=at, act=Act.RUN_MAJOR) as change:
        task = MajorTask.objects.get(pk=task_id)
        require(task.done_at is None, f"{task.done_by_name} has settled this task already.", code="task-done")
        task.done_at, task.done_by_name, task.result = at, by.label, result.strip()[:300]
        task.save(update_fields=["done_at", "done_by_name", "result"])
        change.log(Entry.TASK_DONE, f"{task.number}. {task.what}: {task.result}", task=task.number)
    return task


def task_overdue(change: Change, task_id: int) -> bool:
    """The time of a task has passed and nobody has said that it is done."""
    task = MajorTask.objects.filter(pk=task_id, done_at=None).first()
    if task is None:
        return False
    raise_alarm(
        change,
        cause=Escalation.Cause.NOT_DONE,
        to_role="supervisor",
        what=f"Task {task.number} is not done: {task.what}",
        action=f"Ask {task.owner}; give it to somebody else if need be",
        watches="not-done",
        subject=task.pk,
    )
    return True
