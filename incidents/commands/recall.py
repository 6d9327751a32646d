"""Withdrawing a line of advice, and restoring it: everybody who heard it is called back.

One transaction withdraws the words and writes a call-back for every person. A line that is being read at that very moment either is
among them or is refused: see ``_line_lock``. Locks: the incidents in the order of their keys, the line, the recall, the board.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act, insist
from dispatch.clock.commands import cancel, rearm
from dispatch.live import announce
from dispatch.refusal import NotFound, Refusal, require
from incidents.commands._change import Change, finish_together, locked_incidents
from incidents.commands._line_lock import hold_line
from incidents.models import AdviceRead, Contact, Incident, Recall, RecalledWording, RecallTask
from incidents.models.recall import OPEN_STATES
from incidents.queries.recall import counted, readings_to_recall, recall_card, standing, wordings_in_use
from incidents.rules.entries import Entry
from incidents.rules.recall import (
    LONGEST_WINDOW_H,
    LONGEST_WITHIN_MIN,
    USUAL_WINDOW_H,
    USUAL_WITHIN_MIN,
    wording_digest,
)

TRIES = 20
BUSY = "This line is being read on many desks at this very moment. Press again."


class _ReadMeanwhile(Exception):
    """Somebody read the line in an incident that we do not hold, and holds that incident still."""


def withdraw_advice(
    *,
    line: str,
    why: str,
    say_instead: str,
    by: Staff,
    at: datetime,
    closed_within_h: int = USUAL_WINDOW_H,
    call_back_within_min: int = USUAL_WITHIN_MIN,
) -> Recall:
    """Withdraw a line of advice: nobody reads it any more, and everybody who heard it is to be called back.

    Args:
        say_instead: what is read in its place.
        closed_within_h: people of incidents closed in the last so many hours are called back too; those of open ones always.
        call_back_within_min: after so many minutes an alarm rings for whoever has not been told.

    Raises:
        Refusal: "line-unknown", "line-withdrawn", "words-needed", "window-unknown", "line-busy".
    """
    insist(by, Act.WITHDRAW_ADVICE, by)
    require(why.strip(), "Say why the line is withdrawn.", code="words-needed")
    require(say_instead.strip(), "Say what is to be said instead.", code="words-needed")
    require(0 <= closed_within_h <= LONGEST_WINDOW_H, f"Choose at most {LONGEST_WINDOW_H} hours.", code="window-unknown")
    require(1 <= call_back_within_min <= LONGEST_WITHIN_MIN, f"Choose 1 to {LONGEST_WITHIN_MIN} minutes.", code="window-unknown")
    draft = Recall(
        centre=by.centre,
        line=line,
        why=why.strip(),
        say_instead=" ".join(say_instead.split())[:300],
        withdrawn_at=at,
        withdrawn_by_id=by.user_id,
        closed_within_h=closed_within_h,
        due_at=at + timedelta(minutes=call_back_within_min),
    )
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return _withdraw(draft, by=by)
        except _ReadMeanwhile:
            draft.pk = None
    raise Refusal(BUSY, code="line-busy")


def _withdraw(recall: Recall, *, by: Staff) -> Recall:
    """Lock what is concerned, look again behind the lock, then write it all."""
    at, centre = recall.withdrawn_at, recall.centre
    readings = readings_to_recall(centre.pk, recall.line, closed_after=at - timedelta(hours=recall.closed_within_h))
    ids = set(readings.values_list("incident_id", flat=True))
    free = Incident.objects.select_for_update(of=("self",)).select_related("centre")
    held = {incident.pk: incident for incident in free.filter(pk__in=ids).order_by("pk")}
    hold_line(centre.pk, recall.line, alone=True)
    wordings = _wordings_to_withdraw(recall)
    found = list(readings.select_related("contact"))
    late = {each.incident_id for each in found} - set(held)
    held |= locked_incidents(late)  # without waiting: whoever holds one may be waiting for the line
    if late - set(held):
        raise _ReadMeanwhile
    recall.save(force_insert=True)
    RecalledWording.objects.bulk_create(
        RecalledWording(recall=recall, centre=centre, line=recall.line, digest=wording_digest(text), text=text) for text in wordings
    )
    tasks = RecallTask.objects.bulk_create(_tasks(recall, found))
    _tell(recall, tasks, held, by=by)
    return recall


def _wordings_to_withdraw(recall: Recall) -> list[str]:
    known = wordings_in_use(recall.centre_id, recall.line)
    require(known, "No procedure in use has this line of advice.", code="line-unknown")
    gone = standing(recall.centre_id, [recall.line])
    fresh = [text for text in known if (recall.line, wording_digest(text)) not in gone]
    if not fresh:
        first = next(iter(gone.values()))
        raise Refusal("This line is withdrawn already.", code="line-withdrawn", recall=first.pk, say_instead=first.say_instead)
    instead = wording_digest(recall.say_instead)
    require(instead not in {wording_digest(text) for text in known}, "These are the words that are being withdrawn.", code="words-same")
    return fresh


def _tasks(recall: Recall, readings: Sequence[AdviceRead]) -> list[RecallTask]:
    """One call-back for each person: the contact who heard it, or everybody of the incident when nobody noted who that was."""
    nameless = {each.incident_id for each in readings if each.contact_id is None}
    others: dict[int, list[int]] = defaultdict(list)
    for pk, incident_id in Contact.objects.filter(incident__in=nameless).order_by("pk").values_list("pk", "incident_id"):
        others[incident_id or 0].append(pk)
    heard: dict[tuple[str, int], RecallTask] = {}
    for read in readings:  # the newest first: those are the words in people's ears
        to: Sequence[int | None] = [read.contact_id] if read.contact_id else others[read.incident_id] or [None]
        for contact_id in to:
            who = ("contact", contact_id) if contact_id else ("incident", read.incident_id)
            heard.setdefault(who, RecallTask(recall=recall, incident_id=read.incident_id, contact_id=contact_id, read=read))
    return list(heard.values())


def _tell(recall: Recall, tasks: Sequence[RecallTask], held: dict[int, Incident], *, by: Staff) -> None:
    """Log it in every incident, start the clock, and show it on the board."""
    people: dict[int, int] = defaultdict(int)
    for task in tasks:
        people[task.incident_id] += 1
    changes = []
    for incident_id in sorted(people):
        change = Change(held[incident_id], by=by, at=recall.withdrawn_at)
        said = f"{recall.why} Say instead: “{recall.say_instead}”"
        change.log(Entry.ADVICE_WITHDRAWN, said, line=recall.line, recall=recall.pk, call_backs=people[incident_id])
        changes.append(change)
    if tasks:
        start_clock(recall, due_at=recall.due_at, at=recall.withdrawn_at)
    show_with(changes, recall, at=recall.withdrawn_at)


def show_with(changes: Sequence[Change], recall: Recall, *, at: datetime) -> None:
    """Finish these changes with the recall's card, or show the card alone when no incident is concerned."""
    card = recall_card(counted(Recall.objects.filter(pk=recall.pk)).get())
    if changes:
        changes[-1].show_card(card)
        finish_together(changes)
    else:
        announce(centre_id=recall.centre_id, at=at, cards=[card])


