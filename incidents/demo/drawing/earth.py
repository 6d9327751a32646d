"""From metres in the town to degrees on the Earth.

The town lies in what is open sea off the south coast of England, so that no real street, home or person can be meant.
"""

import math
from typing import Final

from incidents.demo.drawing.shapes import Point

MIDDLE_LAT: Final = 50.58
MIDDLE_LON: Final = -2.98
METRES_PER_DEGREE: Final = 111_320.0


def degrees(p: Point) -> tuple[float, float]:
    """Longitude and latitude of a point in the town, WGS 84, to five decimals (about a metre)."""
    lat = MIDDLE_LAT + p[1] / METRES_PER_DEGREE
    lon = MIDDLE_LON + p[0] / (METRES_PER_DEGREE * math.cos(math.radians(MIDDLE_LAT)))
    return round(lon, 5), round(lat, 5)
