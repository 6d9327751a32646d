"""Reads the invented town's gazetteer."""

import csv
import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

GAZETTEER_FILE: Final = Path(__file__).resolve().parent / "gazetteer.csv"


class Premises(NamedTuple):
    """One address or named place. Latitude and longitude are WGS 84 degrees; the property reference has 12 digits."""

    uprn: str
    name: str
    street: str
    ward: str
    postcode: str
    lat: float
    lon: float
    kind: str
    hazards: tuple[str, ...]
    site_note: str

    @property
    def line(self) -> str:
        """The first line of the address, as it is spoken: "14 Alder Road", or "Merrow Court, Eastbury Road"."""
        return f"{self.name} {self.street}" if self.name.isdigit() else f"{self.name}, {self.street}"

    @property
    def address(self) -> str:
        """The whole address on one line."""
        return f"{self.line}, {self.ward}, Wexmouth, {self.postcode}"


@cache
def premises() -> tuple[Premises, ...]:
    """Every address in the town, in the file's order."""
    with GAZETTEER_FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(_premises(row) for row in csv.DictReader(lines))


def _premises(row: dict[str, str]) -> Premises:
    return Premises(
        uprn=row["uprn"],
        name=row["name"],
        street=row["street"],
        ward=row["ward"],
        postcode=row["postcode"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        kind=row["kind"],
        hazards=tuple(row["hazards"].split()),
        site_note=row["site_note"],
    )


def as_list() -> Iterator[str]:
    """The town as a list that ``manage.py import_gazetteer`` reads; every ward is part of Wexmouth."""
    paper = io.StringIO()
    writer = csv.writer(paper)
    writer.writerow(("uprn", "name", "street", "locality", "postcode", "lat", "lon", "kind"))
    for each in premises():
        writer.writerow((each.uprn, each.name, each.street, f"{each.ward}, Wexmouth", each.postcode, each.lat, each.lon, each.kind))
    yield from paper.getvalue().splitlines(keepends=True)


@cache
def _by_reference() -> dict[str, Premises]:
    return {place.uprn: place for place in premises()}


def at(uprn: str) -> Premises:
    """The premises with this property reference. Raises KeyError when there is none."""
    return _by_reference()[uprn]
