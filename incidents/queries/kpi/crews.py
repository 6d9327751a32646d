"""Crews: how soon they acknowledge, move and arrive, how long they are at the scene, and the most that were out at once."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, Q

from incidents.models import Deployment, LogLine
from incidents.queries.kpi.scope import NONE, Cases, Scope, counted, length
from incidents.rules.entries import Entry
from incidents.rules.kpi.figures import Case

Claims = dict[tuple[int, str, datetime], datetime]


class Sent(NamedTuple):
    """A deployment, with what it can be split by."""

    incident_id: int
    call_sign: str
    sent_at: datetime
    acknowledged_at: datetime | None
    en_route_at: datetime | None
    at_scene_at: datetime | None
    ended_at: datetime | None
    ack_s: int | None
    groups: dict[str, str]


INSTANTS = ("sent_at", "acknowledged_at", "en_route_at", "at_scene_at", "ended_at")
SPLIT = ("unit__station__name", "unit__kind", "incident__priority", "incident__type_title", "incident__pack_id")


def cases(scope: Scope) -> Cases:
    """Every case of the family."""
    rows = list(_rows(scope))
    claims = _claims(scope)
    return {
        "dispatch_to_ack": [_acknowledged(scope, row, claims) for row in rows],
        "turnout": [_leg(row, claims, row.acknowledged_at, row.en_route_at) for row in rows if row.acknowledged_at and row.en_route_at],
        "travel": [_leg(row, claims, row.en_route_at, row.at_scene_at) for row in rows if row.en_route_at and row.at_scene_at],
        "on_scene": [_at_scene(scope, row, claims) for row in rows if row.at_scene_at],
        "most_busy": _busy_meanwhile(scope),
    }


def _rows(scope: Scope) -> Iterator[Sent]:
    found = Deployment.objects.filter(scope.within("sent_at"), incident__centre_id=scope.centre_id).order_by("sent_at", "pk")
    for row in counted(found, "incident_id", "unit__call_sign", *INSTANTS, *SPLIT):
        yield _sent(scope, row)


def _sent(scope: Scope, row: tuple[Any, ...]) -> Sent:
    station, kind, priority, title, pack_id = row[7:]
    groups = {
        "station": station or NONE,
        "kind": kind or NONE,
        "priority": priority or "Not assessed",
        "type": title or "No type",
        "hour": scope.hour(row[2]),
    }
    return Sent._make((*row[:7], scope.targets(pack_id, priority).ack_s, groups))


def _claims(scope: Scope) -> Claims:
    """When the console heard of what was claimed for an earlier time: by incident, unit and the claimed time."""
    lines = LogLine.objects.filter(entry=Entry.UNIT_STATUS, at__lt=F("recorded_at"), recorded_at__gte=scope.begins_at)
    found = {}
    for line in lines.filter(incident__centre_id=scope.centre_id).only("incident_id", "at", "recorded_at", "facts"):
        found[line.incident_id, str(line.known.get("unit", "")), line.at] = line.recorded_at
    return found


def _leg(row: Sent, claims: Claims, begin: datetime | None, end: datetime | None, **more: Any) -> Case:
    """One leg of a crew's way, beside it the same by recorded times, where one of its ends was claimed."""
    heard = [claims.get((row.incident_id, row.call_sign, at), at) if at else None for at in (begin, end)]
    recorded = length(*heard) if heard != [begin, end] else None
    return Case(at=row.sent_at, seconds=length(begin, end), recorded_s=recorded, groups=row.groups, **more)


def _acknowledged(scope: Scope, row: Sent, claims: Claims) -> Case:
    ended_late = row.acknowledged_at is None and row.ended_at is not None and _later(row, row.ended_at)
    return _leg(
        row,
        claims,
        row.sent_at,
        row.acknowledged_at,
        waited_s=scope.waited(row.sent_at, is_open=row.acknowledged_at is None and row.ended_at is None),
        target_s=row.ack_s,
        good=False if ended_late else None,
    )


def _later(row: Sent, at: datetime) -> bool:
    return row.ack_s is not None and (at - row.sent_at).total_seconds() > row.ack_s


def _at_scene(scope: Scope, row: Sent, claims: Claims) -> Case:
    waited = scope.waited(row.at_scene_at, is_open=row.ended_at is None) if row.at_scene_at else None
    return _leg(row, claims, row.at_scene_at, row.ended_at, waited_s=waited)


def _busy_meanwhile(scope: Scope) -> list[Case]:
    """Every deployment that ran at some time of the span, also what was sent before it."""
    still = Q(ended_at__gt=scope.begins_at) | Q(ended_at=None)
    rows = Deployment.objects.filter(still, sent_at__lt=scope.ends_at, incident__centre_id=scope.centre_id)
    return [
        Case(at=max(sent_at, scope.begins_at), seconds=length(max(sent_at, scope.begins_at), ended_at))
        for sent_at, ended_at in counted(rows, "sent_at", "ended_at")
    ]
