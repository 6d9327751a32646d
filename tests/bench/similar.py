"""How often a duplicate is suggested where there is none (recorded calls), and where there is one (invented bursts of callers)."""

import csv
import gzip
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import cos, radians, sin
from pathlib import Path
from typing import NamedTuple

import yaml

from incidents.rules.duplicates import LONGEST, Pin, Told, best, match
from resources.rules.distance import metres_between
from tests.bench.stand import spin_ms
from tests.faults.house import ROOT

CALLS = ROOT.parent / "shared" / "data" / "sf" / "calls.csv.gz"
NAIVE_M, NAIVE = 250, timedelta(minutes=10)
NOON = datetime(2025, 11, 3, 12, 0, tzinfo=UTC)
CALLERS = 20


class Recorded(NamedTuple):
    """A recorded call, as a report and with the instant at which it was over."""

    told: Told
    over_at: datetime


def recorded(path: Path | None = None) -> list[Recorded]:
    """The recorded calls that have a place, in order. Their types' titles are those of the replay's procedures."""
    mapping = yaml.safe_load((ROOT / "incidents/replay/mapping.yaml").read_text())["call_types"]
    pack = yaml.safe_load((ROOT / "incidents/replay/packs/sf_fire.yaml").read_text())
    titles = {each["code"]: each["title"] for each in pack["incident_types"]}
    with gzip.open(path or CALLS, "rt") as lines:
        rows = [row for row in csv.DictReader(lines) if row["lat"] and row["closed"]]
    found = []
    for row in rows:
        code = mapping.get(row["call_type"], "ASSIST")
        pin = Pin(float(row["lat"]), float(row["lon"]), 60)  # the record gives the middle of a block
        told = Told(_utc(row["received"]), (pin,), (row["address"],), row["call_type"], code, titles[code])
        found.append(Recorded(told, _utc(row["closed"])))
    return sorted(found, key=lambda each: each.told.at)


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def false_suggestions(calls: list[Recorded]) -> tuple[int, int]:
    """How many calls get a suggestion by our rule, and by the naive one; each recorded call is an incident of its own."""
    ours = naive = 0
    open_now: list[Recorded] = []
    for call in calls:
        at = call.told.at
        open_now = [each for each in open_now if each.over_at > at]
        near = [each for each in open_now if at - each.told.at <= LONGEST]
        ours += bool(best([(number, match(call.told, each.told, last_at=each.told.at)) for number, each in enumerate(near)]))
        naive += any(at - each.told.at <= NAIVE and _metres(call, each) <= NAIVE_M for each in near)
        open_now.append(call)
    return ours, naive


def _metres(one: Recorded, other: Recorded) -> float:
    (a, *_), (b, *_) = one.told.pins, other.told.pins
    return metres_between(a.lat, a.lon, b.lat, b.lon)


FIRE = (
    "There is black smoke coming over the roofs", "Big fire, I can see flames", "Something is burning near the harbour",
    "A building is on fire", "Smoke everywhere, we can hardly breathe", "The warehouse is ablaze", "Flames coming out of a window",
    "Huge plume of smoke", "I think it's a house fire", "Is there a fire? The sky is orange", "Loud bang and now smoke", "Fire!",
    "My neighbour says the old factory is burning", "Thick smoke across the road", "There's a glow and smoke behind the flats",
)  # fmt: skip
CRASH = (
    "Two cars have crashed", "Bad accident, somebody is hurt", "A lorry has overturned", "Car into a wall, driver bleeding",
    "Collision at the lights", "There's been a crash on the main road", "RTC, airbags out", "Pile-up, several cars",
    "A car hit a cyclist", "Someone's injured, two vehicles",
)  # fmt: skip
FLOOD = (
    "The road is under water", "Our street is flooding", "Water is coming into the houses", "Burst main, water everywhere",
    "The river is over the road", "Drains are overflowing", "Flood water outside, cars are stuck", "Sewage coming up in the street",
    "There is a leak in the road",
)  # fmt: skip


class Burst(NamedTuple):
    """How the callers of one thing differ: words, how far pins are off (metres, in any direction or along a line), minutes."""

    words: tuple[str, ...]
    off_m: float
    along: bool
    minutes: float
    no_pin: float


