"""Blocks of buildings along the streets, and the big sheds of the estates."""

import math
import random
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from incidents.demo.drawing import ground, land
from incidents.demo.drawing.shapes import Line, Pieces, Point, aside, inside, rectangle, walk_along

TERRACED_BELOW: Final = 100.0


class Street(NamedTuple):
    """A named line: kind "street", "lane", "main_road" or "trunk_road"."""

    kind: str
    name: str
    line: Line


class Block(NamedTuple):
    """One block of homes or shops on a street: its outline, its middle, and the house number of its first door."""

    street: str
    ring: Line
    middle: Point
    number: int


def blocks(streets: Sequence[Street], seed: int) -> list[Block]:
    """Blocks along both sides of every street, none on a road, in water, or on top of another."""
    chance = random.Random(seed)
    roads = Pieces(100.0)
    for tag, street in enumerate(streets):
        roads.add(street.line, tag)
    found: list[Block] = []
    placed: dict[tuple[int, int], list[Point]] = {}
    for tag, street in enumerate(streets):
        for side in (1, -1):
            for block in _along(street, side, chance):
                if _fits(block, tag, roads, placed):
                    found.append(block)
                    placed.setdefault(_cell(block.middle), []).append(block.middle)
    return found


def _along(street: Street, side: int, chance: random.Random) -> Iterator[Block]:
    terraced = ground.apart(street.line[len(street.line) // 2]) < TERRACED_BELOW
    long, every, back = (38.0, 43.0, 14.0) if terraced else (25.0, 40.0, 19.0)
    doors = 6 if terraced else 2
    for i, (point, heading) in enumerate(walk_along(street.line, every, 24)):
        wide = long * chance.uniform(0.8, 1.0)
        middle = aside(point, heading, side * (back + chance.uniform(-1.5, 1.5)))
        yield Block(street.name, rectangle(middle, heading, wide, chance.uniform(9, 12)), middle, 2 * doors * i + (1 if side > 0 else 2))


def _cell(p: Point) -> tuple[int, int]:
    return (round(p[0] / 40), round(p[1] / 40))


def _fits(block: Block, tag: int, roads: Pieces, placed: dict[tuple[int, int], list[Point]]) -> bool:
    corners = [*block.ring[:4], block.middle]
    if not all(_may_build(p) for p in corners):
        return False
    if any(roads.nearest(p, but=[tag])[0] < 9 for p in corners):
        return False
    i, j = _cell(block.middle)
    near = [p for di in (-1, 0, 1) for dj in (-1, 0, 1) for p in placed.get((i + di, j + dj), ())]
    return all(math.dist(p, block.middle) > 24 for p in near)


def _may_build(p: Point) -> bool:
    if ground.in_water(p, 14) or not ground.clear_of_lines(p):
        return False
    built_up = any(inside(p, ring) for ring in land.BUILT_UP.values())
    return built_up and p[1] > land.coast_at(p[0]) + 70 and not any(inside(p, green.ring) for green in land.GREENS)


def sheds(seed: int) -> list[Line]:
    """Outlines of the big buildings on the estates, the retail park and the hospital's grounds."""
    chance = random.Random(seed)
    rings: list[Line] = []
    for green in land.GREENS:
        if green.kind in {"industry", "retail", "hospital_grounds"}:
            rings += _sheds_in(green.ring, chance)
    return rings


def _sheds_in(ring: Line, chance: random.Random) -> list[Line]:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    tilt = chance.uniform(-0.3, 0.3)
    found: list[Line] = []
    for x in range(int(min(xs)), int(max(xs)), 92):
        for y in range(int(min(ys)), int(max(ys)), 74):
            shed = rectangle((x + 40, y + 34), tilt, chance.uniform(45, 74), chance.uniform(26, 46))
            if all(inside(p, ring) and ground.clear_of_lines(p) for p in shed):
                found.append(shed)
    return found
