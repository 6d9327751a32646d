"""Arming and stopping an incident's clocks as the rule demands, at the end of every change."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from dispatch.clock.commands import Wanted, arm_all, cancel_these
from incidents.models import Incident
from incidents.queries.clock_facts import Around, Running, around, facts_of
from incidents.rules.waiting import Key, clocks_demanded


class Standing(NamedTuple):
    """An incident as a change leaves it, and the timer that is being given up with it, if any."""

    incident: Incident
    at: datetime
    giving_up: int = 0


class Difference(NamedTuple):
    """What runs and should not, by timer; what should run and does not, and when it is due."""

    extra: dict[Key, Running]
    missing: dict[Key, datetime]


def keep_clocks(standing: Sequence[Standing]) -> None:
    """Stop what nothing waits for any more and arm what is missing. The caller holds the incidents' locks."""
    found = around([each.incident.pk for each in standing])
    stopped: dict[datetime, list[int]] = {}
    wanted: list[Wanted] = []
    for each in standing:
        beside = found[each.incident.pk]
        running = {key: clock for key, clock in beside.running.items() if clock.id != each.giving_up}
        extra, missing = difference(each.incident, Around(beside.waiting, beside.alarms, running))
        stopped.setdefault(each.at, []).extend(clock.id for clock in extra.values())
        wanted += _wanted(each, missing)
    for at, ids in stopped.items():
        cancel_these(ids, at=at)
    arm_all(wanted)


def difference(incident: Incident, beside: Around) -> Difference:
    """Where the clocks that run and those that the rule demands part. A clock that is due at another time is both."""
    demanded = clocks_demanded(facts_of(incident, beside))
    running = beside.running
    right = {key for key, due_at in demanded.items() if key in running and running[key].due_at == max(due_at, running[key].armed_at)}
    return Difference(
        extra={key: clock for key, clock in running.items() if key not in right},
        missing={key: due_at for key, due_at in demanded.items() if key not in right},
    )


def _wanted(standing: Standing, missing: dict[Key, datetime]) -> Iterator[Wanted]:
    incident = standing.incident
    for (kind, subject), due_at in missing.items():
        yield Wanted(incident.centre_id, kind, subject, incident.pk, incident.centre.lane, max(due_at, standing.at), standing.at)
