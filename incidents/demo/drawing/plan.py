"""All of the town's streets with their names."""

from typing import Final

from incidents.demo.drawing import ground, land, streets
from incidents.demo.drawing.buildings import TERRACED_BELOW, Street
from incidents.demo.drawing.names import Names
from incidents.demo.drawing.shapes import Pieces, curve, length

MEETING: Final = 8.0


def all_streets(seed: int) -> list[Street]:
    """Trunk roads, main roads, lanes and home streets, in that order."""
    known = [Street("trunk_road", name, line) for name, line in land.TRUNK_ROADS.items()]
    known += [Street("main_road", name, line) for name, line in land.MAIN_ROADS.items()]
    known += [Street("lane", name, line) for name, line in land.LANES.items()]
    names = Names(seed)
    for line in streets.home_streets(seed):
        ward = ground.ward_at(line[len(line) // 2])
        name = names.next(ward=ward.name, metres=length(line), terraced=ward.apart < TERRACED_BELOW)
        known.append(Street("street", name, line))
    return _joined_up(known)


def _joined_up(streets: list[Street]) -> list[Street]:
    """The streets without those that meet no other: nobody could get to them."""
    roads = Pieces(100.0)
    for tag, street in enumerate(streets):
        roads.add(curve(street.line, step=12), tag)

    def meets(tag: int, street: Street) -> bool:
        return any(roads.nearest(p, but=[tag])[0] < MEETING for p in curve(street.line, step=12))

    return [street for tag, street in enumerate(streets) if street.kind != "street" or meets(tag, street)]
