"""A print of every open incident and the clocks that run for it, in one cheap statement: what has the same print needs no second look."""

from typing import NamedTuple

from django.db import connection

from dispatch.accounts.models import Centre
from incidents.rules.waiting import GOVERNED

# A command that changes an incident counts its revision up; a clock that goes, comes or is moved changes the rest.
PRINTS = """
    SELECT incident.id, incident.revision, COUNT(timer.id), COALESCE(SUM(timer.id), 0), COALESCE(SUM({instant}), 0)
    FROM (
        SELECT incident.id, incident.revision
        FROM incidents_incident AS incident
        JOIN accounts_centre AS centre ON centre.id = incident.centre_id
        WHERE incident.closed_at IS NULL AND centre.lane = '{lane}' AND incident.id > %s
        ORDER BY incident.id LIMIT %s
    ) AS incident
    LEFT JOIN clock_timer AS timer ON timer.lock_on = incident.id AND timer.state = 'armed' AND timer.kind IN ({kinds})
    GROUP BY incident.id, incident.revision
    ORDER BY incident.id
"""
ALL = 2**62
KINDS = ", ".join(f"'{kind}'" for kind in GOVERNED)


class Print(NamedTuple):
    """An incident's revision; how many clocks run, the sum of their keys, the sum of their due times."""

    revision: int
    clocks: int
    keys: int
    due: float


def clock_prints(after: int = 0, most: int = ALL) -> dict[int, Print]:
    """The prints of open incidents on the wall clock, by key and in its order, from after a key on. A replay keeps its own time."""
    instant = "EXTRACT(EPOCH FROM timer.due_at)" if connection.vendor == "postgresql" else "julianday(timer.due_at)"
    with connection.cursor() as cursor:
        cursor.execute(PRINTS.format(instant=instant, kinds=KINDS, lane=Centre.Lane.WALL.value), [after, most])
        return {incident: Print(revision, clocks, int(keys), float(due)) for incident, revision, clocks, keys, due in cursor.fetchall()}