def start_clock(recall: Recall, *, due_at: datetime, at: datetime) -> None:
    """Have an alarm rung at this instant if somebody is still to be told."""
    centre = recall.centre
    rearm(centre_id=centre.pk, kind="recall-overdue", subject=recall.pk, lock_on=None, due_at=due_at, at=at, lane=centre.lane)


def restore_advice(*, recall_id: int, why: str, by: Staff, at: datetime) -> Recall:
    """Let a withdrawn line be read again, because it was right after all; call-backs not made yet are no longer needed."""
    insist(by, Act.WITHDRAW_ADVICE, by)
    require(why.strip(), "Say why the line may be read again.", code="words-needed")
    with transaction.atomic():
        open_tasks = RecallTask.objects.filter(recall_id=recall_id, state__in=OPEN_STATES)
        ids = open_tasks.values_list("incident_id", flat=True)
        free = Incident.objects.select_for_update(of=("self",)).select_related("centre").filter(centre_id=by.centre_id)
        held = {incident.pk: incident for incident in free.filter(pk__in=set(ids)).order_by("pk")}
        recall = locked_recall(recall_id, by=by)
        require(recall.lifted_at is None, "This line may be read again already.", code="recall-lifted")
        recall.lifted_at, recall.lifted_by_id, recall.lifted_why = at, by.user_id, why.strip()[:300]
        recall.revision += 1
        recall.save(update_fields=["lifted_at", "lifted_by", "lifted_why", "revision"])
        RecalledWording.objects.filter(recall=recall).update(standing=False)
        _end_call_backs(recall, held, by=by, at=at)
    return recall


def _end_call_backs(recall: Recall, held: dict[int, Incident], *, by: Staff, at: datetime) -> None:
    still = RecallTask.objects.filter(recall=recall, state__in=OPEN_STATES)
    incidents = sorted(set(still.values_list("incident_id", flat=True)))
    still.update(state=RecallTask.State.NOT_NEEDED, done_at=at, done_by_id=by.user_id)
    cancel(kind="recall-overdue", subject=recall.pk, at=at)
    changes = [Change(held[incident_id], by=by, at=at) for incident_id in incidents]
    for change in changes:
        change.log(Entry.ADVICE_RESTORED, recall.lifted_why, line=recall.line, recall=recall.pk)
    show_with(changes, recall, at=at)


def locked_recall(recall_id: int, *, by: Staff) -> Recall:
    """The recall under its lock, which comes after the incident's.

    Raises:
        NotFound: the centre has none of that key.
    """
    own = Recall.objects.of(by.centre_id).select_for_update(of=("self",)).select_related("centre")
    found = own.filter(pk=recall_id).first()
    if found is None:
        raise NotFound("There is no such recall.", code="not-found")
    return found
