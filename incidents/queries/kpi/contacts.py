"""Contacts: how soon they are answered, how many are lost, how many come again."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from incidents.models import Contact, Incident, IncidentLink
from incidents.queries.kpi.scope import NONE, Cases, Scope, counted, length, place_of
from incidents.rules.kpi.figures import Case

TOO_SOON_S = 5
RECOVERED_S = 900
SAME_AGAIN = timedelta(hours=24)


class Offered(NamedTuple):
    """A contact as it was offered."""

    pk: int
    offered_at: datetime
    answer_by: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    state: str
    lost_at: datetime | None
    channel: str
    line: str
    answered_by: int | None


def cases(scope: Scope) -> Cases:
    """Every case of the family."""
    fields = ("pk", "offered_at", "answer_by", "answered_at", "ended_at", "state", "lost_at", "channel", "line", "answered_by_id")
    found = Contact.objects.of(scope.centre_id).real().filter(scope.within("offered_at")).order_by("offered_at", "pk")
    rows = [Offered(*row) for row in found.values_list(*fields)]
    people = scope.names_of(row.answered_by for row in rows)
    grouped = [(row, _groups(scope, row, people)) for row in rows]
    return {
        "answer_time": [_answer(scope, row, groups) for row, groups in grouped if not row.lost_at],
        **_abandoned(scope, grouped),
        "call_to_entry": [
            Case(at=each.opened_at, seconds=length(scope.answered[each.pk], each.opened_at), groups=each.groups)
            for each in scope.incidents
            if each.pk in scope.answered
        ],
        **_again(scope),
    }


def _groups(scope: Scope, row: Offered, people: Mapping[int, str]) -> dict[str, str]:
    return {
        "channel": Contact.Channel(row.channel).label,
        "line": row.line or NONE,
        "hour": scope.hour(row.offered_at),
        "person": people.get(row.answered_by or 0, NONE),
    }


def _answer(scope: Scope, row: Offered, groups: Mapping[str, str]) -> Case:
    return Case(
        at=row.offered_at,
        seconds=length(row.offered_at, row.answered_at),
        waited_s=scope.waited(row.offered_at, is_open=row.answered_at is None and row.ended_at is None),
        target_s=length(row.offered_at, row.answer_by),
        groups=groups,
    )


def _abandoned(scope: Scope, grouped: list[tuple[Offered, dict[str, str]]]) -> Cases:
    """Lost contacts of those that are answered or lost, with and without the very short ones, and those reached again."""
    settled = [(row, groups) for row, groups in grouped if row.lost_at or row.answered_at]
    lost = [(row, groups, row.lost_at) for row, groups in settled if row.lost_at]
    return {
        "abandoned": [Case(at=row.offered_at, good=row.lost_at is not None, groups=groups) for row, groups in settled],
        "abandoned_after_5s": [
            Case(at=row.offered_at, good=row.lost_at is not None, groups=groups)
            for row, groups in settled
            if (length(row.offered_at, row.lost_at) or TOO_SOON_S) >= TOO_SOON_S
        ],
        "recovered": [
            Case(at=row.offered_at, good=_recovered(scope, lost_at, row.answered_at), groups=groups) for row, groups, lost_at in lost
        ],
    }


def _recovered(scope: Scope, lost_at: datetime, reached_at: datetime | None) -> bool | None:
    """Reached in time; None while there is time left."""
    if reached_at is not None:
        return (reached_at - lost_at).total_seconds() <= RECOVERED_S
    return None if (scope.at - lost_at).total_seconds() <= RECOVERED_S else False


def _again(scope: Scope) -> Cases:
    linked: dict[int, int] = defaultdict(int)
    for incident_id in scope.of_incidents(Contact.objects.all()).values_list("incident_id", flat=True):
        linked[incident_id] += 1
    together = {pk for pair in scope.of_incidents(IncidentLink.objects.standing()).values_list("incident_id", "other_id") for pk in pair}
    alike = set(_alike([*_the_day_before(scope), *((each.type_code, each.place, each.opened_at, each.pk) for each in scope.incidents)]))
    return {
        "repeat_contacts": [Case(at=each.opened_at, good=linked[each.pk] > 1, groups=each.groups) for each in scope.incidents],
        "possible_duplicates": [
            Case(at=each.opened_at, good=each.pk in alike - together, groups=each.groups)
            for each in scope.incidents
            if each.place and each.type_code
        ],
    }


Seen = tuple[str, str, datetime, int]


def _the_day_before(scope: Scope) -> list[Seen]:
    """Type, place and time of what was opened just before the span."""
    rows = Incident.objects.of(scope.centre_id).filter(opened_at__gte=scope.begins_at - SAME_AGAIN, opened_at__lt=scope.begins_at)
    found = counted(rows, "type_code", "place_text", "lat", "lon", "opened_at", incident="")
    return [(type_code, place_of(*place), opened_at, 0) for type_code, *place, opened_at in found]


def _alike(seen: list[Seen]) -> Iterator[int]:
    """The incidents with an earlier one of their type at their place in the day before."""
    last: dict[tuple[str, str], datetime] = {}
    for type_code, place, opened_at, pk in sorted(seen, key=lambda each: each[2]):
        if not (type_code and place):
            continue
        before = last.get((type_code, place))
        if before is not None and opened_at - before <= SAME_AGAIN:
            yield pk
        last[type_code, place] = opened_at
