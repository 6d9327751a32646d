"""Reading recorded calls: calls, units sent, the events in order, units and stations. Plain rows; instants in UTC."""

import csv
import gzip
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from dispatch.refusal import Refusal

FILES = ("calls.csv.gz", "unit_dispatches.csv.gz", "events.csv.gz", "units.csv", "stations.csv")
MOST_BYTES = 200_000_000  # of one file, unpacked
Row = dict[str, str]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Call:
    """One recorded call. Coordinates in degrees, None when the record has none that are on the globe."""

    number: str
    kind: str
    group: str
    priority: str
    disposition: str
    place: str
    lat: float | None
    lon: float | None
    units_said: int
    alarms: str


@dataclass(frozen=True, slots=True)
class Run:
    """One unit on one call, with every instant that the record has for it."""

    call: str
    unit: str
    unit_type: str
    als: bool
    en_route_at: datetime | None
    on_scene_at: datetime | None


@dataclass(frozen=True, slots=True)
class Event:
    """One event. ``unit`` is empty for the two that concern the call alone."""

    at: datetime
    name: str
    call: str
    unit: str


@dataclass(frozen=True, slots=True)
class RosterUnit:
    """One unit of the roster; ``station`` is empty where it has no fixed post."""

    call_sign: str
    kind: str
    als: bool
    station: str


@dataclass(frozen=True, slots=True)
class Post:
    """A station, by its number."""

    code: str
    address: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Source:
    """Everything that was recorded. ``runs`` is by call and unit; ``digest`` is the SHA-256 of the files."""

    digest: str
    calls: dict[str, Call]
    runs: dict[tuple[str, str], Run]
    events: list[Event]
    units: list[RosterUnit]
    stations: list[Post]
    units_of: Counter[str] = field(default_factory=Counter)


def read_source(folder: Path, *, zone: ZoneInfo, calls: int | None = None) -> Source:
    """Read a folder of recorded calls.

    Args:
        zone: where the record's wall clock hangs.
        calls: take only so many calls, in the order in which they were received; None for all.

    Raises:
        Refusal: "source-missing" or "source-unreadable", naming the file and the line.
    """
    texts = {name: _text(folder / name) for name in FILES}

    def local(text: str) -> datetime | None:
        return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC) if text else None

    known = {call.number: call for call in _rows("calls.csv.gz", texts, _call)}
    kept = set(list(known)[:calls])
    runs = [run for run in _rows("unit_dispatches.csv.gz", texts, lambda row: _run(row, local)) if _taken(run.call, known, kept)]
    events = [event for event in _rows("events.csv.gz", texts, lambda row: _event(row, local)) if _taken(event.call, known, kept)]
    return Source(
        digest=hashlib.sha256("\0".join(texts[name] for name in FILES).encode()).hexdigest(),
        calls={number: call for number, call in known.items() if number in kept},
        runs={(run.call, run.unit): run for run in runs},
        events=sorted(events, key=lambda event: event.at),  # stable: the record's order stands within a second
        units=list(_rows("units.csv", texts, _unit)),
        stations=list(_rows("stations.csv", texts, _post)),
        units_of=Counter(run.call for run in runs),
    )


def _taken(call: str, known: dict[str, Call], kept: set[str]) -> bool:
    """Calls beyond the limit are left out; calls that the record does not have are a flaw to be met, not hidden."""
    return call in kept or call not in known


def _text(path: Path) -> str:
    if not path.is_file():
        raise Refusal(f"There is no {path.name} in this folder.", code="source-missing", file=path.name)
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            packed = stream.read(MOST_BYTES + 1)
        if len(packed) > MOST_BYTES:
            raise Refusal(f"{path.name} is too large.", code="source-unreadable", file=path.name)
        return packed.decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise Refusal(f"{path.name} cannot be read as text.", code="source-unreadable", file=path.name) from error


def _rows(name: str, texts: dict[str, str], make: Callable[[Row], Made]) -> Iterator[Made]:
    reader = csv.DictReader(io.StringIO(texts[name]))
    try:
        for row in reader:
            yield make({key: (value or "").strip() for key, value in row.items() if isinstance(value, str | None)})
    except (KeyError, ValueError, csv.Error) as error:
        what = f"the column {error} is missing" if isinstance(error, KeyError) else str(error)
        raise Refusal(f"{name}, line {reader.line_num}: {what}.", code="source-unreadable", file=name, line=reader.line_num) from error


def _degrees(text: str, most: int) -> float | None:
    number = float(text) if text else None
    return number if number is not None and abs(number) <= most else None


def _place(row: Row) -> tuple[float | None, float | None]:
    lat, lon = _degrees(row["lat"], 90), _degrees(row["lon"], 180)
    return (lat, lon) if lat is not None and lon is not None else (None, None)


def _call(row: Row) -> Call:
    lat, lon = _place(row)
    return Call(
        number=row["call_number"],
        kind=row["call_type"],
        group=row["call_type_group"],
        priority=row["priority_final"],
        disposition=row["disposition"],
        place=", ".join(each for each in (row["address"], row["city"], row["zipcode"]) if each) if row["address"] else "",
        lat=lat,
        lon=lon,
        units_said=int(row["n_units"] or 0),
        alarms=row["alarms"],
    )


def _run(row: Row, local: Callable[[str], datetime | None]) -> Run:
    return Run(
        call=row["call_number"],
        unit=row["unit_id"],
        unit_type=row["unit_type"],
        als=row["als_unit"] == "1",
        en_route_at=local(row["en_route"]),
        on_scene_at=local(row["on_scene"]),
    )


def _event(row: Row, local: Callable[[str], datetime | None]) -> Event:
    at = local(row["t"])
    if at is None:
        raise ValueError("an event has no time")
    return Event(at=at, name=row["event"], call=row["call_number"], unit=row["unit_id"])


def _unit(row: Row) -> RosterUnit:
    return RosterUnit(call_sign=row["unit_id"], kind=row["unit_type"], als=row["als"] == "1", station=row["home_station"])


def _post(row: Row) -> Post:
    lat, lon = _place(row)
    return Post(code=row["station"], address=row["address"], lat=lat, lon=lon)
