"""The British National Grid: references such as "SY 312 634", and eastings and northings, as degrees (WGS 84)."""

import re
from functools import cache
from typing import NamedTuple

from pyproj import Transformer

LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"  # the grid has no I
WIDEST_E, WIDEST_N = 700_000, 1_300_000  # metres


class Square(NamedTuple):
    """The middle of the square that a reference names, in degrees, and the square's side in metres."""

    lat: float
    lon: float
    side_m: int


@cache
def _to_degrees() -> Transformer:
    return Transformer.from_crs(27700, 4326, always_xy=True)


def degrees_at(easting: float, northing: float) -> tuple[float, float] | None:
    """Latitude and longitude of a point of the grid in metres; None outside the grid."""
    if not (0 <= easting < WIDEST_E and 0 <= northing < WIDEST_N):
        return None
    lon, lat = _to_degrees().transform(easting, northing)
    return round(lat, 6), round(lon, 6)


def square_of(reference: str) -> Square | None:
    """The square of a reference with 4, 6, 8 or 10 figures; None when it is not one (OS: 6 figures are 100 m, 8 are 10 m, 10 are 1 m)."""
    found = re.fullmatch(r"([A-HJ-Z]{2})(\d{4}|\d{6}|\d{8}|\d{10})", re.sub(r"[\s,.-]", "", reference.upper()))
    if found is None:
        return None
    corner = _corner(found[1])
    half = len(found[2]) // 2
    side = int(10 ** (5 - half))
    easting = corner[0] + int(found[2][:half]) * side + side / 2
    northing = corner[1] + int(found[2][half:]) * side + side / 2
    point = degrees_at(easting, northing)
    return Square(*point, side) if point else None


def _corner(letters: str) -> tuple[int, int]:
    """The south-west corner of a 100 km square, in metres from the grid's false origin."""
    first, second = LETTERS.index(letters[0]), LETTERS.index(letters[1])
    east = (first - 2) % 5 * 5 + second % 5
    north = 19 - first // 5 * 5 - second // 5
    return east * 100_000, north * 100_000
