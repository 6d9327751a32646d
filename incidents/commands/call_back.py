"""Calling back whoever heard advice that was withdrawn: one person has each call-back, and only a result ends it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from dispatch.accounts.actors import Console, Staff
from dispatch.accounts.permissions import Act, may
from dispatch.clock.commands import cancel, claim
from dispatch.clock.kinds import Outcome, Settling
from dispatch.refusal import NotFound, require
from incidents.commands._alarm import raise_alarm
from incidents.commands._change import Change, changing, locked_incident
from incidents.commands.recall import locked_recall, start_clock
from incidents.models import AdviceRead, Escalation, Recall, RecallTask
from incidents.models.recall import OPEN_STATES
from incidents.queries.recall import counted, recall_card
from incidents.rules.entries import Entry
from incidents.rules.recall import LONGEST_WAIT_H, REMIND_EVERY_MIN, RESULTS, WANT_WORDS, Result

State = RecallTask.State
ENDS = {Result.TOLD: State.TOLD, Result.TOLD_OTHERWISE: State.TOLD_OTHERWISE, Result.CANNOT_REACH: State.UNREACHABLE}


@contextmanager
def _changing_task(task_id: int, *, by: Staff, at: datetime, act: Act) -> Iterator[tuple[Change, RecallTask]]:
    """Change a call-back in the frame of its incident, with the recall locked behind it; then show the recall anew."""
    incident_id = RecallTask.objects.filter(pk=task_id).values_list("incident_id", flat=True).first()
    if incident_id is None:
        raise NotFound("There is no such call-back.", code="not-found")
    with changing(incident_id, by=by, at=at, act=act) as change:
        task = RecallTask.objects.select_related("taken_by", "done_by", "contact", "read").get(pk=task_id)
        task.incident = change.incident
        task.recall = locked_recall(task.recall_id, by=by)
        require(task.state in OPEN_STATES, f"This call-back is done: {task.get_state_display().lower()}.", code="call-back-done")
        yield change, task
        task.save()
        show_recall(change, task.recall)


def show_recall(change: Change, recall: Recall) -> None:
    """The recall's card with the change; when nobody is left to be told, its clock stops."""
    recall.revision += 1
    recall.save(update_fields=["revision", "alarm"])
    now = counted(Recall.objects.filter(pk=recall.pk)).get()
    if not now.open:  # type: ignore[attr-defined]
        cancel(kind="recall-overdue", subject=recall.pk, at=change.at)
    change.show_card(recall_card(now))


def take_call_back(*, task_id: int, by: Staff, at: datetime) -> RecallTask:
    """Take a call-back. Whoever comes second is told who has it; a supervisor may take it over."""
    with _changing_task(task_id, by=by, at=at, act=Act.CALL_BACK) as (change, task):
        require(task.taken_by_id != by.user_id, "You have this call-back already.", code="call-back-yours")
        require(task.state == State.OPEN, "A supervisor decides on this one now.", code="call-back-to-sign")
        _insist_it_is_free(task, by)
        task.taken_by_id, task.taken_at = by.user_id, at
        change.log(Entry.CALL_BACK_TAKEN, f"{by.label} calls back", task=task.pk, recall=task.recall_id)
    return task


def _insist_it_is_free(task: RecallTask, by: Staff) -> None:
    mine = task.taken_by_id in (None, by.user_id) or may(by, Act.SIGN_UNREACHED, by)
    require(mine, f"{task.taken_by.name if task.taken_by else 'Somebody'} has this call-back.", code="call-back-taken")


def record_call_back(
    *, task_id: int, result: str, by: Staff, at: datetime, words: str = "", again_at: datetime | None = None
) -> RecallTask:
    """Record what came of a call-back.

    Args:
        result: "told", "try_again" (keeps it open), "told_otherwise", or "cannot_reach", which a supervisor signs.
        words: what was said; needed for the last two.
        again_at: when the next try is due, for "try_again".

    Raises:
        Refusal: "call-back-taken", "call-back-done", "call-back-to-sign", "result-unknown", "words-needed", "time-needed".
    """
    require(result in RESULTS, "Choose what came of it.", code="result-unknown")
    require(words.strip() or result not in WANT_WORDS, WANT_WORDS.get(Result(result), ""), code="words-needed")
    if result == Result.TRY_AGAIN:
        require(again_at is not None, "Say when to try again.", code="time-needed")
        soon = again_at is not None and at < again_at <= at + timedelta(hours=LONGEST_WAIT_H)
        require(soon, f"The next try is later than now, and within {LONGEST_WAIT_H} hours.", code="time-needed")
    with _changing_task(task_id, by=by, at=at, act=Act.CALL_BACK) as (change, task):
        require(task.state == State.OPEN, "A supervisor decides on this one now.", code="call-back-to-sign")
        _insist_it_is_free(task, by)
        task.tries += 1
        task.words = words.strip()[:300]
        if result == Result.TRY_AGAIN:
            _wait(change, task, again_at)
        elif result == Result.CANNOT_REACH and not may(by, Act.SIGN_UNREACHED, by):
            _ask_for_a_signature(change, task)
        else:
            _end(change, task, Result(result))
    return task


