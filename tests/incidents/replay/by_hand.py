"""The figures of recorded calls, worked out from the source files alone: no table, query or rule of the console has a part in it."""

import csv
import gzip
import math
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import yaml

PACKS = Path(__file__).resolve().parents[3] / "incidents" / "replay"


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    path = folder / name
    text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text()
    return list(csv.DictReader(text.splitlines()))


def instant(text: str) -> float | None:
    return datetime.fromisoformat(text + "+00:00").timestamp() if text else None


def nearest(values: list[float], percent: int) -> float:
    return sorted(values)[math.ceil(percent / 100 * len(values)) - 1]


def summary(values: list[float]) -> dict[str, float]:
    return {
        "n": len(values),
        "mean": round(sum(values) / len(values), 6),
        "p50": nearest(values, 50),
        "p90": nearest(values, 90),
        "p95": nearest(values, 95),
        "max": max(values),
    }


def runs_of(folder: Path, calls: set[str]) -> list[dict]:
    """Every run with its real end: the record's, or the unit's next call where the record releases it too late."""
    runs = [
        {
            "call": row["call_number"],
            "unit": row["unit_id"],
            **{name: instant(row[name]) for name in ("dispatched", "en_route", "on_scene", "available")},
        }
        for row in rows_of(folder, "unit_dispatches.csv.gz")
        if row["call_number"] in calls
    ]
    by_unit = defaultdict(list)
    for run in sorted(runs, key=lambda each: each["dispatched"]):
        by_unit[run["unit"]].append(run)
    for own in by_unit.values():
        for run, following in zip(own, [*own[1:], None], strict=False):
            run["end"] = min(run["available"], following["dispatched"]) if following else run["available"]
    for run in runs:
        for name in ("en_route", "on_scene"):
            if run[name] is not None and run[name] > run["end"]:
                run[name] = None  # the console had sent it on by then
        heard = [at for at in (run["en_route"], run["on_scene"]) if at is not None]
        run["acknowledged"] = min(heard) if heard else None
    return runs


def tables() -> tuple[dict, dict]:
    """The priorities' limits, and what each type of call requires, straight from the YAML files."""
    core = yaml.safe_load((PACKS / "packs" / "core.yaml").read_text())
    limits = {
        name: (each["dispatch_s"], each["ack_s"], each["attend_min"] * 60) for name, each in core["priorities"].items() if each["ack_s"]
    }
    types = yaml.safe_load((PACKS / "packs" / "sf_fire.yaml").read_text())["incident_types"]
    needs = {}
    for each in types:
        plans = each["response_plans"]
        needs[each["code"]] = {line["capability"] for plan in plans.values() for line in plan if line["required"]}
        assert len(plans) == 1 and {outcome["plan"] for outcome in each["tree"]["outcomes"]} == set(plans)
    return limits, needs


def abilities(folder: Path) -> dict[str, set[str]]:
    table = yaml.safe_load((PACKS / "mapping.yaml").read_text())["unit_types"]
    return {
        row["unit_id"]: {*table[row["unit_type"]]["can"], *(["paramedic"] if row["als"] == "1" else [])}
        for row in rows_of(folder, "units.csv")
    }


def priority(row: dict[str, str]) -> str:
    if row["priority_final"] == "3":
        return "P1"
    return "P2" if row["call_type_group"] == "Potentially Life-Threatening" else "P3"


def busiest(spans: list[tuple[float, float]]) -> int:
    return max(sum(begin <= at < end for begin, end in spans) for at, _ in spans)


def figures(folder: Path, calls: int | None = None) -> dict:
    """Busy maxima, percentiles and counts within target."""
    table = yaml.safe_load((PACKS / "mapping.yaml").read_text())
    limits, needs = tables()
    able = abilities(folder)
    rows = rows_of(folder, "calls.csv.gz")[:calls]
    runs = runs_of(folder, {row["call_number"] for row in rows})
    of_call = defaultdict(list)
    for run in runs:
        of_call[run["call"]].append(run)
    lengths = defaultdict(list)
    within = defaultdict(lambda: [0, 0])
    open_spans = []
    for row in rows:
        own, level = of_call[row["call_number"]], limits[priority(row)]
        received, entered = instant(row["received"]), instant(row["entered"])
        sent = min(run["dispatched"] for run in own)
        wanted = needs[table["call_types"][row["call_type"]]]
        there = [run["on_scene"] for run in own if run["on_scene"] is not None and (not wanted or wanted & able[run["unit"]])]
        closed = max(run["end"] for run in own)
        open_spans.append((entered, closed))
        lengths["call_to_entry"].append(entered - received)
        lengths["entry_to_dispatch"].append(sent - entered)
        lengths["call_processing"].append(sent - received)
        within["waiting_for_unit"][0] += sent - entered <= level[0]
        within["waiting_for_unit"][1] += 1
        off = table["dispositions"][row["disposition"]] == "stood_down"
        if there:
            lengths["response"].append(min(there) - received)
        if there or not off:
            within["response"][0] += bool(there) and min(there) - received <= level[2]
            within["response"][1] += 1
        for run in own:
            acknowledge(run, level[1], lengths, within)
    return {
        "lengths": {name: summary(values) for name, values in lengths.items()},
        "within": {name: tuple(pair) for name, pair in within.items()},
        "most_open": busiest(open_spans),
        "most_busy": busiest([(run["dispatched"], run["end"]) for run in runs]),
    }


def acknowledge(run: dict, limit: float, lengths: dict, within: dict) -> None:
    """A run's own lengths."""
    if run["acknowledged"] is not None and run["acknowledged"] >= run["dispatched"]:
        lengths["dispatch_to_ack"].append(run["acknowledged"] - run["dispatched"])
        within["dispatch_to_ack"][0] += run["acknowledged"] - run["dispatched"] <= limit
        within["dispatch_to_ack"][1] += 1
    elif run["acknowledged"] is None and run["end"] - run["dispatched"] > limit:
        within["dispatch_to_ack"][1] += 1
    if run["en_route"] is not None and run["on_scene"] is not None:
        lengths["travel"].append(run["on_scene"] - run["en_route"])
    if run["on_scene"] is not None:
        lengths["on_scene"].append(run["end"] - run["on_scene"])
