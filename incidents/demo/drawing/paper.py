"""Writes the town as GeoJSON: one feature a line, each with a kind and a name, and no colours."""

import json
import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

from incidents.demo.drawing import land
from incidents.demo.drawing.buildings import Block, Street, sheds
from incidents.demo.drawing.earth import degrees
from incidents.demo.drawing.landmarks import LANDMARKS
from incidents.demo.drawing.shapes import Line, ribbon, simplified
from incidents.demo.drawing.wards import ward_rings

BEYOND: Final = 3000.0
NOTE: Final = (
    "Wexmouth is invented. It is drawn over open sea off the south coast of England, so no real street, home or person is meant. "
    "Features come in drawing order; kind says how to style them."
)


def map_text(streets: Sequence[Street], homes: Sequence[Block], *, seed: int) -> str:
    """The whole town as GeoJSON text, features in the order in which they should be drawn."""
    features = [*_ground(), *_waters(), *_ways(streets), *_built(homes, seed), *_points()]
    lines = ",\n".join(json.dumps(feature, separators=(",", ":"), ensure_ascii=False) for feature in features)
    bounds = [*degrees((land.EDGE_W, land.EDGE_S)), *degrees((land.EDGE_E, land.EDGE_N))]
    head = json.dumps({"name": "Wexmouth", "note": NOTE, "bbox": bounds}, ensure_ascii=False)[1:-1]
    return f'{{"type": "FeatureCollection", {head}, "features": [\n{lines}\n]}}\n'


def _feature(kind: str, name: str, shape: str, coordinates: Any) -> dict[str, Any]:
    properties = {"kind": kind, "name": name}
    return {"type": "Feature", "properties": properties, "geometry": {"type": shape, "coordinates": coordinates}}


def _area(kind: str, name: str, ring: Line) -> dict[str, Any]:
    return _feature(kind, name, "Polygon", [[degrees(p) for p in _closed(ring)]])


def _line(kind: str, name: str, line: Line) -> dict[str, Any]:
    return _feature(kind, name, "LineString", [degrees(p) for p in simplified(carried_on(line), 1.5)])


def carried_on(line: Line) -> Line:
    """The line, carried straight on beyond the edge of the town's map where it ends there, so that the edge does not show."""
    return list(reversed(_carried(list(reversed(_carried(line))))))


def _carried(line: Line) -> Line:
    (ax, ay), (bx, by) = line[-2:]
    if land.EDGE_W + 30 < bx < land.EDGE_E - 30 and by < land.EDGE_N - 30:
        return line
    share = BEYOND / math.dist((ax, ay), (bx, by))
    return [*line, (bx + (bx - ax) * share, by + (by - ay) * share)]


def _closed(ring: Line) -> Line:
    half = len(ring) // 2
    kept = simplified(ring[: half + 1], 1.5)[:-1] + simplified(ring[half:], 1.5)
    return kept if kept[0] == kept[-1] else [*kept, kept[0]]


def _ground() -> Iterator[dict[str, Any]]:
    shore = carried_on(land.COAST)
    yield _area("land", "", [*shore, (shore[-1][0], land.EDGE_N + BEYOND), (shore[0][0], land.EDGE_N + BEYOND), shore[0]])
    for name, ring in land.BUILT_UP.items():
        yield _area("built_up", name, ring)
    for green in land.GREENS:
        yield _area(green.kind, green.name, green.ring)
    for name, ring in ward_rings().items():
        yield _area("ward", name, ring)
    for name, ring in land.BEACHES.items():
        yield _area("beach", name, ring)
    yield _area("sea", "Wexmouth Bay", [*shore, (shore[-1][0], land.EDGE_S - BEYOND), (shore[0][0], land.EDGE_S - BEYOND), shore[0]])


def _waters() -> Iterator[dict[str, Any]]:
    for name, line in land.STREAMS.items():
        yield _line("stream", name, line)
    yield _area("river", "River Wex", ribbon(carried_on(land.RIVER), land.RIVER_WIDTHS))
    yield _area("harbour", "Wexmouth Harbour", land.HARBOUR)
    for name, line in land.PIERS.items():
        yield _line("pier", name, line)


def _ways(streets: Sequence[Street]) -> Iterator[dict[str, Any]]:
    for kind in ("lane", "street", "main_road", "trunk_road"):
        for street in streets:
            if street.kind == kind:
                yield _line(kind, street.name, street.line)
    yield _line("railway", "Wexmouth Line", land.RAILWAY)


def _built(homes: Sequence[Block], seed: int) -> Iterator[dict[str, Any]]:
    rings = [block.ring for block in homes] + sheds(seed)
    yield _feature("buildings", "", "MultiPolygon", [[[degrees(p) for p in ring]] for ring in rings])


def _points() -> Iterator[dict[str, Any]]:
    for place in LANDMARKS:
        if place.on_map:
            yield _feature(place.kind, place.name, "Point", degrees(place.at))
