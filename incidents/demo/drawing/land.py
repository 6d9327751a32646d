"""The lie of the land, drawn by hand: coast, river, roads, railway, parks and wards, in metres east and north of the centre."""

import math
from itertools import pairwise
from typing import Final, NamedTuple

from incidents.demo.drawing.shapes import Line, Point, curve, ribbon, width_at

EDGE_W: Final = -4200.0
EDGE_E: Final = 4200.0
EDGE_N: Final = 3100.0
EDGE_S: Final = -3200.0

COAST: Final[Line] = curve(
    [
        (EDGE_W, -2620), (-3820, -2660), (-3560, -2540), (-3420, -2250), (-3120, -2080), (-2700, -1820), (-2150, -1640), (-1500, -1530),
        (-900, -1480), (-420, -1500), (-60, -1560), (260, -1530), (640, -1420), (1000, -1560), (1350, -1700), (1900, -1760), (2450, -1730),
        (2900, -1820), (3200, -2060), (3420, -2420), (3700, -2500), (3950, -2380), (EDGE_E, -2330),
    ],
    step=60,
)  # fmt: skip

RIVER: Final[Line] = curve(
    [
        (-1250, EDGE_N), (-950, 2720), (-1330, 2360), (-1230, 1960), (-760, 1780), (-880, 1420), (-420, 1240), (-330, 820), (60, 640),
        (420, 420), (500, 20), (210, -330), (180, -680), (470, -960), (560, -1220), (560, -1480), (560, -1640),
    ],
    step=50,
)  # fmt: skip
RIVER_WIDTHS: Final = (16.0, 18.0, 22.0, 26.0, 34.0, 46.0, 60.0, 84.0, 130.0, 210.0, 330.0)

STREAMS: Final[dict[str, Line]] = {
    "Barrow Brook": curve([(-3900, EDGE_N), (-3500, 2500), (-3050, 2150), (-2500, 2050), (-1900, 2150), (-1280, 2060)], step=60),
    "Mill Brook": curve([(2300, EDGE_N), (1900, 2500), (1500, 2050), (950, 1750), (700, 1250), (380, 900), (330, 480)], step=60),
    "Warren Stream": curve([(EDGE_E, 500), (3700, 300), (3480, -300), (3520, -900), (3220, -1300), (3150, -1990)], step=60),
}

RAILWAY: Final[Line] = curve(
    [(EDGE_W, 250), (-3300, 180), (-2400, 330), (-1600, 260), (-900, 20), (-420, -60), (200, 110), (760, 260), (1500, 330), (2300, 60),
     (3100, -60), (EDGE_E, 120)],
    step=50,
)  # fmt: skip

TRUNK_ROADS: Final[dict[str, Line]] = {
    "Wexmouth Bypass": curve(
        [(EDGE_W, 1080), (-3300, 1100), (-2500, 1300), (-1750, 1480), (-1000, 1600), (-100, 1640), (800, 1520), (1650, 1240), (2350, 780),
         (2780, 250), (3020, -380), (3450, -650), (EDGE_E, -700)],
        step=60,
    ),
}  # fmt: skip

MAIN_ROADS: Final[dict[str, Line]] = {
    "High Street": curve([(-1020, -600), (-760, -690), (-430, -740), (-90, -720)]),
    "Bridge Street": curve([(-90, -720), (180, -690), (460, -650)]),
    "Eastbury Road": curve([(460, -650), (900, -560), (1500, -640), (2150, -600), (2700, -460), (3020, -380)]),
    "Station Road": curve([(-430, -740), (-480, -480), (-400, -250), (-430, -130)]),
    "North Road": curve(
        [(-430, -130), (-520, 200), (-840, 560), (-1250, 960), (-1750, 1480), (-2000, 2050), (-2150, 2600), (-2100, EDGE_N)]
    ),
    "Barrow Road": curve(
        [(-1020, -600), (-1500, -480), (-2050, -420), (-2600, -180), (-3100, 300), (-3300, 1100), (-3420, 1800), (-3700, 2300)]
    ),
    "Esplanade": curve([(-2420, -1660), (-2120, -1560), (-1500, -1450), (-900, -1400), (-430, -1400)], step=50),
    "Quay Road": curve([(-90, -720), (-60, -960), (-200, -1250), (-430, -1400)]),
    "Western Way": curve([(-1060, -1420), (-1100, -1050), (-1020, -600), (-1130, -200), (-1180, 180), (-1000, 420), (-840, 560)]),
    "Newbridge Road": curve([(-400, -250), (-80, -160), (300, -150), (700, -120), (1250, 0), (1800, 120), (2400, 120), (2780, 250)]),
    "Marsh Road": curve([(460, -650), (760, -900), (960, -1200), (1400, -1450), (1950, -1540), (2500, -1480), (2860, -1200), (3020, -380)]),
    "Millbrook Road": curve([(700, -120), (780, 260), (880, 700), (820, 1100), (800, 1520), (1000, 2200), (1300, EDGE_N)]),
    "Hillcrest Road": curve([(-1180, 180), (-1600, 60), (-2050, 60), (-2600, -180)]),
    "Castle Road": curve([(-1100, -1050), (-1600, -960), (-2150, -900), (-2520, -560), (-2600, -180)]),
    "Cliff Road": curve([(-2150, -900), (-2260, -1080), (-2240, -1330), (-2420, -1660)]),
    "Warren Road": curve([(2860, -1200), (3250, -1150), (3600, -1500), (3900, -1900)]),
}

