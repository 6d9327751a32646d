"""What the ground allows at a point: whether homes may stand there, which way streets lean, and how far apart they lie."""

import math
from functools import cache

from incidents.demo.drawing import land
from incidents.demo.drawing.shapes import Line, Pieces, Point, inside

GRID: float = 12.0
FROM_COAST: float = 125.0
FROM_RIVER: float = 30.0
FROM_RAIL: float = 24.0
FROM_TRUNK: float = 70.0
GUIDE_REACH: float = 170.0


def _pieces(*lines: Line) -> Pieces:
    found = Pieces(200.0)
    for line in lines:
        found.add(line)
    return found


RIVER_PIECES = Pieces(200.0)
for _i in range(len(land.RIVER) - 1):
    RIVER_PIECES.add(land.RIVER[_i : _i + 2], _i)
STREAM_PIECES = _pieces(*land.STREAMS.values())
RAIL_PIECES = _pieces(land.RAILWAY)
TRUNK_PIECES = _pieces(*land.TRUNK_ROADS.values())
GUIDES = _pieces(*land.MAIN_ROADS.values(), land.COAST, land.RAILWAY, land.RIVER)


def in_river(p: Point, margin: float = 0.0) -> bool:
    """Whether the point lies in the river or nearer to its bank than the margin in metres."""
    return any(
        math.dist(p, a) < land.river_half_width(place) + margin or math.dist(p, b) < land.river_half_width(place) + margin
        for a, b, place in RIVER_PIECES.around(p)
    )


def in_water(p: Point, margin: float = 0.0) -> bool:
    """Whether the point lies in the sea, the river or the harbour, or nearer than the margin in metres."""
    return p[1] < land.coast_at(p[0]) + margin or in_river(p, margin) or inside(p, land.HARBOUR)


@cache
def _homes(i: int, j: int) -> bool:
    p = (i * GRID, j * GRID)
    if not any(inside(p, ring) for ring in land.BUILT_UP.values()):
        return False
    if any(inside(p, green.ring) for green in land.GREENS):
        return False
    if p[1] < land.coast_at(p[0]) + FROM_COAST or in_water(p, FROM_RIVER):
        return False
    return clear_of_lines(p)


def clear_of_lines(p: Point) -> bool:
    """Whether the point keeps its distance from the railway, the trunk road and the streams."""
    return RAIL_PIECES.nearest(p)[0] > FROM_RAIL and TRUNK_PIECES.nearest(p)[0] > FROM_TRUNK and STREAM_PIECES.nearest(p)[0] > 16


def homes_may_stand(p: Point) -> bool:
    """Whether a home street may run here."""
    return _homes(round(p[0] / GRID), round(p[1] / GRID))


@cache
def _lean(i: int, j: int) -> tuple[float, float]:
    p = (i * 50.0, j * 50.0)
    c = s = 0.0
    for ward in land.WARDS:
        weight = math.exp(-((math.dist(p, ward.middle) / 620) ** 2))
        angle = math.radians(ward.lean) + 0.55 * math.sin(p[0] / 410 + ward.lean) * math.cos(p[1] / 350 - ward.lean)
        c, s = c + weight * math.cos(4 * angle), s + weight * math.sin(4 * angle)
    off, heading = GUIDES.nearest(p)
    weight = 2.2 * math.exp(-((off / GUIDE_REACH) ** 2)) if off < math.inf else 0.0
    return c + weight * math.cos(4 * heading), s + weight * math.sin(4 * heading)


def lean(p: Point) -> float:
    """The heading (radians) of one family of streets here; the other family runs square to it."""
    x, y = p[0] / 50, p[1] / 50
    i, j = math.floor(x), math.floor(y)
    u, v = x - i, y - j
    corners = (((1 - u) * (1 - v), i, j), (u * (1 - v), i + 1, j), ((1 - u) * v, i, j + 1), (u * v, i + 1, j + 1))
    c = sum(weight * _lean(a, b)[0] for weight, a, b in corners)
    s = sum(weight * _lean(a, b)[1] for weight, a, b in corners)
    return math.atan2(s, c) / 4


def ward_at(p: Point) -> land.Ward:
    """The ward that the point belongs to."""
    return min(land.WARDS, key=lambda ward: math.dist(p, ward.middle))


def apart(p: Point) -> float:
    """How far apart, in metres, streets lie here."""
    return ward_at(p).apart
