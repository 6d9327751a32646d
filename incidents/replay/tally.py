"""Running totals of a replay: what was done, what was odd, and the most that was seen at once."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

SHELVES = ("event", "act", "anomaly", "most", "now")


class Tally:
    """Counters on named shelves, kept in the progress row."""

    def __init__(self, kept: Mapping[str, Mapping[str, int]] | None = None) -> None:
        self._shelves: dict[str, Counter[str]] = {name: Counter((kept or {}).get(name, {})) for name in SHELVES}

    def add(self, shelf: str, name: str, count: int = 1) -> None:
        """Count something."""
        if count:
            self._shelves[shelf][name] += count

    def move(self, name: str, by: int) -> None:
        """Raise or lower what there is now, and keep the most there ever was."""
        now = self._shelves["now"][name] + by
        self._shelves["now"][name] = now
        self._shelves["most"][name] = max(now, self._shelves["most"][name])

    def of(self, shelf: str) -> Counter[str]:
        """The counts of one shelf."""
        return Counter(self._shelves[shelf])

    def as_json(self) -> dict[str, Any]:
        """For the progress row."""
        return {name: dict(sorted(counts.items())) for name, counts in self._shelves.items()}
