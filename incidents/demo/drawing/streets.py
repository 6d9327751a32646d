"""Home streets: evenly spaced lines that follow the lean of the ground, joined to each other and to the main roads.

The method is the evenly spaced streamline (Jobard and Lefer, 1997), run once for each of two families of streets.
"""

import math
import random
from collections import deque
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from incidents.demo.drawing import ground, land
from incidents.demo.drawing.shapes import Line, Pieces, Point, aside, between, crossing, length, simplified, walk_along

STEP: Final = 14.0
SHORTEST: Final = 110.0
LONGEST: Final = 620.0
REACH: Final = 150.0


class Family:
    """One family of streets: those that run with the lean, or those square to it."""

    def __init__(self, turn: float, stretch: float, roads: Pieces) -> None:
        self.turn = turn
        self.stretch = stretch
        self.roads = roads
        self.lines: list[Line] = []
        self._laid = Pieces(150.0)

    def lay(self, seeds: list[Point], chance: random.Random) -> None:
        """Trace streets from the seeds, and from beside every street that was traced, until no room is left."""
        for seed in seeds:
            waiting = deque([seed])
            while waiting:
                line = self._trace(waiting.popleft(), chance)
                if line:
                    self.lines.append(line)
                    self._laid.add(line, len(self.lines))
                    waiting.extend(self._beside(line))

    def _beside(self, line: Line) -> Iterator[Point]:
        for point, heading in walk_along(line, 60, 20):
            gap = self._gap(point) * 1.02
            yield aside(point, heading, gap)
            yield aside(point, heading, -gap)

    def _gap(self, p: Point) -> float:
        return ground.apart(p) * self.stretch

    def _room(self, p: Point, heading: float, share: float) -> bool:
        if not ground.homes_may_stand(p):
            return False
        gap = self._gap(p) * share
        if self._laid.nearest(p)[0] < gap:
            return False
        off, road = self.roads.nearest(p)
        return off > gap or (off > 12 and abs(math.sin(road - heading)) > 0.6)

    def _trace(self, seed: Point, chance: random.Random) -> Line | None:
        heading = ground.lean(seed) + self.turn
        if not self._room(seed, heading, 0.95):
            return None
        limit = chance.uniform(0.45, 1.0) * LONGEST
        ahead = self._run(seed, heading, limit / 2)
        behind = self._run(seed, heading + math.pi, limit / 2)
        line = [*reversed(behind), seed, *ahead]
        return line if length(line) >= SHORTEST else None

    def _run(self, start: Point, heading: float, limit: float) -> Line:
        line: Line = []
        point = start
        while len(line) * STEP < limit:
            heading = self._turned(point, heading)
            half = _ahead(point, heading, STEP / 2)
            heading = self._turned(half, heading)
            point = _ahead(point, heading, STEP)
            if not self._room(point, heading, 0.62):
                break
            line.append(point)
        return line

    def _turned(self, p: Point, heading: float) -> float:
        quarter = math.pi / 2
        lean = ground.lean(p)
        return lean + round((heading - lean) / quarter) * quarter


def _ahead(p: Point, heading: float, metres: float) -> Point:
    return (p[0] + math.cos(heading) * metres, p[1] + math.sin(heading) * metres)


def _seeds(chance: random.Random) -> list[Point]:
    spots = [(x + chance.uniform(-20, 20), y + chance.uniform(-20, 20)) for x in range(-3700, 3800, 60) for y in range(-1900, 2700, 60)]
    return sorted((p for p in spots if ground.homes_may_stand(p)), key=lambda p: math.dist(p, (-300, -700)))


def home_streets(seed: int) -> list[Line]:
    """Every home street, nearest to the middle of the town first, simplified to 2 metres."""
    chance = random.Random(seed)
    roads = Pieces(150.0)
    for line in [*land.MAIN_ROADS.values(), *land.LANES.values()]:
        roads.add(line)
    seeds = _seeds(chance)
    along, across = Family(0.0, 1.0, roads), Family(math.pi / 2, 1.75, roads)
    along.lay(seeds, chance)
    across.lay(seeds, chance)
    joined = _joined([*along.lines, *across.lines], chance)
    kept = [simplified(line, 2.0) for line in joined if length(line) >= 70]
    return sorted(kept, key=lambda line: math.dist(line[len(line) // 2], (-300, -700)))


def _joined(lines: list[Line], chance: random.Random) -> list[Line]:
    known = Pieces(200.0)
    for name, line in enumerate([*land.MAIN_ROADS.values(), *land.LANES.values()]):
        known.add(line, -1 - name)
    for tag, line in enumerate(lines):
        known.add(line, tag)
    done: list[Line] = []
    for tag, line in enumerate(lines):
        one = _end_joined(line, tag, known, chance)
        done.append(list(reversed(_end_joined(list(reversed(one)), tag, known, chance))))
    return done


def _end_joined(line: Line, tag: int, known: Pieces, chance: random.Random) -> Line:
    """Carry the end of a street on to the next street or road; where there is none, leave a short close or cut it back."""
    heading = math.atan2(line[-1][1] - line[-2][1], line[-1][0] - line[-2][0])
    tip = _ahead(line[-1], heading, REACH)
    met = _first_met(line[-1], tip, tag, known)
    if met is not None and _way_is_clear(line[-1], met):
        return [*line, met]
    return _cut_back(line, tag, known, chance.uniform(45, 80) if chance.random() < 0.3 else 0.0)


def _first_met(a: Point, b: Point, tag: int, known: Pieces) -> Point | None:
    pieces = [piece for middle in (a, between(a, b, 0.5), b) for piece in known.around(middle)]
    shares = [t for c, d, other in pieces if other != tag and (t := crossing(a, b, c, d)) is not None]
    return between(a, b, min(shares)) if shares else None


def _way_is_clear(a: Point, b: Point) -> bool:
    steps = max(1, round(math.dist(a, b) / 12))
    return all(ground.homes_may_stand(between(a, b, i / steps)) for i in range(steps))


def _cut_back(line: Line, tag: int, known: Pieces, stub: float) -> Line:
    """The street without what hangs beyond its last junction, but for a stub of so many metres."""
    hanging = 0.0
    for i in range(len(line) - 1, 0, -1):
        a, b = line[i], line[i - 1]
        shares = [t for c, d, other in known.around(a) if other != tag and (t := crossing(a, b, c, d)) is not None]
        if shares:
            return _trimmed(line, hanging + min(shares) * math.dist(a, b) - stub)
        hanging += math.dist(a, b)
    return line


def _trimmed(line: Line, metres: float) -> Line:
    if metres <= 0:
        return line
    left = metres
    kept = list(line)
    for b, a in pairwise(reversed(line)):
        span = math.dist(a, b)
        if span > left:
            return [*kept[:-1], between(b, a, left / span)]
        left -= span
        kept.pop()
    return line[:2]