LANES: Final[dict[str, Line]] = {
    "Barrow Lane": curve([(EDGE_W, 1900), (-3700, 1850), (-3420, 1800), (-2900, 1700), (-2450, 1850), (-2000, 2050)]),
    "Wexdale Lane": curve([(-1750, 1480), (-1500, 1760), (-1600, 2300), (-1750, 2700), (-1650, EDGE_N)]),
    "Top Farm Lane": curve([(-100, 1640), (-150, 2000), (150, 2400), (80, 2750), (250, EDGE_N)]),
    "Hanger Lane": curve([(1650, 1240), (2000, 1600), (2550, 1800), (3000, 2300), (3500, 2500), (EDGE_E, 2600)]),
    "Dairy Lane": curve([(1000, 2200), (1600, 2150), (2150, 2050), (2550, 1800)]),
    "Coastguard Lane": curve([(-2420, -1660), (-2800, -1500), (-3150, -1600), (-3600, -2100), (-3750, -2480)]),
    "Home Farm Lane": curve([(-2600, -180), (-3050, -500), (-3500, -550), (EDGE_W, -800)]),
    "Cliff Lane": curve([(-3050, -500), (-3200, -1000), (-3150, -1600)]),
    "Saltpan Lane": curve([(3020, -380), (3350, 200), (3300, 900), (3600, 1500), (3500, 2500)]),
}

BUILT_UP: Final[dict[str, Line]] = {
    "Wexmouth": curve(
        [(-2500, -1900), (-2640, -1200), (-2680, -650), (-2720, -150), (-2480, 420), (-2000, 760), (-1480, 1140), (-960, 1180),
         (-420, 1080), (150, 1040), (620, 1260), (1180, 1200), (1720, 900), (2240, 560), (2640, 150), (2820, -350), (2760, -1000),
         (2560, -1600),
         (1800, -1900), (0, -1900)],
        step=80,
        closed=True,
    ),
    "Nether Barrow": curve(
        [(-3650, 1650), (-3500, 1500), (-3150, 1560), (-3060, 1820), (-3240, 2050), (-3560, 2020)], step=60, closed=True
    ),
    "Warren Head": curve([(3120, -1080), (3380, -1020), (3640, -1340), (3720, -1680), (3500, -1720), (3260, -1400)], step=60, closed=True),
    "Wexdale": curve([(780, 2060), (1080, 2000), (1260, 2300), (1180, 2560), (960, 2540), (800, 2300)], step=60, closed=True),
}  # fmt: skip


class Green(NamedTuple):
    """An open or special area: streets go round it."""

    kind: str
    name: str
    ring: Line


def _rough(p: Point) -> Point:
    """The point moved a little, so that no edge looks drawn with a compass."""
    return (
        p[0] + 26 * math.sin(p[1] / 47) + 12 * math.sin(p[1] / 19 + p[0] / 31),
        p[1] + 26 * math.sin(p[0] / 53) + 12 * math.cos(p[0] / 23),
    )


def _green(kind: str, name: str, points: list[Point]) -> Green:
    return Green(kind, name, [_rough(p) for p in curve(points, step=25, closed=True)])


