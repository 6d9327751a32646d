"""From the call to the end: how long each part takes, what is in time, what waits, and the most that was open at once."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from incidents.models import Deployment, Incident, LocationReading, LogLine
from incidents.queries.kpi.scope import Cases, Opened, Scope, counted, length
from incidents.rules.entries import Entry
from incidents.rules.kpi.figures import Case
from incidents.rules.kpi.population import called_off
from resources.models import Unit

PLACE = "place_text"


def cases(scope: Scope) -> Cases:
    """Every case of the family."""
    arrived = _right_unit_there(scope)
    sends = [each for each in scope.incidents if each.deploys]
    waits = {each.pk: _waiting(scope, each) for each in sends}
    responses = {each.pk: _response(scope, each, arrived.get(each.pk)) for each in sends}
    return {
        "location_time": list(_locations(scope)),
        "triage_time": [
            Case(
                at=each.opened_at,
                seconds=length(each.opened_at, each.outcome_at),
                waited_s=scope.waited(each.opened_at, is_open=each.outcome_at is None),
                groups=each.groups,
            )
            for each in scope.incidents
        ],
        "entry_to_dispatch": [_until_sent(scope, each, each.opened_at) for each in sends],
        "waiting_for_unit": [case for case in waits.values() if case],
        "call_processing": [_until_sent(scope, each, scope.answered[each.pk]) for each in sends if each.pk in scope.answered],
        "response": [case for case in responses.values() if case],
        "within_target": [
            Case(at=each.opened_at, good=_both(each, waits[each.pk], responses[each.pk]), groups=each.groups) for each in sends
        ],
        "most_open": _open_meanwhile(scope),
    }


def _until_sent(scope: Scope, each: Opened, since: datetime) -> Case:
    is_open = each.sent_at is None and each.closed_at is None
    return Case(
        at=each.opened_at,
        seconds=length(since, each.sent_at),
        waited_s=scope.waited(since, is_open=is_open),
        groups=each.groups,
    )


def _waiting(scope: Scope, each: Opened) -> Case | None:
    """From the outcome to the first unit. A unit sent before the outcome was not waited for."""
    if each.outcome_at is None:
        return None
    since = min(each.outcome_at, each.sent_at or each.outcome_at)
    return Case(
        at=each.opened_at,
        seconds=length(since, each.sent_at),
        waited_s=scope.waited(since, is_open=each.sent_at is None and each.closed_at is None),
        target_s=scope.targets(each.pack_id, each.priority).dispatch_s,
        good=False if each.sent_at is None and each.closed_at is not None and not called_off(each.close_code) else None,
        groups=each.groups,
    )


def _response(scope: Scope, each: Opened, there_at: datetime | None) -> Case | None:
    """From the beginning to the right unit. What was called off before anybody arrived is not in it."""
    if there_at is None and each.closed_at is not None and called_off(each.close_code):
        return None
    began = scope.began(each)
    return Case(
        at=each.opened_at,
        seconds=length(began, there_at),
        waited_s=scope.waited(began, is_open=there_at is None and each.closed_at is None),
        target_s=scope.targets(each.pack_id, each.priority).attend_s,
        good=False if there_at is None and each.closed_at is not None else None,
        groups=each.groups,
    )


def _both(each: Opened, wait: Case | None, response: Case | None) -> bool | None:
    """Within both targets; late for one is a miss; None while either may still be missed, or where there is no target."""
    verdicts = [case.hit for case in (wait, response) if case is not None and case.target_s is not None]
    if False in verdicts:
        return False
    over = each.closed_at is not None or (response is not None and response.seconds is not None)
    return True if verdicts and over and None not in verdicts else None


def _right_unit_there(scope: Scope) -> dict[int, datetime]:
    """When the first unit was at the scene that can do something which the plan requires, by incident."""
    wanted = {each.pk: each.wanted for each in scope.incidents}
    able = _capabilities(scope) if any(wanted.values()) else {}
    found: dict[int, datetime] = {}
    rows = scope.of_incidents(Deployment.objects.exclude(at_scene_at=None)).order_by("at_scene_at")
    for incident_id, unit_id, at in rows.values_list("incident_id", "unit_id", "at_scene_at"):
        needs = wanted.get(incident_id)
        if needs is not None and (not needs or needs & able.get(unit_id, set())):
            found.setdefault(incident_id, at)
    return found


def _capabilities(scope: Scope) -> dict[int, set[str]]:
    able: dict[int, set[str]] = defaultdict(set)
    for unit_id, code in Unit.objects.of(scope.centre_id).values_list("pk", "capabilities__code"):
        able[unit_id].add(code)
    return able


def _locations(scope: Scope) -> Iterator[Case]:
    """From the answer to the first reading of the place that was read back."""
    ticked: dict[int, datetime] = {}
    readings = scope.of_incidents(LocationReading.objects.filter(read_back=True)).values_list("incident_id", "read_at")
    ticks = scope.of_incidents(LogLine.objects.filter(entry=Entry.READ_BACK, facts__contains=f'"{PLACE}"')).values_list("incident_id", "at")
    for incident_id, at in (*readings, *ticks):
        ticked[incident_id] = min(at, ticked.get(incident_id, at))
    for each in scope.incidents:
        if each.pk in ticked and each.pk in scope.answered:
            yield Case(at=each.opened_at, seconds=length(scope.answered[each.pk], ticked[each.pk]), groups=each.groups)


def _open_meanwhile(scope: Scope) -> list[Case]:
    """Everything that was open at some time of the span, also what was opened before it."""
    still = Q(closed_at__gt=scope.begins_at) | Q(closed_at=None)
    rows = Incident.objects.of(scope.centre_id).filter(still, opened_at__lt=scope.ends_at)
    return [
        Case(at=max(opened_at, scope.begins_at), seconds=length(max(opened_at, scope.begins_at), closed_at))
        for opened_at, closed_at in counted(rows, "opened_at", "closed_at", incident="")
    ]
