"""Ward boundaries: each ward is the land nearest to its middle, with edges that wander as real ones do."""

import math
from itertools import pairwise

from incidents.demo.drawing import land
from incidents.demo.drawing.shapes import Line, Point, between, clipped


def ward_rings() -> dict[str, Line]:
    """A closed ring for each ward, in metres; neighbours share their edges."""
    return {ward.name: [_wandered(p) for p in _dense(_cell(ward))] for ward in land.WARDS}


def _cell(ward: land.Ward) -> Line:
    ring = [*land.COAST, (land.EDGE_E, land.EDGE_N), (land.EDGE_W, land.EDGE_N), land.COAST[0]]
    for other in land.WARDS:
        if other.name != ward.name:
            across = (other.middle[0] - ward.middle[0], other.middle[1] - ward.middle[1])
            ring = clipped(ring, between(ward.middle, other.middle, 0.5), across)
    return ring


def _dense(ring: Line) -> Line:
    points: Line = []
    for a, b in pairwise(ring):
        pieces = max(1, math.ceil(math.dist(a, b) / 70))
        points += [between(a, b, i / pieces) for i in range(pieces)]
    return [*points, ring[0]]


def _wandered(p: Point) -> Point:
    """The point moved a little, less so near the coast and the edge of the map, where it must stay put."""
    room = min(p[1] - land.coast_at(p[0]), land.EDGE_N - p[1], p[0] - land.EDGE_W, land.EDGE_E - p[0])
    share = max(0.0, min(1.0, room / 260))
    sway = 46 * math.sin(p[0] / 130 + p[1] / 210) + 24 * math.sin(p[1] / 61)
    bob = 46 * math.sin(p[1] / 140 - p[0] / 190) + 24 * math.sin(p[0] / 67)
    return (p[0] + share * sway, p[1] + share * bob)
