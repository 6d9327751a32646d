"""Reading a gazetteer's CSV: rows as entries, and what is wrong with the others, by line."""

import csv
from collections.abc import Iterable, Iterator
from math import isfinite
from typing import NamedTuple

from resources.rules.grid import degrees_at
from resources.rules.places import plain, postcode_shown

KINDS = {"address", "street", "landmark", "marker"}
# What other lists call our columns.
CALLED = {
    "number": "name", "house": "name", "housenumber": "name", "building": "name", "street_name": "street", "thoroughfare": "street",
    "ward": "locality", "town": "locality", "city": "locality", "district": "locality", "zip": "postcode", "latitude": "lat", "y": "lat",
    "longitude": "lon", "lng": "lon", "x": "lon", "e": "easting", "n": "northing", "usrn": "uprn",
}  # fmt: skip
WIDTHS = {"name": 160, "street": 120, "locality": 120, "postcode": 10}
USUAL_ACCURACY_M = 10


class Entry(NamedTuple):
    """One place as a list gives it. Degrees are WGS 84; ``words`` is what it is found by."""

    key: str
    kind: str
    uprn: str
    name: str
    street: str
    locality: str
    postcode: str
    lat: float
    lon: float
    accuracy_m: int
    numbered: bool
    words: str


class Finding(NamedTuple):
    """What is wrong in one line."""

    line: int
    what: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}"


class Unreadable(ValueError):
    """A row that is left out, and why."""


def read_entries(lines: Iterable[str]) -> Iterator[Entry | Finding]:
    """Every row as an entry, or as a finding; the first row names the columns."""
    reader = csv.reader(lines)
    seen: dict[str, int] = {}
    try:
        header = [_column(cell) for cell in next(reader, [])]
        lack = _lack(header)
        if lack:
            yield Finding(1, lack)
            return
        for row in reader:
            yield _row(header, row, reader.line_num, seen)
    except csv.Error as error:
        yield Finding(reader.line_num, f"this is not CSV: {error}")
    except UnicodeDecodeError:
        yield Finding(reader.line_num + 1, "this is not UTF-8 text; the rest is not read")


def _column(cell: str) -> str:
    name = cell.strip().lower().lstrip("\ufeff").replace(" ", "_")
    return CALLED.get(name, name)


def _lack(header: list[str]) -> str:
    if not {"name", "street"} & set(header):
        return "there is no column called name or street"
    if not ({"lat", "lon"} <= set(header) or {"easting", "northing"} <= set(header)):
        return "there are no columns lat and lon, nor easting and northing"
    return ""


def _row(header: list[str], row: list[str], line: int, seen: dict[str, int]) -> Entry | Finding:
    try:
        entry = entry_of(dict(zip(header, (cell.strip() for cell in row), strict=False)))
    except Unreadable as error:
        return Finding(line, str(error))
    if entry.key in seen:
        return Finding(line, f"the same place as in line {seen[entry.key]}")
    seen[entry.key] = line
    return entry


def entry_of(cells: dict[str, str]) -> Entry:
    """A row as an entry.

    Raises:
        Unreadable: why it cannot be one.
    """
    name, street, locality = (_bounded(cells, column) for column in ("name", "street", "locality"))
    postcode = postcode_shown(_bounded(cells, "postcode"))
    if not plain(f"{name} {street}"):
        raise Unreadable("neither a name nor a street")
    kind = _kind(cells, name, street)
    lat, lon = _position(cells)
    uprn = _uprn(cells)
    numbered = kind == "address" and name[:1].isdigit()
    found_by = plain(f"{name} {street} {locality} {postcode} {postcode.replace(' ', '')}")
    words = " ".join(dict.fromkeys(found_by.split()))
    key = f"uprn:{uprn}" if uprn else f"{kind}:{plain(f'{name} {street} {locality} {postcode}')}"[:200]
    accuracy = cells.get("accuracy_m", "")
    reach = int(accuracy) if accuracy.isascii() and accuracy.isdigit() and len(accuracy) < 7 else USUAL_ACCURACY_M
    return Entry(key, kind, uprn, name, street, locality, postcode, lat, lon, reach, numbered, words[:500])


def _bounded(cells: dict[str, str], column: str) -> str:
    text = " ".join(cells.get(column, "").split())
    if len(text) > WIDTHS[column]:
        raise Unreadable(f"{column} is longer than {WIDTHS[column]} characters")
    if "\x00" in text:
        raise Unreadable(f"{column} holds a NUL character")
    return text


def _kind(cells: dict[str, str], name: str, street: str) -> str:
    """The row's own kind where it is one of ours; otherwise what name and street say."""
    given = cells.get("kind", "").lower()
    if given in KINDS - {"address"}:
        return given
    if not name:
        return "street"
    return "address" if name[:1].isdigit() or given in ("", "address", "home", "house", "flat") else "landmark"


def _uprn(cells: dict[str, str]) -> str:
    text = cells.get("uprn", "")
    if text and not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise Unreadable("a UPRN is at most 12 digits")
    return text


def _position(cells: dict[str, str]) -> tuple[float, float]:
    if cells.get("lat") or not cells.get("easting"):
        lat, lon = _number(cells, "lat"), _number(cells, "lon")
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise Unreadable("lat and lon are not on the globe")
        return lat, lon
    easting, northing = _number(cells, "easting"), _number(cells, "northing")
    found = degrees_at(easting, northing)
    if found is None:
        raise Unreadable("easting and northing are not on the British grid")
    return found


def _number(cells: dict[str, str], column: str) -> float:
    try:
        value = float(cells.get(column, ""))
    except ValueError as error:
        raise Unreadable(f"{column} is not a number") from error
    if not isfinite(value):
        raise Unreadable(f"{column} is not a number")
    return value
