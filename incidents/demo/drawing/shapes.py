"""Plane geometry for drawing a town: curves, ribbons, clipping and nearness, in metres."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

Point = tuple[float, float]
Line = list[Point]


def between(a: Point, b: Point, share: float) -> Point:
    """The point that lies `share` (0 to 1) of the way from a to b."""
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def _bend(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


def curve(points: Sequence[Point], *, step: float = 40.0, closed: bool = False) -> Line:
    """A Catmull-Rom curve through the points, sampled about every `step` metres; a closed one ends where it starts."""
    ends = (points[-1], points[1]) if closed else (points[0], points[-1])
    padded = [ends[0], *points, *([points[0]] if closed else []), ends[1]]
    line: Line = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        pieces = max(1, round(math.dist(b, c) / step))
        line += [(_bend(a[0], b[0], c[0], d[0], i / pieces), _bend(a[1], b[1], c[1], d[1], i / pieces)) for i in range(pieces)]
    return [*line, padded[-2]]


def length(line: Sequence[Point]) -> float:
    """Metres along the line."""
    return sum(math.dist(a, b) for a, b in pairwise(line))


def walk_along(line: Sequence[Point], every: float, start: float = 0.0) -> Iterator[tuple[Point, float]]:
    """Points every so many metres along the line, each with the heading there in radians from east."""
    due = start
    for a, b in pairwise(line):
        span = math.dist(a, b)
        heading = math.atan2(b[1] - a[1], b[0] - a[0])
        while due < span:
            yield between(a, b, due / span), heading
            due += every
        due -= span


def aside(point: Point, heading: float, metres: float) -> Point:
    """The point so many metres to the left of somebody who looks along the heading."""
    return (point[0] - math.sin(heading) * metres, point[1] + math.cos(heading) * metres)


def ribbon(line: Sequence[Point], widths: Sequence[float]) -> Line:
    """A closed ring around the line; the widths (metres) are spread evenly from its start to its end."""
    left: Line = []
    right: Line = []
    for i, point in enumerate(line):
        before, after = line[max(0, i - 1)], line[min(len(line) - 1, i + 1)]
        heading = math.atan2(after[1] - before[1], after[0] - before[0])
        half = width_at(widths, i / (len(line) - 1)) / 2
        left.append(aside(point, heading, half))
        right.append(aside(point, heading, -half))
    return [*left, *reversed(right), left[0]]


def width_at(widths: Sequence[float], share: float) -> float:
    """The width, in metres, at a share (0 to 1) of the way along."""
    place = share * (len(widths) - 1)
    i = min(int(place), len(widths) - 2)
    return widths[i] + (widths[i + 1] - widths[i]) * (place - i)


def rectangle(centre: Point, heading: float, long: float, deep: float) -> Line:
    """A closed ring of four corners around the centre."""
    c, s = math.cos(heading), math.sin(heading)
    corners = [(-long / 2, -deep / 2), (long / 2, -deep / 2), (long / 2, deep / 2), (-long / 2, deep / 2)]
    ring = [(centre[0] + u * c - v * s, centre[1] + u * s + v * c) for u, v in corners]
    return [*ring, ring[0]]


def inside(point: Point, ring: Sequence[Point]) -> bool:
    """Whether the point lies in the ring."""
    x, y = point
    within = False
    for (ax, ay), (bx, by) in pairwise(ring):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            within = not within
    return within


def clipped(ring: Sequence[Point], middle: Point, normal: Point) -> Line:
    """The part of the ring on the side of the line through `middle` that the normal points away from."""

    def height(p: Point) -> float:
        return (p[0] - middle[0]) * normal[0] + (p[1] - middle[1]) * normal[1]

    kept: Line = []
    for a, b in pairwise(ring):
        ha, hb = height(a), height(b)
        if ha <= 0:
            kept.append(a)
        if (ha < 0 < hb) or (hb < 0 < ha):
            kept.append(between(a, b, ha / (ha - hb)))
    return [*kept, kept[0]] if kept else []


def simplified(line: Sequence[Point], tolerance: float) -> Line:
    """The same line with fewer points, nowhere further off than the tolerance in metres (Douglas and Peucker)."""
    if len(line) < 3:
        return list(line)
    far, at = max((_off(p, line[0], line[-1]), i) for i, p in enumerate(line[1:-1], 1))
    if far <= tolerance:
        return [line[0], line[-1]]
    return simplified(line[: at + 1], tolerance)[:-1] + simplified(line[at:], tolerance)


def _off(p: Point, a: Point, b: Point) -> float:
    span = math.dist(a, b)
    if span == 0:
        return math.dist(p, a)
    share = ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / span**2
    return math.dist(p, between(a, b, min(1.0, max(0.0, share))))


def crossing(a: Point, b: Point, c: Point, d: Point) -> float | None:
    """How far along from a to b (0 to 1) the piece c to d crosses it, if it does."""
    rx, ry, sx, sy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    turn = rx * sy - ry * sx
    if turn == 0:
        return None
    t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / turn
    u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / turn
    return t if 0 <= t <= 1 and 0 <= u <= 1 else None


class Pieces:
    """Pieces of lines on a coarse grid, so that what is near a point is found without looking at all of them."""

    def __init__(self, cell: float = 100.0) -> None:
        self.cell = cell
        self._grid: dict[tuple[int, int], list[tuple[Point, Point, int]]] = defaultdict(list)

    def add(self, line: Sequence[Point], tag: int = 0) -> None:
        """Remember every piece of a line; the tag tells lines apart."""
        for a, b in pairwise(line):
            for key in {self._key(a), self._key(b), self._key(between(a, b, 0.5))}:
                self._grid[key].append((a, b, tag))

    def _key(self, p: Point) -> tuple[int, int]:
        return (math.floor(p[0] / self.cell), math.floor(p[1] / self.cell))

    def around(self, p: Point) -> Iterator[tuple[Point, Point, int]]:
        """Every piece in the cell of the point and the eight beside it."""
        i, j = self._key(p)
        for key in ((i + di, j + dj) for di in (-1, 0, 1) for dj in (-1, 0, 1)):
            yield from self._grid.get(key, ())

    def nearest(self, p: Point, *, but: Iterable[int] = ()) -> tuple[float, float]:
        """Metres to the nearest piece and that piece's heading; infinity when nothing is near."""
        skip = set(but)
        found = [(_off(p, a, b), math.atan2(b[1] - a[1], b[0] - a[0])) for a, b, tag in self.around(p) if tag not in skip]
        return min(found, default=(math.inf, 0.0))
