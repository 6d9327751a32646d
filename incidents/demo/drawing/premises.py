"""The gazetteer of the invented town: every address and named place, with an invented postcode and property reference.

The postcode area WX and property references beginning 9990 are not in use.
"""

import csv
import io
import math
from collections.abc import Iterator, Sequence
from typing import Final

from incidents.demo.drawing import ground, land
from incidents.demo.drawing.buildings import Block, Street
from incidents.demo.drawing.earth import degrees
from incidents.demo.drawing.landmarks import LANDMARKS, Landmark
from incidents.demo.drawing.shapes import Point, walk_along
from incidents.demo.drawing.site_notes import BY_HOME, BY_LANDMARK, SiteNote

COLUMNS: Final = ("uprn", "name", "street", "ward", "postcode", "lat", "lon", "kind", "hazards", "site_note")
LETTERS: Final = "ABDEFGHJLNPQRSTUWXYZ"
SHOPPING: Final = frozenset({"High Street", "Bridge Street", "Station Road", "Quay Road"})
FLATS: Final = {"tower_block": 24, "sheltered_housing": 10}
NOTED_FROM: Final = 61
NOTED_EVERY: Final = 173
NO_NOTE: Final = SiteNote((), "")

Row = dict[str, str]


def gazetteer_text(streets: Sequence[Street], blocks: Sequence[Block]) -> str:
    """The gazetteer as CSV text: named places first, then flats, then homes and shops by street."""
    codes = _postcodes(streets)
    rows = [*_named(streets, codes), *_homes(blocks, codes)]
    paper = io.StringIO()
    writer = csv.DictWriter(paper, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return paper.getvalue()


def _postcodes(streets: Sequence[Street]) -> dict[str, str]:
    """One invented postcode for each street; a ward has a sector of its own."""
    sectors = {ward.name: f"WX{i // 4 + 1} {i % 4 + 1}" for i, ward in enumerate(land.WARDS)}
    dealt = dict.fromkeys(sectors, 0)
    codes: dict[str, str] = {}
    for street in streets:
        ward = ground.ward_at(street.line[len(street.line) // 2]).name
        i, dealt[ward] = dealt[ward], dealt[ward] + 1
        codes[street.name] = f"{sectors[ward]}{LETTERS[i // 20]}{LETTERS[i % 20]}"
    return codes


def _row(*, uprn: str, name: str, street: str, code: str, at: Point, kind: str, note: SiteNote = NO_NOTE) -> Row:
    lon, lat = degrees(at)
    ward = ground.ward_at(at).name
    return {
        "uprn": uprn, "name": name, "street": street, "ward": ward, "postcode": code, "lat": f"{lat:.5f}", "lon": f"{lon:.5f}",
        "kind": kind, "hazards": " ".join(note.hazards), "site_note": note.note,
    }  # fmt: skip


def _named(streets: Sequence[Street], codes: dict[str, str]) -> Iterator[Row]:
    spots = [(point, street.name) for street in streets if street.kind != "trunk_road" for point, _ in walk_along(street.line, 30)]
    for place in LANDMARKS:
        street = place.street or min(spots, key=lambda spot: math.dist(spot[0], place.at))[1]
        note = BY_LANDMARK.get(place.number, NO_NOTE)
        uprn = f"9990{place.number:08d}"
        yield _row(uprn=uprn, name=place.name, street=street, code=codes[street], at=place.at, kind=place.kind, note=note)
        yield from _flats(place, street, codes[street])


def _flats(place: Landmark, street: str, code: str) -> Iterator[Row]:
    for flat in range(1, FLATS.get(place.kind, 0) + 1):
        uprn = f"99902{place.number:03d}{flat:04d}"
        yield _row(uprn=uprn, name=f"Flat {flat}, {place.name}", street=street, code=code, at=place.at, kind="flat")


def _homes(blocks: Sequence[Block], codes: dict[str, str]) -> Iterator[Row]:
    for i, block in enumerate(blocks):
        turn, rest = divmod(i - NOTED_FROM, NOTED_EVERY)
        note = BY_HOME[turn] if rest == 0 and 0 <= turn < len(BY_HOME) else NO_NOTE
        kind = "shop" if block.street in SHOPPING else "home"
        uprn = f"99901{i + 1:07d}"
        yield _row(uprn=uprn, name=str(block.number), street=block.street, code=codes[block.street], at=block.middle, kind=kind, note=note)
