"""Draws the invented town of Wexmouth: writes static/town/town.geojson and incidents/demo/gazetteer.csv.

Run `python -m incidents.demo.draw_town` from the checkout's root. The same code always writes the same bytes.
"""

from functools import cache
from pathlib import Path
from typing import Final

from incidents.demo.drawing.buildings import Block, Street, blocks
from incidents.demo.drawing.paper import map_text
from incidents.demo.drawing.plan import all_streets
from incidents.demo.drawing.premises import gazetteer_text

SEED: Final = 20
ROOT: Final = Path(__file__).resolve().parents[2]
MAP_FILE: Final = ROOT / "static" / "town" / "town.geojson"
GAZETTEER_FILE: Final = ROOT / "incidents" / "demo" / "gazetteer.csv"


@cache
def _built() -> tuple[tuple[Street, ...], tuple[Block, ...]]:
    streets = all_streets(SEED)
    return tuple(streets), tuple(blocks(streets, SEED))


def drawn_map() -> str:
    """The text of the town's GeoJSON."""
    return map_text(*_built(), seed=SEED)


def drawn_gazetteer() -> str:
    """The text of the town's gazetteer, CSV with a heading line."""
    return gazetteer_text(*_built())


def main() -> None:
    """Write both files."""
    MAP_FILE.parent.mkdir(parents=True, exist_ok=True)
    MAP_FILE.write_text(drawn_map(), encoding="utf-8")
    GAZETTEER_FILE.write_text(drawn_gazetteer(), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
