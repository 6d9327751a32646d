"""What looks back: a draft tried on recorded paths, the board of a past minute, and the figures of a month."""

import json

from tests.bench.stand import on_each_database, row, spin_ms, table

ASKED = {
    "trial": "a draft tried on {paths:,} recorded paths, and kept",
    "records": "reference: the same paths only read",
    "board": "the board of any minute out of {events:,} events",
    "month": "every figure of a month with {month:,} incidents",
}


def measure(*, paths: int, events: int, incidents: int, spins: list[float]) -> str:
    """Both databases, one after the other.

    Args:
        incidents: those of a whole year; a month has a twelfth of them.
    """
    found = []
    for vendor, printed in on_each_database("tests.bench.past_run", paths, events, incidents):
        spins.append(spin_ms())
        took = json.loads(printed)
        sizes = {"paths": paths, "events": events, "month": took.pop("month_has")}
        found += [row(f"{ASKED[name].format(**sizes)}, {vendor}", each) for name, each in took.items()]
    return table("What looks back", found)
