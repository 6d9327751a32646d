"""The town's map is drawn by the code that stands beside it, and can be styled by kind alone."""

import json
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import Any

from incidents.demo import draw_town
from incidents.demo.drawing import ground, land
from incidents.demo.drawing.plan import all_streets
from incidents.demo.drawing.shapes import Pieces, walk_along


@cache
def features() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(draw_town.MAP_FILE.read_text(encoding="utf-8"))["features"]
    return found


def kinds() -> Counter[str]:
    return Counter(feature["properties"]["kind"] for feature in features())


def points_of(coordinates: Any) -> list[tuple[float, float]]:
    if isinstance(coordinates[0], int | float):
        return [(coordinates[0], coordinates[1])]
    return [point for part in coordinates for point in points_of(part)]


def test_drawing_it_again_gives_the_file_in_the_checkout() -> None:
    assert draw_town.drawn_map() == draw_town.MAP_FILE.read_text(encoding="utf-8")


def test_it_stays_under_six_hundred_kilobytes() -> None:
    assert draw_town.MAP_FILE.stat().st_size < 600_000


def test_it_holds_no_colours_and_nothing_but_kinds_and_names() -> None:
    assert {key for feature in features() for key in feature["properties"]} == {"kind", "name"}


def test_it_has_what_a_town_has() -> None:
    found = kinds()
    for kind in (
        "land",
        "sea",
        "river",
        "harbour",
        "railway",
        "trunk_road",
        "hospital",
        "station",
        "town_hall",
        "leisure_centre",
        "waterworks",
    ):
        assert found[kind] >= 1, kind
    assert found["ward"] >= 10
    assert found["street"] >= 120
    assert found["main_road"] >= 10
    assert found["park"] >= 5
    assert found["care_home"] >= 3
    assert found["school"] >= 4
    assert found["tower_block"] >= 3


def test_every_street_has_a_name_of_its_own() -> None:
    roads = {"street", "lane", "main_road", "trunk_road"}
    names = [feature["properties"]["name"] for feature in features() if feature["properties"]["kind"] in roads]
    assert all(names)
    assert len(set(names)) == len(names)


def test_every_area_is_closed() -> None:
    areas = [feature["geometry"] for feature in features() if feature["geometry"]["type"] == "Polygon"]
    assert len(areas) > 30
    assert all(ring[0] == ring[-1] and len(ring) >= 4 for area in areas for ring in area["coordinates"])


def test_it_lies_in_open_sea_off_the_south_coast() -> None:
    points = [point for feature in features() for point in points_of(feature["geometry"]["coordinates"])]
    assert all(-3.1 < lon < -2.86 and 50.51 < lat < 50.65 for lon, lat in points)


def test_no_home_street_runs_through_water() -> None:
    streets = [street for street in all_streets(draw_town.SEED) if street.kind == "street"]
    wet = [street.name for street in streets for a, b in pairwise(street.line) if ground.in_water(((a[0] + b[0]) / 2, (a[1] + b[1]) / 2))]
    assert wet == []


def test_the_river_reaches_the_sea() -> None:
    mouth = land.RIVER[-1]
    assert mouth[1] < land.coast_at(mouth[0])


def test_every_home_street_meets_another_road() -> None:
    streets = all_streets(draw_town.SEED)
    roads = Pieces(150.0)
    for tag, street in enumerate(streets):
        roads.add(street.line, tag)
    nearest = {
        street.name: min(roads.nearest(p, but=[tag])[0] for p, _ in walk_along(street.line, 5))
        for tag, street in enumerate(streets)
        if street.kind == "street"
    }
    assert len(nearest) >= 120
    assert {name: off for name, off in nearest.items() if off > 9} == {}
