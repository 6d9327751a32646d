"""What the record itself says, worked out without the console: its totals, and the most that went on at once."""

from collections import Counter
from dataclasses import dataclass

from incidents.replay.source import Source

BEGINNINGS = frozenset({"call_received", "call_entered", "unit_dispatched"})


@dataclass(frozen=True)
class Sums:
    """The record's own figures. ``events`` is by kind."""

    calls: int
    runs: int
    events: Counter[str]
    most_open: int
    most_busy: int


def sums_of(source: Source, *, upto: int | None = None) -> Sums:
    """The figures of the first ``upto`` events, or of all."""
    events = source.events[:upto]
    last = {event.call: event for event in source.events if event.name == "unit_available"}
    holder: dict[str, str] = {}
    open_calls: set[str] = set()
    most_open = most_busy = 0
    for event in events:
        if event.name == "call_entered":
            open_calls.add(event.call)
        elif event.name == "unit_dispatched":
            holder[event.unit] = event.call
        elif event.name == "unit_available" and holder.get(event.unit) == event.call:
            del holder[event.unit]
        if event is last.get(event.call):
            open_calls.discard(event.call)
        most_open, most_busy = max(most_open, len(open_calls)), max(most_busy, len(holder))
    kinds = Counter(event.name for event in events)
    whole = upto is None or upto >= len(source.events)
    begun = {event.call for event in events if event.name in BEGINNINGS and event.call in source.calls}
    sent = {(event.call, event.unit) for event in events if event.name == "unit_dispatched" and event.call in source.calls}
    calls, runs = (len(source.calls), len(source.runs)) if whole else (len(begun), len(sent))
    return Sums(calls=calls, runs=runs, events=kinds, most_open=most_open, most_busy=most_busy)
