"""Which clocks an open incident must have: one for every state in which somebody waits, and none besides (CC38 1.7, 3.5).

The change frame arms and stops clocks by this rule in the transaction of the change; the auditor holds it against what runs.
A state that was alarmed waits for whoever takes the alarm; when it still stands after that, its clock starts again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from incidents.rules.limits import Limits
from incidents.rules.packs.shape import EscalationLevel

Key = tuple[str, int]  # the kind of clock and its subject: the incident, or a row of it

# The kinds that this rule governs, in the words of a board.
GOVERNED = {
    "not-assessed": "Finish questions",
    "not-sent": "Send a unit",
    "not-acknowledged": "Crew to acknowledge",
    "not-moving": "Crew to set off",
    "not-arrived": "Crew to arrive",
    "not-told": "Tell organisation",
    "not-updated": "Promised update",
    "not-safe": "Safe outcome",
    "not-reassessed": "Assess again",
    "sitrep-due": "Situation report",
    "not-done": "Task of the major incident",
    "level": "Next escalation",
    "alarm-repeat": "Alarm to be taken",
    "check-due": "Check on crew",
    "check-missed": "Answer to check",
    "check-repeat": "Answer to second asking",
    "check-visit": "Send somebody to look",
    "visit-due": "Result of the visit",
    "round-due": "Accountability round",
}
RINGS_ONCE = frozenset({"check-visit", "visit-due", "round-due"})  # their alarm is the last step: from there on it is a named person's
REMINDED_LEAST_S = 300  # what was alarmed and taken is not alarmed again sooner than this
OPEN_AGAIN_S = 300  # questions opened again while an outcome is in force
ON_LOCATION_ALONE_S = 120  # a unit went before the questions were answered


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something of the incident that waits: a crew, a check on it, a visit, an organisation to be told, a promise, a repeat contact.

    ``until`` is its own deadline where it has one.
    """

    kind: str
    subject: int
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """An alarm: what clock it answered, if any, and when it rings again while nobody takes it."""

    alarm: int
    watches: Key | None
    raised_at: datetime
    taken_at: datetime | None
    rings_at: datetime | None
    outlives: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule knows of an incident. Instants are aware; ``waiting`` holds its crews and checks, untold organisations and promises."""

    incident: int
    is_open: bool
    stage: str
    stage_at: datetime
    opened_at: datetime
    priority: str
    priority_at: datetime | None
    assessed: bool
    reopened_at: datetime | None
    first_sent_at: datetime | None
    been_to_scene: bool
    outcome_at: datetime | None
    level_passed: int
    levels: tuple[EscalationLevel, ...]
    limits: Limits
    waiting: tuple[Waiting, ...] = ()
    alarms: tuple[Rung, ...] = ()


def clocks_demanded(facts: Facts) -> dict[Key, datetime]:
    """The clocks that must be running and when each is due, which may be past. Empty once the incident is closed."""
    rung = {alarm.watches: alarm for alarm in facts.alarms if alarm.watches}
    untaken = [alarm for alarm in facts.alarms if alarm.taken_at is None and (facts.is_open or alarm.outlives)]
    found = {("alarm-repeat", alarm.alarm): alarm.rings_at or alarm.raised_at for alarm in untaken}
    if not facts.is_open:
        return found
    for waiting in _all_waiting(facts):
        due_at = _due(waiting, rung.get((waiting.kind, waiting.subject)), facts)
        if due_at is not None:
            found[waiting.kind, waiting.subject] = due_at
    level_at = next_level_at(facts)
    if level_at is not None:
        found["level", facts.incident] = level_at
    return found


def is_waiting(facts: Facts, kind: str, subject: int) -> bool:
    """Whether something still waits under this clock."""
    return any((each.kind, each.subject) == (kind, subject) for each in _all_waiting(facts))


def _all_waiting(facts: Facts) -> Iterator[Waiting]:
    yield from facts.waiting
    if not facts.assessed:
        yield Waiting("not-assessed", facts.incident, facts.opened_at, _assessed_by(facts))
    elif facts.reopened_at is not None:
        yield Waiting("not-assessed", facts.incident, facts.reopened_at, facts.reopened_at + timedelta(seconds=OPEN_AGAIN_S))
    if facts.stage == "to_send":
        yield Waiting("not-sent", facts.incident, _since(facts, facts.stage_at))
    if facts.stage in ("at_scene", "to_close"):
        yield Waiting("not-safe", facts.incident, facts.stage_at)


def _assessed_by(facts: Facts) -> datetime:
    due_at = facts.opened_at + timedelta(seconds=facts.limits.assess_s)
    if facts.first_sent_at is None:
        return due_at
    return min(due_at, facts.first_sent_at + timedelta(seconds=ON_LOCATION_ALONE_S))


def _since(facts: Facts, since: datetime) -> datetime:
    """A wait counts anew when the priority has changed meanwhile."""
    return max(since, facts.priority_at or since)


def _due(waiting: Waiting, alarm: Rung | None, facts: Facts) -> datetime | None:
    limit = timedelta(seconds=facts.limits.of(waiting.kind))
    if alarm is None or alarm.raised_at < waiting.since:
        return waiting.until or _first_due(waiting, limit, facts)
    if alarm.taken_at is None or waiting.kind in RINGS_ONCE:
        return None
    return alarm.taken_at + max(limit, timedelta(seconds=REMINDED_LEAST_S))


def _first_due(waiting: Waiting, limit: timedelta, facts: Facts) -> datetime:
    if waiting.kind == "not-arrived" and not facts.been_to_scene:
        # Counted from the contact, but a crew that is sent late has half of it for its journey.
        return max(_since(facts, facts.opened_at) + limit, waiting.since + limit / 2)
    if waiting.kind == "not-told":
        return (
            waiting.since + limit + _minutes(level.after_min for level in facts.levels if level.until == "told" and _concerns(level, facts))
        )
    return waiting.since + limit


def _minutes(minutes: Iterable[int]) -> timedelta:
    """Where the procedure has a level for it, that level rings first and this clock follows."""
    return timedelta(minutes=max(minutes, default=0))


def _concerns(level: EscalationLevel, facts: Facts) -> bool:
    return concerns(level, facts.priority)


def concerns(level: EscalationLevel, priority: str) -> bool:
    """Whether a level is for incidents of this priority."""
    return not level.priorities or priority in level.priorities


def next_level_at(facts: Facts) -> datetime | None:
    """When the procedure's next level comes; None before an outcome and after the last."""
    following = [level for level in facts.levels if level.level > facts.level_passed and _concerns(level, facts)]
    if not following or facts.outcome_at is None:
        return None
    base = facts.opened_at if following[0].counted_from == "contact_answered" else facts.outcome_at
    return base + timedelta(minutes=following[0].after_min)
