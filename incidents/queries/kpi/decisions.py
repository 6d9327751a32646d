"""Decisions: whether the procedure was followed, what was changed by hand, and whether the organisations were told in time."""

from collections import defaultdict
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from incidents.models import LogLine, Notice
from incidents.queries.kpi.paths import followed
from incidents.queries.kpi.scope import Cases, Opened, Scope, counted
from incidents.rules.chain import as_object
from incidents.rules.entries import Entry
from incidents.rules.kpi.figures import Case
from incidents.rules.kpi.formulas import formulas
from incidents.rules.kpi.population import MINOR
from incidents.rules.priority import ORDER

URGENT = ("P1", "P2")
Moves = dict[int, list[tuple[datetime, str, str]]]


def cases(scope: Scope) -> Cases:
    """Every case of the family."""
    moves = _moves(scope)
    attended = [each for each in scope.incidents if each.at_scene_at]
    return {
        "path_recomputed": followed(scope),
        **_overrides(scope, moves),
        "upgrade_after_arrival": [
            Case(at=each.opened_at, good=_rose_after(each, moves.get(each.pk, [])), groups=each.groups) for each in attended
        ],
        "downgrade_on_scene": [
            Case(at=each.opened_at, good=_was_minor(each, moves.get(each.pk, [])), groups=each.groups)
            for each in attended
            if _at_arrival(each, moves.get(each.pk, [])) in URGENT
        ],
        "notify_on_time": _told(scope),
    }


def _moves(scope: Scope) -> Moves:
    """Every change of priority by hand, in order: when, from what, to what, by incident."""
    lines = LogLine.objects.filter(entry__in=(Entry.PRIORITY_RAISED, Entry.PRIORITY_LOWERED))
    found: Moves = defaultdict(list)
    for incident_id, at, facts in scope.of_incidents(lines).order_by("incident_id", "number").values_list("incident_id", "at", "facts"):
        known = as_object(facts)
        found[incident_id].append((at, str(known.get("was", "")), str(known.get("now", ""))))
    return found


def _rank(priority: str) -> int:
    return ORDER.index(priority) if priority in ORDER else len(ORDER)


def _overrides(scope: Scope, moves: Moves) -> Cases:
    found: Cases = {"override_rate": [], "overridden_up": [], "overridden_down": []}
    for each in scope.incidents:
        if each.outcome_at is None:
            continue
        after = [(was, now) for at, was, now in moves.get(each.pk, []) if at >= each.outcome_at and was]
        up, down = any(_rank(now) < _rank(was) for was, now in after), any(_rank(now) > _rank(was) for was, now in after)
        for name, good in (("override_rate", up or down), ("overridden_up", up), ("overridden_down", down)):
            found[name].append(Case(at=each.opened_at, good=good, groups=each.groups))
    return found


def _rose_after(each: Opened, moves: list[tuple[datetime, str, str]]) -> bool:
    return any(each.at_scene_at is not None and at > each.at_scene_at and _rank(now) < _rank(was) for at, was, now in moves)


def _at_arrival(each: Opened, moves: list[tuple[datetime, str, str]]) -> str:
    """The priority that the first unit arrived with: the one before the first later change, or the one it has."""
    later = [was for at, was, _ in moves if each.at_scene_at is not None and at > each.at_scene_at]
    return later[0] if later else each.priority


def _was_minor(each: Opened, moves: list[tuple[datetime, str, str]]) -> bool | None:
    """Lowered after arrival, or ended as nothing much; None while it is open."""
    if _rank(each.priority) > _rank("P2") and moves:
        return True
    return each.close_code in MINOR if each.closed_at is not None else None


def _told(scope: Scope) -> list[Case]:
    limit = timedelta(seconds=within_s())
    rows = scope.of_incidents(Notice.objects.named()).order_by("wanted_at", "pk")
    columns = ("wanted_at", "confirmed_at", "label", "incident__priority", "incident__type_title")
    return [_notice(scope, row, limit) for row in counted(rows, *columns)]


def _notice(scope: Scope, row: tuple[Any, ...], limit: timedelta) -> Case:
    wanted_at, confirmed_at, label, priority, title = row
    late = (confirmed_at or scope.at) - wanted_at > limit
    groups = {"reason": label, "priority": priority or "Not assessed", "type": title or "No type"}
    return Case(at=wanted_at, good=False if late else (True if confirmed_at else None), groups=groups)


@cache
def within_s() -> int:
    """How soon an organisation is to be told, in seconds."""
    return formulas().all["notify_on_time"].target_s or 0
