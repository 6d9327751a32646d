"""What stands around incidents: their next clock, alarms, notices, promises, repeat contacts, crews in danger and not accounted for."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

# One statement for what stands around incidents: every command asks it, and three composed queries cost more than all the rest.
SURROUNDINGS = """
    SELECT lock_on, kind, due_at FROM clock_timer WHERE state = 'armed' AND lock_on {among} AND kind IN ({kinds})
    UNION ALL
    SELECT incident_id, '{alarm}', NULL FROM incidents_escalation WHERE taken_at IS NULL AND incident_id {among}
    UNION ALL
    SELECT incident_id, '{notice}', NULL FROM incidents_notice WHERE confirmed_at IS NULL AND dropped_at IS NULL AND incident_id {among}
    UNION ALL
    SELECT incident_id, '{repeat}', NULL FROM incidents_reassessment WHERE settled_at IS NULL AND incident_id {among}
    UNION ALL
    SELECT incident_id, '{lowering}', asked_at FROM incidents_loweringrequest WHERE state = 'open' AND incident_id {among}
    UNION ALL
    SELECT incident_id, '{promise}', due_at FROM incidents_promise WHERE kept_at IS NULL AND incident_id {among}
    UNION ALL
    SELECT incident_id, '{unsent}', raised_at FROM incidents_escalation WHERE cause = 'not_sent' AND incident_id {among}
    UNION ALL
    SELECT alarm.incident_id, 'taken by ' || person.name, alarm.taken_at FROM incidents_escalation AS alarm
    JOIN accounts_user AS person ON person.id = alarm.taken_by_id WHERE alarm.incident_id {among}
    UNION ALL
    SELECT incident_id, '{danger}', NULL FROM incidents_emergency WHERE ended_at IS NULL AND incident_id {among}
    UNION ALL
    SELECT round.incident_id, '{unheard}', NULL FROM incidents_roundanswer AS answer
    JOIN incidents_round AS round ON round.id = answer.round_id
    WHERE round.ended_at IS NULL AND answer.state IN ('asked', 'missing') AND round.incident_id {among}
"""
ALARM, NOTICE, REPEAT, LOWERING = "an alarm", "a notice", "a repeat contact", "a lowering"
DANGER, UNHEARD = "a crew in danger", "a crew not heard"
PROMISE, UNSENT = "a promise", "nobody sent"
TAKEN = "taken by "
DATED = {LOWERING: "lowering_at", PROMISE: "promised_at"}
COUNTED = {ALARM: "alarms", NOTICE: "notices", DANGER: "danger", UNHEARD: "unheard"}


@dataclass
class Surroundings:
    """What stands around an incident.

    ``due`` is the board's next clock: when, and its kind; ``lowering_at`` when one was asked for; ``unheard``: crews not accounted for;
    ``promised_at``: by when an update is promised; ``unsent_at``: when it last rang that nobody was sent; ``taken``: when an alarm was last
    taken, and by whom.
    """

    due: tuple[datetime, str] | None = None
    alarms: int = 0
    notices: int = 0
    repeat: bool = False
    lowering_at: datetime | None = None
    danger: int = 0
    unheard: int = 0
    promised_at: datetime | None = None
    unsent_at: datetime | None = None
    taken: tuple[datetime, str] | None = None


def surroundings_of(ids: Sequence[int], clocks: Sequence[str]) -> dict[int, Surroundings]:
    """What stands around each of these incidents; ``clocks`` are the kinds that a board counts down."""
    around: dict[int, Surroundings] = defaultdict(Surroundings)
    if not ids:
        return around
    among, asked = among_these(ids)
    kinds = ", ".join(["%s"] * len(clocks))
    with connection.cursor() as cursor:
        words = {"alarm": ALARM, "notice": NOTICE, "repeat": REPEAT, "lowering": LOWERING, "danger": DANGER, "unheard": UNHEARD}
        words |= {"promise": PROMISE, "unsent": UNSENT}
        cursor.execute(SURROUNDINGS.format(among=among, kinds=kinds, **words), [asked, *clocks, *[asked] * (len(words) + 1)])
        for incident_id, kind, due_at in cursor.fetchall():
            _place(around[incident_id], kind, due_at)
    return around


def among_these(ids: Sequence[int]) -> tuple[str, Any]:
    """A condition and its one parameter: taking three hundred parameters apart cost more than answering the query."""
    if connection.vendor == "postgresql":
        return "= ANY(%s)", list(ids)
    return "IN (SELECT value FROM json_each(%s))", json.dumps(list(ids))


def _place(around: Surroundings, kind: str, due_at: Any) -> None:
    if kind in COUNTED:
        setattr(around, COUNTED[kind], getattr(around, COUNTED[kind]) + 1)
    elif kind == REPEAT:
        around.repeat = True
    elif kind in DATED:
        setattr(around, DATED[kind], instant(due_at))
    elif kind == UNSENT:
        around.unsent_at = max(filter(None, (around.unsent_at, instant(due_at))))
    elif kind.startswith(TAKEN):
        around.taken = max(filter(None, (around.taken, (instant(due_at), kind.removeprefix(TAKEN)))))
    else:
        around.due = min(filter(None, (around.due, (instant(due_at), kind))))


def instant(kept: Any) -> Any:
    """An instant as a statement answers it, or None. SQLite keeps instants in UTC, as text or without a zone."""
    if isinstance(kept, str):
        kept = datetime.fromisoformat(kept)
    return kept.replace(tzinfo=UTC) if isinstance(kept, datetime) and kept.tzinfo is None else kept
