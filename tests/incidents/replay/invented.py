"""A small invented record of ordinary hours, the same each time: for machines that do not have the recorded calls."""

import csv
import gzip
import io
import random
from datetime import datetime, timedelta
from pathlib import Path

BEGAN = datetime(2018, 3, 5, 8, 0)
UNITS = [*((f"M{n}", "MEDIC", "1") for n in range(1, 5)), *((f"E{n}", "ENGINE", "0") for n in range(1, 5)), ("T1", "TRUCK", "0")]
KINDS = (
    ("Medical Incident", "Potentially Life-Threatening", "2", "Code 2 Transport", ("M", "E")),
    ("Medical Incident", "Non Life-threatening", "3", "Code 3 Transport", ("M",)),
    ("Alarms", "Alarm", "3", "Fire", ("E", "T")),
    ("Outside Fire", "Fire", "2", "Cancelled", ("E",)),
)
CALLS = ["call_number", "received", "entered", "call_type", "call_type_group", "priority_final", "alarms", "disposition", "address"]
RUNS = ["call_number", "unit_id", "unit_type", "als_unit", "dispatched", "en_route", "on_scene", "transport", "at_hospital", "available"]


def write(folder: Path, calls: int) -> Path:
    """Write so many calls and everything that belongs to them."""
    dice = random.Random(20180305)
    free_at = dict.fromkeys((unit for unit, _, _ in UNITS), BEGAN)
    rows, runs, events = [], [], []
    at = BEGAN
    for number in range(calls):
        at += timedelta(seconds=dice.randint(20, 600))
        call = f"7{number:05}"
        kind, group, priority, ending, letters = dice.choice(KINDS)
        entered = at + timedelta(seconds=dice.randint(10, 200))
        chosen = [min((unit for unit in free_at if unit[0] == letter), key=lambda unit: free_at[unit]) for letter in letters]
        rows.append([call, at, entered, kind, group, priority, "1", ending, f"{number} Block of FIRST ST"])
        events += [(at, "call_received", call, ""), (entered, "call_entered", call, "")]
        for unit in chosen:
            begin = max(entered, free_at[unit]) + timedelta(seconds=dice.randint(5, 200))
            run = one_run(dice, begin)
            free_at[unit] = run["available"]
            kind_of_unit, als = next(each[1:] for each in UNITS if each[0] == unit)
            runs.append([call, unit, kind_of_unit, als, begin, run.get("en_route"), run.get("on_scene"), None, None, run["available"]])
            events += [(begin, "unit_dispatched", call, unit), *((at, f"unit_{name}", call, unit) for name, at in run.items())]
    pack(folder, "calls.csv.gz", [*CALLS, "city", "zipcode", "lat", "lon", "n_units"], rows)
    pack(folder, "unit_dispatches.csv.gz", RUNS, runs)
    pack(folder, "events.csv.gz", ["t", "event", "call_number", "unit_id"], sorted(events, key=lambda event: event[0]))
    pack(folder, "units.csv", ["unit_id", "unit_type", "als", "home_station"], [[*unit, ""] for unit in UNITS])
    pack(folder, "stations.csv", ["station", "address", "lat", "lon"], [])
    return folder


def one_run(dice: random.Random, begin: datetime) -> dict[str, datetime]:
    """What a unit reports: some never acknowledge, some are stood down on their way, some have not far to go."""
    fate = dice.random()
    moved = begin + timedelta(seconds=dice.randint(5, 400))
    if fate < 0.1:
        return {"available": moved}
    if fate < 0.2:
        return {"en_route": moved, "available": moved + timedelta(seconds=60)}
    there = moved + timedelta(seconds=dice.randint(30, 1500))
    return {"en_route": moved, "on_scene": there, "available": there + timedelta(seconds=dice.randint(200, 4000))}


def pack(folder: Path, name: str, head: list[str], rows: list) -> None:
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(head)
    for row in rows:
        plain = [each.isoformat() if isinstance(each, datetime) else "" if each is None else each for each in row]
        out.writerow([*plain, *[""] * (len(head) - len(plain))])
    folder.mkdir(parents=True, exist_ok=True)
    data = text.getvalue().encode()
    (folder / name).write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
