"""Incidents and alarms as the board shows them: the same cards in a snapshot and in a live event."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

from dispatch.accounts.permissions import Act
from incidents.models import Deployment, Escalation, Incident
from incidents.queries.surroundings import Surroundings, among_these, surroundings_of
from incidents.rules.alarms import Ready, boundary_words, loudness, ready_to_escalate
from incidents.rules.deployments import STATUS_WORDS
from incidents.rules.stages import STAGES
from incidents.rules.waiting import GOVERNED
from resources.queries.cards import stamp

# The clocks that a board counts down. An untaken alarm's own repeats are not among them: the alarm itself is shown.
CLOCK_WORDS = {kind: words for kind, words in GOVERNED.items() if kind != "alarm-repeat"}

ON_THE_WAY = """
    SELECT deployment.incident_id, unit.call_sign, deployment.status, deployment.id FROM incidents_deployment AS deployment
    JOIN resources_unit AS unit ON unit.id = deployment.unit_id
    WHERE deployment.ended_at IS NULL AND deployment.incident_id {among} ORDER BY deployment.id
"""


class OnTheWay(NamedTuple):
    """A unit that was sent and has not left yet."""

    call_sign: str
    status: str
    deployment: int


def on_the_way(deployment: Deployment) -> OnTheWay:
    """The same, of a deployment that is at hand with its unit."""
    return OnTheWay(deployment.unit.call_sign, deployment.status, deployment.pk)


def active_units(ids: Sequence[int]) -> dict[int, list[OnTheWay]]:
    """The units that are on each of these incidents, in the order in which they were sent."""
    active: dict[int, list[OnTheWay]] = defaultdict(list)
    if ids:
        with connection.cursor() as cursor:
            among, asked = among_these(ids)
            cursor.execute(ON_THE_WAY.format(among=among), [asked])
            for incident_id, *unit in cursor.fetchall():
                active[incident_id].append(OnTheWay(*unit))
    return active


def incident_cards(incidents: Sequence[Incident]) -> list[dict[str, Any]]:
    """Cards of many incidents, in two queries."""
    return cards_of(incidents, active_units([incident.pk for incident in incidents]))


def incident_card(incident: Incident, active: list[OnTheWay]) -> dict[str, Any]:
    """The card of one incident whose active units are at hand."""
    return cards_of([incident], {incident.pk: active})[0]


def cards_of(incidents: Sequence[Incident], active: dict[int, list[OnTheWay]]) -> list[dict[str, Any]]:
    """Cards of many incidents whose active units are at hand, in one query."""
    around = surroundings_of([incident.pk for incident in incidents], list(CLOCK_WORDS))
    return [_card(incident, active.get(incident.pk, []), around[incident.pk]) for incident in incidents]


def _card(incident: Incident, units: list[OnTheWay], around: Surroundings) -> dict[str, Any]:
    card: dict[str, Any] = {
        "kind": "incident",
        "id": incident.reference,
        "reference": incident.reference,
        "revision": incident.revision,
        "type": incident.type_code or None,
        "type_title": incident.type_title,
        "priority": incident.priority or None,
        "urgency": incident.urgency,
        "stage": incident.stage,
        "stage_word": STAGES[incident.stage],
        "stage_at": stamp(incident.stage_at),
        "summary": incident.summary[:300],
        "place": {"text": incident.place_text, "lat": incident.lat, "lon": incident.lon},
        "opened_at": stamp(incident.opened_at),
        "closed_at": stamp(incident.closed_at),
        "units": [_unit_on_card(unit) for unit in units],
        **_stands_around(around),
        "not_sent": nobody_was_sent(incident, around),
        "ready": _ready(incident, around)._asdict(),
        "flags": incident.flags,
        "major": {"state": incident.major, "since": stamp(incident.major_at)} if incident.is_major else None,
        **_assessing_on_card(incident, around),
        "handled_by": incident.handled_by_id,
        "exercise": incident.exercise,
    }
    if incident.closed_at is not None:
        card["gone"] = True
    return card


def _assessing_on_card(incident: Incident, around: Surroundings) -> dict[str, Any]:
    return {
        "repeat": around.repeat,
        "reassessing": incident.reassessing,
        "lowering_to": incident.lowering_to or None,
        "lowering_at": stamp(around.lowering_at),
        "path_check": incident.path_check,
    }


def _unit_on_card(unit: OnTheWay) -> dict[str, Any]:
    return {
        "call_sign": unit.call_sign,
        "status": unit.status,
        "status_word": STATUS_WORDS[unit.status],
        "deployment": unit.deployment,
    }


def _stands_around(around: Surroundings) -> dict[str, Any]:
    return {
        "clock": _next_clock(around),
        "alarms": around.alarms,
        "untold": around.notices,
        "danger": around.danger,
        "unheard": around.unheard,
        "promised_at": stamp(around.promised_at),
        "in_hand": around.taken[1] if around.taken else None,
    }


def nobody_was_sent(incident: Incident, around: Surroundings) -> bool:
    """Reported but never sent, and its clock has run out: red until somebody is sent, whoever has taken the alarm."""
    return incident.stage == "to_send" and around.unsent_at is not None and around.unsent_at >= incident.stage_at


def ready_now(incident: Incident) -> Ready:
    """What a person who escalates it would most likely say now."""
    return _ready(incident, surroundings_of([incident.pk], list(CLOCK_WORDS))[incident.pk])


def _ready(incident: Incident, around: Surroundings) -> Ready:
    return ready_to_escalate(incident.stage, incident.priority, late=nobody_was_sent(incident, around), danger=bool(around.danger))


def _next_clock(around: Surroundings) -> dict[str, Any] | None:
    if around.due is None:
        return None
    due_at, kind = around.due
    return {"kind": kind, "what": CLOCK_WORDS[kind], "due_at": stamp(due_at)}


def waiting_alarms(incident: Incident) -> list[Escalation]:
    """The alarms of this incident that nobody has taken: their cards carry its priority, and ring as loud as that asks for."""
    alarms = list(Escalation.objects.untaken().filter(incident=incident).order_by("pk"))
    for each in alarms:
        each.incident = incident
    return alarms


def act_of_taking(alarm: Escalation) -> Act:
    """What whoever takes this alarm must be allowed to do: what was escalated to a supervisor is not an agent's to take."""
    return Act.ESCALATE if alarm.to_role == "agent" else Act.TAKE_ALARM


def alarm_card(alarm: Escalation) -> dict[str, Any]:
    """An escalation's card: it rings until ``taken_by`` has a name."""
    card: dict[str, Any] = {
        "kind": "alarm",
        "id": str(alarm.pk),
        "revision": alarm.revision,
        "incident": alarm.incident.reference,
        "priority": alarm.incident.priority or None,
        "exercise": alarm.incident.exercise,
        "cause": alarm.cause,
        "cause_word": alarm.get_cause_display(),
        "loudness": loudness(alarm.cause, alarm.incident.priority),
        "level": alarm.level,
        "to_role": alarm.to_role,
        "what": alarm.what,
        "action": alarm.action,
        "boundary": boundary_words(alarm.boundary) or None,
        "nobody": alarm.nobody or None,
        "rings_at": stamp(alarm.rings_at),
        "take_act": act_of_taking(alarm).name.lower(),
        "raised_at": stamp(alarm.raised_at),
        "repeats": alarm.repeats,
        "taken_at": stamp(alarm.taken_at),
        "taken_by": alarm.taken_by.name if alarm.taken_by else None,
    }
    if alarm.taken_at is not None:
        card["gone"] = True
    return card
