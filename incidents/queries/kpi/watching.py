"""Escalation and checks: what had to be passed upwards, how soon somebody took it, and whether crews answered."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from incidents.models import Check, Escalation
from incidents.queries.kpi.scope import NONE, Cases, Scope, counted
from incidents.rules.alarms import REPEAT_AFTER_S
from incidents.rules.kpi.figures import Case

Cause = Escalation.Cause
BY_A_PERSON = {Cause.BY_HAND: "A person in the room", Cause.HELP_WANTED: "A crew", Cause.DECLINED: "A crew"}
ALARM = ("raised_at", "taken_at", "cause", "level", "incident__priority")
CHECK = ("due_at", "grace_s", "state", "answered_at")
CREW = ("deployment__unit__station__name", "deployment__unit__kind", "deployment__incident__priority", "deployment__incident__type_title")


def cases(scope: Scope) -> Cases:
    """Every case of the family."""
    highest = _highest(scope)
    return {
        "escalation_rate": [Case(at=each.opened_at, good=highest[each.pk] >= 1, groups=each.groups) for each in scope.incidents],
        "escalation_rate_2": [Case(at=each.opened_at, good=highest[each.pk] >= 2, groups=each.groups) for each in scope.incidents],
        "escalation_taken": _taken(scope),
        "check_on_time": _checks(scope),
        "check_response": _responses(scope),
    }


def _highest(scope: Scope) -> dict[int, int]:
    """The highest level that an alarm of each incident rose to."""
    highest: dict[int, int] = defaultdict(int)
    rows = scope.of_incidents(Escalation.objects.exclude(cause__in=(Cause.CLOCK_FAILED, Cause.ADVICE_RECALL)))
    for incident_id, level in rows.values_list("incident_id", "level"):
        highest[incident_id] = max(level, highest[incident_id])
    return highest


def _alarms(scope: Scope, **more: Any) -> list[tuple[Any, ...]]:
    """Alarms raised in the span on incidents that count."""
    rows = Escalation.objects.filter(scope.within("raised_at"), centre_id=scope.centre_id, **more).order_by("raised_at", "pk")
    return list(counted(rows, *ALARM, "deployment__unit__station__name", "deployment__unit__kind"))


def _taken(scope: Scope) -> list[Case]:
    return [
        Case(
            at=raised_at,
            seconds=(taken_at - raised_at).total_seconds() if taken_at else None,
            waited_s=scope.waited(raised_at, is_open=taken_at is None),
            target_s=REPEAT_AFTER_S,
            groups={
                "how": BY_A_PERSON.get(cause, "The console"),
                "reason": Cause(cause).label,
                "level": str(level),
                "priority": priority or "Not assessed",
            },
        )
        for raised_at, taken_at, cause, level, priority, _, _ in _alarms(scope)
    ]


def _responses(scope: Scope) -> list[Case]:
    return [
        Case(
            at=raised_at,
            seconds=(taken_at - raised_at).total_seconds() if taken_at else None,
            waited_s=scope.waited(raised_at, is_open=taken_at is None),
            groups={"station": station or NONE, "kind": kind or NONE, "priority": priority or "Not assessed"},
        )
        for raised_at, taken_at, _, _, priority, station, kind in _alarms(scope, cause=Cause.CHECK_MISSED)
    ]


def _checks(scope: Scope) -> list[Case]:
    """Checks due in the span: answered in time, answered late, or not answered and late by now. The rest is open, or was not needed."""
    rows = Check.objects.filter(scope.within("due_at"), deployment__incident__centre_id=scope.centre_id).order_by("due_at", "pk")
    found = []
    whose = "deployment__incident__"
    for due_at, grace_s, state, answered_at, station, kind, priority, title in counted(rows, *CHECK, *CREW, incident=whose):
        limit = due_at + timedelta(seconds=grace_s)
        if state == Check.State.ENDED or (state == Check.State.PLANNED and due_at > scope.at):
            continue
        good = answered_at <= limit if answered_at else (False if limit < scope.at else None)
        groups = {"station": station or NONE, "kind": kind or NONE, "priority": priority or "Not assessed", "type": title or "No type"}
        found.append(Case(at=due_at, good=good, groups=groups))
    return found