BURSTS = {
    "A visible fire seen from far": Burst(FIRE, 450, along=False, minutes=3, no_pin=0.15),
    "A collision on a road": Burst(CRASH, 180, along=True, minutes=6, no_pin=0.1),
    "A flooding street": Burst(FLOOD, 220, along=True, minutes=40, no_pin=0.1),
}
OTHERS = (
    "Chest pain",
    "Fire alarm sounding",
    "Fell in the kitchen",
    "Tree across the lane",
    "Stuck in the lift",
    "Smell of gas",
    "Bin on fire",
)
STREETS = ("Mill Lane", "Quay Street", "Harbour Road", "Station Road")


def burst(kind: Burst, dice: random.Random) -> Iterator[Told]:
    """Twenty callers about one thing."""
    lat, lon, way = 50.5745 + dice.uniform(-0.02, 0.02), -2.98 + dice.uniform(-0.02, 0.02), dice.uniform(0, 360)
    street = dice.choice(STREETS)
    for at in sorted(dice.uniform(0, kind.minutes) for _ in range(CALLERS)):
        off, turn = abs(dice.gauss(0, kind.off_m)), way if kind.along else dice.uniform(0, 360)
        north, east = off * cos(radians(turn)) * dice.choice((1, -1)), off * sin(radians(turn)) * dice.choice((1, -1))
        pin = Pin(lat + north / 111_320, lon + east / (111_320 * cos(radians(lat))), dice.choice((None, 10, 30, 200)))
        lost = dice.random() < kind.no_pin
        places = (f"near {street}",) if lost or dice.random() < 0.3 else ()
        yield Told(NOON + timedelta(minutes=at), () if lost else (pin,), places, dice.choice(kind.words))


def recall(kind: Burst, *, bursts: int, seed: int = 3, elsewhere: int = 25) -> tuple[int, int]:
    """Of all callers but the first of each burst, how many were offered its incident, among others that are open in the town."""
    dice = random.Random(seed)
    offered = asked = 0
    for _ in range(bursts):
        others = [_other(dice) for _ in range(elsewhere)]
        known: Told | None = None
        last = NOON
        for told in burst(kind, dice):
            if known is not None:
                asked += 1
                scored = [
                    (0, match(told, known, last_at=last)),
                    *((number, match(told, each, last_at=each.at)) for number, each in enumerate(others, 1)),
                ]
                offered += 0 in [number for number, _ in best(scored)]
            known, last = _joined(known, told), told.at
    return offered, asked


def _joined(known: Told | None, told: Told) -> Told:
    """What is known after one more caller, whether or not the agent took the offer: twenty callers are one incident."""
    if known is None:
        return told
    return known._replace(pins=known.pins + told.pins, places=known.places + told.places, words=f"{known.words} {told.words}")


def _other(dice: random.Random) -> Told:
    words = dice.choice(
        (
            "Chest pain",
            "Fire alarm sounding",
            "Fell in the kitchen",
            "Tree across the lane",
            "Stuck in the lift",
            "Smell of gas in the hall",
            "Bin on fire",
        )
    )
    pin = Pin(50.5745 + dice.uniform(-0.03, 0.03), -2.98 + dice.uniform(-0.04, 0.04), 10)
    return Told(NOON - timedelta(minutes=dice.uniform(0, 40)), (pin,), ("",), words)


def measure(*, bursts: int, spins: list[float]) -> str:
    """The two tables."""
    spins.append(spin_ms())
    lines = ["### Duplicates: suggested and missed", "", "| | callers | offered | share |", "|---|---:|---:|---:|"]
    for name, kind in BURSTS.items():
        offered, asked = recall(kind, bursts=bursts)
        lines.append(f"| {name}: {bursts} bursts of {CALLERS} callers | {asked:,} | {offered:,} | {offered / asked:.1%} |")
    if CALLS.is_file():
        record = recorded()
        ours, naive = false_suggestions(record)
        lines.append(
            f"| recorded calls that got a suggestion, each an incident of its own | {len(record):,} | {ours:,} | {ours / len(record):.2%} |"
        )
        lines.append(f"| the same by the naive rule (10 minutes, 250 m) | {len(record):,} | {naive:,} | {naive / len(record):.2%} |")
    else:
        lines.append("| Recorded calls: not on this machine | | | |")
    spins.append(spin_ms())
    return "\n".join(lines) + "\n"
