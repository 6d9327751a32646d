"""The way by road through the invented town, from its own map."""

import heapq
import json
import math
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from django.conf import settings

Point = tuple[float, float]  # degrees: latitude, longitude

MAP_FILE: Final = Path(settings.BASE_DIR) / "static" / "town" / "town.geojson"
ROADS: Final = ("street", "lane", "main_road", "trunk_road")
STEP_M: Final = 25.0
MEETING_M: Final = 18.0
LAT_M: Final = 111_320.0
LON_M: Final = 70_690.0  # at the town's latitude


def metres(one: Point, other: Point) -> float:
    """The straight distance; good enough within a town."""
    return math.hypot((one[0] - other[0]) * LAT_M, (one[1] - other[1]) * LON_M)


def along(one: Point, other: Point, share: float) -> Point:
    """The point so far between two points: 0 is the first, 1 the second."""
    return (one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share)


def _densified(line: list[Point]) -> list[Point]:
    points = [line[0]]
    for one, other in pairwise(line):
        parts = max(1, math.ceil(metres(one, other) / STEP_M))
        points += [along(one, other, part / parts) for part in range(1, parts + 1)]
    return points


def _cell(point: Point) -> tuple[int, int]:
    return (int(point[0] * LAT_M // MEETING_M), int(point[1] * LON_M // MEETING_M))


class Roads:
    """Every street as a chain of points; points of different streets that are close together meet."""

    def __init__(self, lines: list[list[Point]]) -> None:
        self.points: list[Point] = []
        self._next: dict[int, list[tuple[int, float]]] = defaultdict(list)
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for line in lines:
            self._add(_densified(line))
        for number, point in enumerate(self.points):
            for other in self._near(point):
                if other > number and metres(point, self.points[other]) <= MEETING_M:
                    self._join(number, other)

    def _add(self, line: list[Point]) -> None:
        first = len(self.points)
        self.points += line
        for number, point in enumerate(line, first):
            self._cells[_cell(point)].append(number)
            if number > first:
                self._join(number - 1, number)

    def _join(self, one: int, other: int) -> None:
        gap = metres(self.points[one], self.points[other])
        self._next[one].append((other, gap))
        self._next[other].append((one, gap))

    def _near(self, point: Point) -> list[int]:
        x, y = _cell(point)
        return [number for dx in (-1, 0, 1) for dy in (-1, 0, 1) for number in self._cells.get((x + dx, y + dy), ())]

    def nearest(self, point: Point) -> int:
        """The road point nearest to a place."""
        return min(range(len(self.points)), key=lambda number: metres(point, self.points[number]))

    def way(self, start: Point, end: Point) -> list[Point]:
        """The points to drive through from ``start`` to ``end``, both included; straight across where no road leads there."""
        first, last = self.nearest(start), self.nearest(end)
        came_from = self._search(first, last)
        if last not in came_from:
            return [start, end]
        way = [last]
        while way[-1] != first:
            way.append(came_from[way[-1]])
        return [start, *(self.points[number] for number in reversed(way)), end]

    def _search(self, first: int, last: int) -> dict[int, int]:
        """A* from the first point: which point each one reached was reached from."""
        goal = self.points[last]
        best = {first: 0.0}
        came_from = {first: first}
        waiting = [(metres(self.points[first], goal), first)]
        while waiting:
            _, here = heapq.heappop(waiting)
            if here == last:
                break
            for there, gap in self._next[here]:
                cost = best[here] + gap
                if cost < best.get(there, math.inf):
                    best[there], came_from[there] = cost, here
                    heapq.heappush(waiting, (cost + metres(self.points[there], goal), there))
        return came_from


@cache
def town_roads() -> Roads:
    """The roads of the town's map."""
    drawn = json.loads(MAP_FILE.read_text(encoding="utf-8"))["features"]
    lines = [each["geometry"]["coordinates"] for each in drawn if each["properties"].get("kind") in ROADS]
    return Roads([[(lat, lon) for lon, lat in line] for line in lines])