GREENS: Final[tuple[Green, ...]] = (
    _green(
        "park",
        "Jubilee Park",
        [(-1780, -400), (-1420, -440), (-1290, -380), (-1240, -120), (-1330, 0), (-1560, -60), (-1800, -40), (-1760, -220)],
    ),
    _green("park", "Castle Hill", [(-1980, -1260), (-1700, -1280), (-1560, -1130), (-1660, -1010), (-1920, -980), (-2060, -1100)]),
    _green(
        "park", "River Meadows", [(-760, 1240), (-480, 1120), (-380, 820), (-60, 680), (60, 780), (-140, 980), (-360, 1300), (-640, 1420)]
    ),
    _green("park", "Eastbury Recreation Ground", [(1320, -560), (1660, -570), (1760, -400), (1640, -240), (1380, -260), (1260, -400)]),
    _green("park", "Esplanade Gardens", [(-1480, -1390), (-1180, -1360), (-1140, -1260), (-1460, -1290)]),
    _green("park", "Millbrook Fields", [(960, 620), (1260, 560), (1340, 780), (1180, 940), (980, 880)]),
    _green("park", "Barrow Green", [(-2280, 120), (-2080, 130), (-2050, 300), (-2240, 330)]),
    _green(
        "park", "Warren Links", [(3000, -1560), (3180, -1400), (3450, -1800), (3760, -1760), (3900, -2150), (3600, -2380), (3330, -2050)]
    ),
    _green("cemetery", "Hillcrest Cemetery", [(-1960, 380), (-1680, 360), (-1600, 560), (-1760, 700), (-1980, 600)]),
    _green("allotments", "Northgate Allotments", [(-780, 780), (-600, 720), (-520, 900), (-700, 980)]),
    _green("allotments", "Saltings Allotments", [(2260, -1060), (2460, -1080), (2500, -900), (2280, -880)]),
    _green(
        "wood",
        "Barrow Wood",
        [
            (-3250, 2420),
            (-2850, 2380),
            (-2620, 2220),
            (-2330, 2380),
            (-2480, 2620),
            (-2360, 2860),
            (-2760, 2780),
            (-2980, 2960),
            (-3300, 2700),
        ],
    ),
    _green(
        "wood",
        "Hanger Wood",
        [(2050, 2330), (2480, 2240), (2740, 2060), (2880, 2420), (3080, 2700), (2640, 2720), (2480, 2960), (2180, 2760), (2260, 2520)],
    ),
    _green("wood", "Cliff Plantation", [(-3900, -1500), (-3500, -1350), (-3320, -1650), (-3560, -2000), (-3880, -1900)]),
    _green(
        "wood",
        "Top Copse",
        [(-640, 2180), (-420, 2260), (-240, 2180), (-170, 2420), (-360, 2480), (-420, 2760), (-600, 2640), (-560, 2400)],
    ),
    _green("wood", "Saltpan Spinney", [(3700, 700), (3980, 760), (4000, 1120), (3760, 1180), (3640, 940)]),
    _green("marsh", "Wex Saltmarsh", [(720, -1290), (900, -1240), (1120, -1420), (1260, -1600), (1000, -1500), (740, -1420)]),
    _green(
        "industry", "Harbour Industrial Estate", [(920, -1080), (1180, -960), (1500, -1000), (1560, -1240), (1400, -1390), (1080, -1280)]
    ),
    _green("industry", "Bypass Business Park", [(1380, 1080), (1600, 1000), (1900, 760), (1760, 620), (1440, 740), (1300, 920)]),
    _green("industry", "Station Yard", [(-1080, 150), (-820, 60), (-600, 30), (-640, 190), (-900, 300), (-1060, 300)]),
    _green("retail", "Saltway Retail Park", [(2020, 40), (2360, 50), (2520, -120), (2300, -260), (2020, -160)]),
    _green("hospital_grounds", "Wexmouth General Hospital", [(-2420, -860), (-2200, -820), (-2160, -620), (-2400, -600)]),
)

HARBOUR: Final[Line] = [(120, -1120), (440, -1090), (500, -1180), (500, -1300), (180, -1340), (120, -1120)]
PIERS: Final[dict[str, Line]] = {
    "West Breakwater": [(290, -1520), (360, -1660), (470, -1760), (560, -1790)],
    "East Mole": [(880, -1500), (820, -1680), (700, -1780)],
    "Grand Pier": [(-1000, -1470), (-960, -1800)],
    "Fish Quay": [(120, -1120), (180, -1340), (430, -1310)],
}
BEACHES: Final[dict[str, Line]] = {
    "Town Beach": ribbon([p for p in COAST if -2300 <= p[0] <= -450], (50, 90, 110, 90, 40)),
    "Saltings Beach": ribbon([p for p in COAST if 1500 <= p[0] <= 2900], (30, 90, 120, 90, 30)),
}


class Ward(NamedTuple):
    """A named part of the town: its middle, the heading (degrees) its streets lean to, and how far apart they lie (metres)."""

    name: str
    middle: Point
    lean: float
    apart: float


WARDS: Final[tuple[Ward, ...]] = (
    Ward("Old Town", (-420, -900), -8, 84),
    Ward("Esplanade", (-1280, -1180), 8, 96),
    Ward("Castle", (-2060, -1180), 24, 118),
    Ward("Barrow", (-2150, -200), -20, 126),
    Ward("Jubilee", (-1400, -120), 12, 106),
    Ward("Stationside", (-420, 130), -30, 92),
    Ward("Northgate", (-1440, 720), -38, 116),
    Ward("Newbridge", (1250, 260), 14, 112),
    Ward("Millbrook", (640, 900), 80, 122),
    Ward("Eastbury", (1120, -420), 4, 100),
    Ward("Saltings", (2150, -1150), -14, 124),
    Ward("Nether Barrow", (-3300, 1780), 20, 120),
    Ward("Wexdale", (700, 2300), 70, 120),
    Ward("Warren Head", (3420, -1000), -50, 120),
)


def coast_at(x: float) -> float:
    """Metres north of the centre at which the sea begins."""
    for (ax, ay), (bx, by) in pairwise(COAST):
        if ax <= x <= bx:
            return ay + (by - ay) * (x - ax) / (bx - ax or 1)
    return COAST[0][1] if x < COAST[0][0] else COAST[-1][1]


def river_half_width(place: int) -> float:
    """Half of the river's width, in metres, at a numbered point of its course."""
    return width_at(RIVER_WIDTHS, place / (len(RIVER) - 1)) / 2
