"""What each kind of clock does when it falls due: the effect, and the frame it happens in."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from types import ModuleType

from django.db import transaction

from dispatch.accounts.actors import Console
from dispatch.clock.commands import claim, claim_all, supersede_these
from dispatch.clock.due import still_armed
from dispatch.clock.kinds import Outcome, Settling
from dispatch.clock.models import State, Timer
from incidents.commands import (
    accountability,
    call_back,
    callbacks,
    contacts,
    escalate,
    major_decide,
    major_scene,
    reassess,
    silence,
    transfers,
    watch,
)
from incidents.commands._alarm import raise_alarm
from incidents.commands._change import Change, finish_together, locked_incident, locked_incidents
from incidents.commands._common import common_to
from incidents.models import Contact, Escalation, Incident
from incidents.rules.waiting import GOVERNED

AGAIN_MIN = 15  # until an alarm whose clock failed rings again

# The effect on the incident under its lock; False when there was nothing left to do.
Effect = Callable[[Change, int], bool]

EFFECTS: dict[str, Effect] = {
    "not-assessed": watch.not_assessed,
    "not-sent": watch.nobody_sent,
    "not-acknowledged": watch.nobody_acknowledged,
    "not-moving": watch.nobody_moving,
    "not-arrived": watch.nobody_arrived,
    "not-told": watch.nobody_told,
    "not-updated": watch.promise_broken,
    "not-safe": watch.no_safe_outcome,
    "not-reassessed": reassess.nobody_reassessed,
    "sitrep-due": major_decide.sitrep_overdue,
    "not-done": major_scene.task_overdue,
    "level": escalate.next_level,
    "alarm-repeat": escalate.repeat_alarm,
    "check-due": silence.ask_check,
    "check-missed": silence.miss_check,
    "check-repeat": silence.escalate_silence,
    "check-visit": silence.miss_visit,
    "visit-due": silence.late_visit,
    "round-due": accountability.late_round,
}

# The same for a contact, which has no incident yet.
ContactEffect = Callable[..., bool]

CONTACT_EFFECTS: dict[str, ContactEffect] = {
    "not-answered": contacts.mark_overdue,
    "callback-due": callbacks.mark_callback_late,
    "transfer-unanswered": transfers.bring_back,
}


def settling(effect: Effect) -> Callable[[Settling], Outcome]:
    """Settle a clock of an incident: the incident first, then the timer, then the effect, in one transaction."""

    def settle(due: Settling) -> Outcome:
        with transaction.atomic():
            incident = locked_incident(due.lock_on or 0, skip_locked=True)
            if incident is None:
                return Outcome.BUSY
            timer = claim(due.timer_id)
            if timer is None:
                return Outcome.SUPERSEDED
            change = Change(incident, by=Console(incident.centre_id), at=due.at, timer_id=due.timer_id)
            timer.settle(due.at)  # before the effect, which may arm the next of its kind in place of the one that is armed
            outcome = _take_effect(change, effect, due)
            if outcome == Outcome.SUPERSEDED:
                timer.supersede(due.at)
            if outcome == Outcome.SETTLED or change.quiet:
                change.finish()
        return outcome

    return settle


def _take_effect(change: Change, effect: Effect, due: Settling) -> Outcome:
    """Let the clock do its work. One that had nothing left to do is superseded, and an open incident's board is told that it is gone.

    A closed incident changes no more; only the alarm about withdrawn advice rings on after it.
    """
    if (change.incident.is_open or due.kind == "alarm-repeat") and effect(change, due.subject):
        return Outcome.SETTLED
    change.quiet = change.incident.is_open
    return Outcome.SUPERSEDED


def settle_together(dues: Sequence[Settling]) -> dict[int, Outcome]:
    """Settle clocks of several incidents in the transaction under way. A second clock of one incident waits for its own turn."""
    first = {due.lock_on: due for due in reversed(dues)}
    dues = [due for due in dues if first[due.lock_on] is due]
    armed = still_armed([due.timer_id for due in dues])  # what another worker has settled meanwhile is not worth a lock
    incidents = locked_incidents([due.lock_on for due in dues if due.lock_on and due.timer_id in armed])
    timers = claim_all(due.timer_id for due in dues if due.lock_on in incidents)
    Timer.objects.filter(pk__in=timers).leave(State.SETTLED, dues[-1].at)  # before the effects; see above
    came_to = {due.timer_id: _unclaimed(due, armed, incidents) for due in dues}
    changes = {due.timer_id: change for due, change in _changes([due for due in dues if due.timer_id in timers], incidents)}
    for due in dues:
        if due.timer_id in changes:
            came_to[due.timer_id] = _take_effect(changes[due.timer_id], EFFECTS[due.kind], due)
    pointless = [timer_id for timer_id in changes if came_to[timer_id] == Outcome.SUPERSEDED]
    supersede_these(pointless, at=dues[-1].at)
    finished = [change for timer_id, change in changes.items() if came_to[timer_id] == Outcome.SETTLED or change.quiet]
    if finished:
        finish_together(finished)
    return came_to


def _unclaimed(due: Settling, armed: Collection[int], incidents: Mapping[int, Incident]) -> Outcome:
    return Outcome.BUSY if due.timer_id in armed and due.lock_on not in incidents else Outcome.SUPERSEDED


def _changes(dues: Sequence[Settling], incidents: Mapping[int, Incident]) -> Iterator[tuple[Settling, Change]]:
    """A change for each, all of which ask once for what they have in common."""
    common = common_to(len(dues), ringing=[due.subject for due in dues if due.kind == "alarm-repeat"]) if dues else None
    for due in dues:
        incident = incidents[due.lock_on or 0]
        yield due, Change(incident, by=Console(incident.centre_id), at=due.at, timer_id=due.timer_id, common=common)


def settling_contact(effect: ContactEffect) -> Callable[[Settling], Outcome]:
    """Settle a clock of a contact: the contact first, then the timer, in one transaction."""

    def settle(due: Settling) -> Outcome:
        with transaction.atomic():
            centre_id = Contact.objects.filter(pk=due.subject).values_list("centre_id", flat=True).first()
            if centre_id is None or not effect(contact_id=due.subject, by=Console(centre_id), at=due.at):
                return _superseded(due)
            timer = claim(due.timer_id)
            if timer is None:
                transaction.set_rollback(True)
                return Outcome.SUPERSEDED
            timer.settle(due.at)
        return Outcome.SETTLED

    return settle


def _superseded(due: Settling) -> Outcome:
    timer = claim(due.timer_id)
    if timer is not None:
        timer.supersede(due.at)
    return Outcome.SUPERSEDED


def given_up(due: Settling) -> None:
    """A clock that cannot be settled becomes an alarm of its own, never a silence."""
    incident = locked_incident(due.lock_on or 0)
    if incident is None or not incident.is_open:
        return
    change = Change(incident, by=Console(incident.centre_id), at=due.at)
    change.giving_up = due.timer_id
    watched = _put_off(change, due)
    raise_alarm(
        change,
        cause=Escalation.Cause.CLOCK_FAILED,
        to_role="supervisor",
        watches=due.kind if watched else "",
        subject=due.subject if watched else None,
        what=f"The clock “{due.kind}” failed and was given up",
        action="Watch this incident by hand and tell whoever looks after the console",
    )
    change.finish()


def _put_off(change: Change, due: Settling) -> bool:
    """Keep the rule from starting at once what has just failed: whether the alarm about it stands in for the clock."""
    if due.kind == "level":
        change.incident.level_passed += 1
    elif due.kind == "alarm-repeat":
        Escalation.objects.filter(pk=due.subject).update(rings_at=due.at + timedelta(minutes=AGAIN_MIN))
    return due.kind in GOVERNED and due.kind not in ("level", "alarm-repeat")


def register_with(kinds: ModuleType) -> None:
    """Tell the clock what settles each kind."""
    for kind, effect in EFFECTS.items():
        kinds.register(kind, settling(effect), on_dead=given_up, together=settle_together)
    for kind, act in CONTACT_EFFECTS.items():
        kinds.register(kind, settling_contact(act))
    kinds.register("recall-overdue", call_back.recall_overdue)
