"""The recorded answers of a period, read in three queries however many incidents there are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from incidents.models import DecisionPath, Incident, PathAnswer, ProcedurePack
from incidents.queries.procedures import Loaded, loaded
from incidents.rules.packs.lookup import find_outcome, find_type
from incidents.rules.trial import Record, Rulebook

MOST_INCIDENTS = 20_000
ENDED = (DecisionPath.State.COMPLETE, DecisionPath.State.LEFT_EARLY)


class Leg(NamedTuple):
    """One path: in which version and type, how it ended, and the answers that stand."""

    pack: int
    type_code: str
    state: str
    outcome_id: str
    reason: str
    answers: tuple[tuple[str, str], ...]


Legs = tuple[Leg, ...]


@dataclass
class Period:
    """What is tried. ``cases``: the incidents (by key) of every distinct way of answering."""

    cases: dict[Legs, list[int]]
    under_way: int
    left_out: int


def period(pack_ids: Sequence[str], centre_id: int, *, since: datetime, until: datetime, most: int = MOST_INCIDENTS) -> Period:
    """The incidents of the period that walked any version of these packs, the newest ``most`` of them, by what was answered.

    Paths and answers are read by ranges of keys, which follow the time: joins took SQLite ten times as long, and an EXISTS a hundred times.
    """
    family = list(ProcedurePack.objects.of(centre_id).filter(pack_id__in=pack_ids).values_list("pk", flat=True))
    walked = DecisionPath.objects.filter(pack__in=family).values("incident")
    found = Incident.objects.of(centre_id).filter(pk__in=walked, opened_at__gte=since, opened_at__lt=until)
    total = found.count()
    ids = set(found.order_by("-opened_at", "-pk").values_list("pk", flat=True)[:most])
    paths = _paths(ids)
    answers = _answers([row[1] for row in paths])
    cases: dict[Legs, list[int]] = defaultdict(list)
    under_way = 0
    for incident_id, group in groupby(paths, itemgetter(0)):
        legs = _last_walk(Leg(*row[2:], answers=tuple(answers.get(row[1], ()))) for row in group)
        if legs:
            cases[legs].append(incident_id)
        else:
            under_way += 1
    return Period(cases, under_way, total - len(ids))


def _paths(incidents: set[int]) -> list[tuple[int, int, int, str, str, str, str]]:
    """Every path of these incidents, in order: incident, key, version, type, state, outcome, reason."""
    if not incidents:
        return []
    rows = DecisionPath.objects.filter(incident__gte=min(incidents), incident__lte=max(incidents)).order_by("incident_id", "pk")
    columns = rows.values_list("incident_id", "pk", "pack_id", "type_code", "state", "outcome_id", "reason")
    return [row for row in columns.iterator(5_000) if row[0] in incidents]


def _answers(paths: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """The answers that stand, by path, in order."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    if not paths:
        return found
    wanted = set(paths)
    rows = PathAnswer.objects.filter(path__gte=min(wanted), path__lte=max(wanted), withdrawn_at=None).order_by("path_id", "number")
    for path_id, question, answer in rows.values_list("path_id", "question", "answer").iterator(10_000):
        if path_id in wanted:
            found[path_id].append((question, answer))
    return found


def _last_walk(legs: Iterable[Leg]) -> Legs:
    """The walk that gave the outcome: the last path with those that went over to it by themselves. Empty while it is under way."""
    walked = list(legs)
    if walked[-1].state not in ENDED:
        return ()
    first = len(walked) - 1
    while first and walked[first - 1].state == DecisionPath.State.TRANSFERRED and not walked[first - 1].reason:
        first -= 1
    return tuple(walked[first:])


def rulebook(held: Loaded, code: str) -> Rulebook | None:
    """A version's type of this code, or None."""
    kind = find_type(held.pack, code)
    return Rulebook(kind, held.advice_library) if kind else None


def record_of(legs: Legs) -> Record | None:
    """The record of a walk; None when its outcome is not in the version it walked."""
    books = [_book(leg) for leg in legs]
    last = books[-1]
    outcome = find_outcome(last.kind, legs[-1].outcome_id) if last else None
    if last is None or outcome is None or outcome.transfer:
        return None
    return Record(
        start=legs[0].type_code,
        answers={leg.type_code: dict(leg.answers) for leg in legs},
        kinds={book.kind.code: book.kind for book in books if book},
        ended_in=last,
        outcome=outcome,
        early=legs[-1].state == DecisionPath.State.LEFT_EARLY,
    )


def _book(leg: Leg) -> Rulebook | None:
    return rulebook(loaded(leg.pack), leg.type_code)


def others(legs: Legs, families: Sequence[str], live: Sequence[Loaded]) -> Iterator[Loaded]:
    """Where types are looked for that the version tried does not have: the versions the walk pinned, then those in use."""
    for leg in legs:
        if loaded(leg.pack).pack.id not in families:
            yield loaded(leg.pack)
    yield from (each for each in live if each.pack.id not in families)
