"""Every path worked out again from its recorded answers. Equal walks are worked out once, so that many cost little."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from incidents.models import DecisionPath, PathAnswer
from incidents.queries.compliance import NOT_SILENT
from incidents.queries.kpi.scope import Scope
from incidents.queries.procedures import loaded
from incidents.rules.decision_path import Given
from incidents.rules.kpi.figures import Case
from incidents.rules.path_check import check_record

State = DecisionPath.State
GRAVE = frozenset({"critical", "major"})


class Walked(NamedTuple):
    """One path as it was walked."""

    pk: int
    incident_id: int
    pack_id: int
    type_code: str
    state: str
    outcome_id: str
    reason: str


def followed(scope: Scope) -> list[Case]:
    """One case for each incident whose last path came to its end: whether every path of it holds."""
    paths = _paths(scope)
    answers = _answers(scope)
    known: dict[tuple[object, ...], bool] = {}
    return [
        Case(at=each.opened_at, good=_holds(paths[each.pk], answers, known), groups=each.groups)
        for each in scope.incidents
        if each.pk in paths and paths[each.pk][-1].state != State.WALKING
    ]


def _paths(scope: Scope) -> dict[int, list[Walked]]:
    found: dict[int, list[Walked]] = defaultdict(list)
    for row in scope.of_incidents(DecisionPath.objects.order_by("pk")).values_list(*Walked._fields):
        found[row[1]].append(Walked(*row))
    return found


def _answers(scope: Scope) -> dict[int, list[Given]]:
    """The standing answers of each path, in their order."""
    found: dict[int, list[Given]] = defaultdict(list)
    standing = scope.of_incidents(PathAnswer.objects.filter(withdrawn_at=None), "path__incident").order_by("path_id", "number")
    for path_id, question, answer in standing.values_list("path_id", "question", "answer"):
        found[path_id].append(Given(question, answer))
    return found


def _holds(paths: Sequence[Walked], answers: dict[int, list[Given]], known: dict[tuple[object, ...], bool]) -> bool:
    for place, path in enumerate(paths):
        following = paths[place + 1].type_code if place + 1 < len(paths) else ""
        left_for = following if path.state == State.TRANSFERRED and not path.reason else ""
        given = tuple(answers.get(path.pk, ()))
        key = (path.pack_id, path.type_code, given, path.outcome_id or left_for, bool(path.reason))
        if key not in known:
            known[key] = _walk_holds(path, given, path.outcome_id or left_for)
        if not known[key]:
            return False
    return True


def _walk_holds(path: Walked, given: Sequence[Given], recorded: str) -> bool:
    """A path that ended elsewhere with a reason was not cut short in silence: its reason is judged, not the missing questions."""
    found = check_record(loaded(path.pack_id).type_named(path.type_code), list(given), recorded)
    return not [each for each in found if each.severity in GRAVE and not (path.reason and each.kind in NOT_SILENT)]
