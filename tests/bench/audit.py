"""How long the auditor looks at many open incidents: at all of them, and at a piece, as it does every second."""

import json

from tests.bench.stand import on_each_database, row, spin_ms, table

AIM_MS = 50  # a twentieth of the time between two looks
ASKED = {
    "quiet": "a look at the next thousand of {incidents:,} open incidents, as every second",
    "busy": "the same, {changed} of them changed since",
    "first": "reference: the first look after a start",
    "all": "reference: a close look at all of them",
}


def measure(*, incidents: int, changed: int, spins: list[float]) -> str:
    """Both databases, one after the other; ``changed`` is how many incidents somebody works on between two looks."""
    found = []
    for vendor, printed in on_each_database("tests.bench.audit_run", incidents, changed):
        spins.append(spin_ms())
        for name, each in json.loads(printed).items():
            aim = AIM_MS if name in ("quiet", "busy") else None
            found.append(row(f"{ASKED[name].format(incidents=incidents, changed=changed)}, {vendor}", each, aim=aim))
    return table("The auditor", found)
