"""What the rule on clocks must know of incidents, and the clocks that run for them: one query for any number of incidents."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from incidents.models import Incident
from incidents.queries.procedures import loaded
from incidents.queries.surroundings import among_these, instant
from incidents.rules.crew_clocks import check_waits
from incidents.rules.limits import limits_for
from incidents.rules.packs.lookup import find_type
from incidents.rules.packs.shape import EscalationLevel
from incidents.rules.priority import targets
from incidents.rules.waiting import GOVERNED, Facts, Rung, Waiting

# Every command asks it: one statement, composed once. A source's columns are: since or raised, until or taken, rings; a word, a subject.
# A check's are: since when it stands so, when a supervisor was told, when the last visitor reported; its state, its seconds of grace.
SURROUNDINGS = """
    SELECT incident_id, CASE cause WHEN 'advice_recall' THEN 'recall' ELSE 'alarm' END, id, raised_at, taken_at, rings_at, watches, subject
    FROM incidents_escalation WHERE (taken_at IS NULL OR watches <> '') AND incident_id {among}
    UNION ALL
    SELECT incident_id, 'crew', id, sent_at, acknowledged_at, NULL, status, NULL
    FROM incidents_deployment WHERE ended_at IS NULL AND incident_id {among}
    UNION ALL
    SELECT incident_id, 'not-told', id, wanted_at, NULL, NULL, '', NULL
    FROM incidents_notice WHERE confirmed_at IS NULL AND dropped_at IS NULL AND incident_id {among}
    UNION ALL
    SELECT incident_id, 'not-updated', id, made_at, due_at, NULL, '', NULL
    FROM incidents_promise WHERE kept_at IS NULL AND incident_id {among}
    UNION ALL
    SELECT incident_id, 'not-reassessed', incident_id, raised_at, due_at, NULL, '', NULL
    FROM incidents_reassessment WHERE settled_at IS NULL AND incident_id {among}
    UNION ALL
    SELECT incident_id, 'sitrep-due', id, sitrep_from, sitrep_due_at, NULL, '', NULL
    FROM incidents_majorincident WHERE stood_down_at IS NULL AND incident_id {among}
    UNION ALL
    SELECT incident_id, 'not-done', id, set_at, due_at, NULL, '', NULL
    FROM incidents_majortask WHERE done_at IS NULL AND incident_id {among}
    UNION ALL
    SELECT crew.incident_id, 'check', asked.id, COALESCE(asked.missed_at, asked.asked_at, asked.due_at), asked.escalated_at,
        (SELECT MAX(done_at) FROM incidents_visit WHERE missed_id = asked.id),
        CASE WHEN EXISTS (SELECT 1 FROM incidents_visit WHERE missed_id = asked.id AND done_at IS NULL) THEN 'visited' ELSE asked.state END,
        asked.grace_s
    FROM incidents_check AS asked JOIN incidents_deployment AS crew ON crew.id = asked.deployment_id
    WHERE asked.state IN ('planned', 'asked', 'missed') AND crew.incident_id {among}
    UNION ALL
    SELECT crew.incident_id, 'visit-due', visit.id, visit.ordered_at, visit.due_at, NULL, '', NULL
    FROM incidents_visit AS visit JOIN incidents_check AS missed ON missed.id = visit.missed_id
    JOIN incidents_deployment AS crew ON crew.id = missed.deployment_id
    WHERE visit.done_at IS NULL AND crew.incident_id {among}
    UNION ALL
    SELECT incident_id, 'round-due', id, started_at, due_at, NULL, '', NULL
    FROM incidents_round WHERE ended_at IS NULL AND late_at IS NULL AND incident_id {among}
    UNION ALL
    SELECT lock_on, 'clock', id, due_at, armed_at, NULL, kind, subject
    FROM clock_timer WHERE state = 'armed' AND lock_on {among} AND kind IN ({kinds})
    ORDER BY 3
"""
ASKED = SURROUNDINGS.count("{among}")
KINDS = ", ".join(f"'{kind}'" for kind in GOVERNED)
ON_ITS_WAY = frozenset({"alerted", "acknowledged", "en_route", "delayed", "at_rvp"})


class Running(NamedTuple):
    """A clock that is armed."""

    id: int
    due_at: datetime
    armed_at: datetime


@dataclass
class Around:
    """What stands around an incident."""

    waiting: list[Waiting] = field(default_factory=list)
    alarms: list[Rung] = field(default_factory=list)
    running: dict[tuple[str, int], Running] = field(default_factory=dict)


def around(ids: Sequence[int]) -> dict[int, Around]:
    """What stands around each of these incidents."""
    found: dict[int, Around] = defaultdict(Around)
    if ids:
        condition, asked = among_these(ids)
        with connection.cursor() as cursor:
            cursor.execute(SURROUNDINGS.format(among=condition, kinds=KINDS), [asked] * ASKED)
            for incident, *row in cursor.fetchall():
                _place(found[incident], *row)
    return found


def _place(of: Around, source: str, id: int, a: Any, b: Any, c: Any, word: str, subject: int | None) -> None:
    a, b, c = instant(a), instant(b), instant(c)
    if source == "clock":
        of.running[word, subject or 0] = Running(id, a, b)
    elif source in ("alarm", "recall"):  # people are still to be told of withdrawn advice when their incident is closed
        of.alarms.append(Rung(id, (word, subject or 0) if word else None, a, b, c, outlives=source == "recall"))
    elif source == "crew":
        of.waiting += _crew(id, sent_at=a, acknowledged_at=b, status=word)
    elif source == "check":
        of.waiting += check_waits(id, state=word, since=a, grace_s=subject or 0, escalated_at=b, visited_at=c)
    else:
        of.waiting.append(Waiting(source, id, a, b))


def _crew(id: int, *, sent_at: datetime, acknowledged_at: datetime | None, status: str) -> list[Waiting]:
    if status == "alerted":
        return [Waiting("not-acknowledged", id, sent_at), Waiting("not-arrived", id, sent_at)]
    if status == "acknowledged":
        return [Waiting("not-moving", id, acknowledged_at or sent_at), Waiting("not-arrived", id, sent_at)]
    return [Waiting("not-arrived", id, sent_at)] if status in ON_ITS_WAY else []


def facts_of(incident: Incident, of: Around) -> Facts:
    """The rule's facts about an incident as it stands now."""
    core = loaded(incident.pack_id).core if incident.pack_id else None
    return Facts(
        incident=incident.pk,
        is_open=incident.is_open,
        stage=incident.stage,
        stage_at=incident.stage_at,
        opened_at=incident.opened_at,
        priority=incident.priority,
        priority_at=incident.priority_at,
        assessed=incident.outcome is not None,
        reopened_at=incident.reopened_at if incident.reassessing else None,
        first_sent_at=incident.first_sent_at,
        been_to_scene=incident.first_at_scene_at is not None,
        outcome_at=incident.outcome_at,
        level_passed=incident.level_passed,
        levels=levels_of(incident),
        limits=limits_for(incident.priority, targets(core, incident.priority) if core and incident.priority else None),
        waiting=tuple(of.waiting),
        alarms=tuple(of.alarms),
    )


def levels_of(incident: Incident) -> tuple[EscalationLevel, ...]:
    """The escalation levels of the incident's type; none before it is known."""
    kind = find_type(loaded(incident.pack_id).pack, incident.type_code) if incident.pack_id else None
    return kind.escalation if kind else ()
