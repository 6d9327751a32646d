"""How far, and how long by road. Coordinates in degrees (WGS 84), distances in metres, times in seconds."""

from math import asin, cos, radians, sin, sqrt

EARTH_M = 6_371_008.8
ROAD_FACTOR = 1.35  # road distance over straight distance in a British town; our own proposal
TOWN_SPEED_M_S = 9.7  # 35 km/h
EMERGENCY_SPEED_M_S = 13.9  # 50 km/h


def metres_between(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in metres."""
    half_lat = radians(lat2 - lat1) / 2
    half_lon = radians(lon2 - lon1) / 2
    chord = sin(half_lat) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(half_lon) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(chord)))


def travel_seconds(metres: float, *, emergency: bool) -> int:
    """An estimate of the drive, in whole seconds."""
    speed = EMERGENCY_SPEED_M_S if emergency else TOWN_SPEED_M_S
    return round(metres * ROAD_FACTOR / speed)