def _wait(change: Change, task: RecallTask, again_at: datetime | None) -> None:
    """Not reached: anybody may make the next try."""
    task.again_at, task.taken_by, task.taken_at = again_at, None, None
    due = again_at.isoformat() if again_at else None
    change.log(Entry.CALL_BACK_TRIED, f"Not reached. {task.words}".strip(), task=task.pk, recall=task.recall_id, again_at=due)


def _ask_for_a_signature(change: Change, task: RecallTask) -> None:
    task.state, task.taken_by_id, task.taken_at = State.TO_SIGN, change.by.user_id, change.at
    change.log(Entry.CALL_BACK_TRIED, f"Cannot be reached. {task.words}", task=task.pk, recall=task.recall_id)


def _end(change: Change, task: RecallTask, result: Result) -> None:
    task.state, task.done_at, task.done_by_id = ENDS[result], change.at, change.by.user_id
    task.again_at = None
    if result == Result.TOLD:
        _keep_as_read(change, task)
    said = f"{RESULTS[result]}. {task.words}".strip()
    change.log(Entry.CALL_BACK_DONE, said, task=task.pk, recall=task.recall_id, result=result.value, contact=task.contact_id)


def _keep_as_read(change: Change, task: RecallTask) -> None:
    """What is said instead has been read to this person: the record shows it beside the line that it replaces."""
    AdviceRead.objects.get_or_create(
        incident_id=task.incident_id,
        contact=task.contact,
        line=task.recall.replacement,
        defaults={
            "text": task.recall.say_instead,
            "pack_id": task.read.pack_id,
            "to_whom": task.read.to_whom,
            "read_at": change.at,
            "read_by_id": change.by.user_id,
        },
    )


def sign_unreached(*, task_id: int, agreed: bool, by: Staff, at: datetime, words: str = "") -> RecallTask:
    """Sign that somebody cannot be reached, or say what is to be tried: then it is open again."""
    require(agreed or words.strip(), "Say what is to be tried.", code="words-needed")
    with _changing_task(task_id, by=by, at=at, act=Act.SIGN_UNREACHED) as (change, task):
        require(task.state == State.TO_SIGN, "Nobody has said that they cannot be reached.", code="nothing-to-sign")
        if agreed:
            task.words = " ".join(filter(None, (task.words, words.strip())))[:300]
            _end(change, task, Result.CANNOT_REACH)
        else:
            task.state, task.words = State.OPEN, words.strip()[:300]
            task.taken_by, task.taken_at, task.again_at = None, None, at
            change.log(Entry.CALL_BACK_TRIED, f"To be tried again: {task.words}", task=task.pk, recall=task.recall_id)
    return task


def recall_overdue(due: Settling) -> Outcome:
    """People are still to be told after the time set: an alarm on one of their incidents, and again until all of them are told.

    The incident first, then the recall, then the timer.
    """
    with transaction.atomic():
        task = _most_pressing(due.subject)
        incident = locked_incident(task.incident_id, skip_locked=True) if task else None
        if task is not None and incident is None:
            return Outcome.BUSY
        recall = Recall.objects.select_for_update(of=("self",)).select_related("centre", "alarm").get(pk=due.subject)
        timer = claim(due.timer_id)
        if timer is None:
            return Outcome.SUPERSEDED
        timer.settle(due.at)
        left = RecallTask.objects.filter(recall=recall, state__in=OPEN_STATES).count()
        if incident is None or not left:
            timer.supersede(due.at)
            return Outcome.SUPERSEDED
        _ring(Change(incident, by=Console(incident.centre_id), at=due.at, timer_id=due.timer_id), recall, left)
    return Outcome.SETTLED


def _most_pressing(recall_id: int) -> RecallTask | None:
    """An open call-back, if there is one in an incident that is still open: boards show its alarms."""
    still = RecallTask.objects.filter(recall=recall_id, state__in=OPEN_STATES)
    return still.order_by(F("incident__closed_at").desc(nulls_first=True), "incident_id").first()


def _ring(change: Change, recall: Recall, left: int) -> None:
    """Ring, unless the alarm before still does; and look again later."""
    start_clock(recall, due_at=change.at + timedelta(minutes=REMIND_EVERY_MIN), at=change.at)
    people = "One person has" if left == 1 else f"{left} people have"
    what = f"{people} not been told that advice was withdrawn ({recall.line})"
    if recall.alarm is None or recall.alarm.taken_at is not None:
        cause = Escalation.Cause.ADVICE_RECALL
        recall.alarm = raise_alarm(change, cause=cause, to_role="supervisor", what=what, action="Share out the call-backs now")
    else:
        change.log(Entry.ESCALATION_REPEATED, what, alarm=recall.alarm_id, recall=recall.pk)
    show_recall(change, recall)
    change.finish()
