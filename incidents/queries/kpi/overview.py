"""Every figure of a period, and one figure taken apart: its splits and its points over time."""

from collections import defaultdict
from datetime import datetime
from typing import Any, TypedDict

from incidents.queries.kpi.families import cases_for, cases_of
from incidents.queries.kpi.scope import Scope
from incidents.rules.kpi.buckets import Bucket, buckets_until
from incidents.rules.kpi.charts import Reading, read_points
from incidents.rules.kpi.figures import FIGURES, Case, Figure
from incidents.rules.kpi.formulas import SPLITS, Formula, formulas
from incidents.rules.kpi.periods import Period
from incidents.rules.kpi.population import LEFT_OUT

MOST_ROWS = 60  # of one split
MEASURES = {"share": "Within target", "p50": "Median", "p90": "p90", "mean": "Mean", "most": "Longest"}


class Row(TypedDict):
    """A formula and its figure; None where nothing that it needs is recorded yet."""

    formula: Formula
    figure: Figure | None


class Overview(TypedDict):
    """The figures by family, how many incidents they rest on, and how many were left out, by reason in words."""

    families: list[tuple[str, str, list[Row]]]
    incidents: int
    left_out: list[tuple[str, int]]


class Point(TypedDict):
    """One point of a run chart. ``value`` is None where too little happened; ``breaks`` is a word of BREAKS, or empty."""

    bucket: Bucket
    figure: Figure
    value: float | None
    breaks: str


class Series(TypedDict):
    """A run chart's points, what they show, and what they say."""

    points: list[Point]
    reading: Reading
    measure: str
    drawn: int


def scope_of(centre_id: int, period: Period, at: datetime) -> Scope:
    """What a period asks of a centre."""
    return Scope(centre_id=centre_id, begins_at=period.begins_at, ends_at=period.ends_at, at=at, zone=period.zone)


def overview(scope: Scope) -> Overview:
    """Every figure there is."""
    book = formulas()
    families = []
    for family, title in book.families.items():
        cases = cases_of(family, scope)
        rows = [Row(formula=each, figure=figure_of(each, cases.get(each.id, []))) for each in book.of(family)]
        families.append((family, title, rows))
    return Overview(families=families, incidents=len(scope.incidents), left_out=left_out(scope))


def left_out(scope: Scope) -> list[tuple[str, int]]:
    """How many incidents were left out, for every reason that there is; a nought is said, too."""
    count = len(scope.incidents)
    return [(words, scope.left_out[code]) for code, words in LEFT_OUT.items()] if count or scope.left_out else []


def figure_of(formula: Formula, cases: list[Case]) -> Figure | None:
    """The figure of a formula; None where it cannot be answered yet."""
    return FIGURES[formula.kind](cases) if formula.kind else None


def splits_of(formula: Formula, cases: list[Case]) -> list[dict[str, Any]]:
    """The figure once for each value of everything it can be split by: ``{by, label, rows: [(value, figure)], more}``."""
    return [_split(formula, cases, by) for by in formula.by] if cases else []


def _split(formula: Formula, cases: list[Case], by: str) -> dict[str, Any]:
    grouped: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        grouped[case.groups.get(by, "–")].append(case)
    in_order = sorted(grouped) if by in ("hour", "priority", "level") else sorted(grouped, key=lambda name: (-len(grouped[name]), name))
    rows = [(name, figure_of(formula, grouped[name])) for name in in_order[:MOST_ROWS]]
    return {"by": by, "label": SPLITS[by], "rows": rows, "more": max(len(in_order) - MOST_ROWS, 0)}


def series_of(formula: Formula, *, centre_id: int, period: Period, every: str, measure: str, at: datetime) -> Series:
    """The figure in each of the latest hours, days or weeks up to the period's end, read as a run chart."""
    buckets = buckets_until(min(period.ends_at, at), every, period.zone)
    whole = Scope(centre_id=centre_id, begins_at=buckets[0].begins_at, ends_at=buckets[-1].ends_at, at=at, zone=period.zone)
    whole.insist_on_bounds()
    by_bucket: dict[int, list[Case]] = defaultdict(list)
    starts = [each.begins_at for each in buckets]
    for case in cases_for(formula, whole).get(formula.id, []):
        by_bucket[place_in(starts, case.at)].append(case)
    figures = [FIGURES[formula.kind or "count"](by_bucket[place]) for place in range(len(buckets))]
    values = [value_of(formula, figure, measure) for figure in figures]
    return _read(formula, buckets, figures, values, measure)


def _read(formula: Formula, buckets: list[Bucket], figures: list[Figure], values: list[float | None], measure: str) -> Series:
    drawn = [(place, value) for place, value in enumerate(values) if value is not None]
    is_share = formula.is_share or measure == "share"
    reading = read_points([value for _, value in drawn], ceiling=100.0 if is_share else None)
    broken = {drawn[place][0]: word for place, word in reading.breaks.items()}
    points = [
        Point(bucket=bucket, figure=figure, value=value, breaks=broken.get(place, ""))
        for place, (bucket, figure, value) in enumerate(zip(buckets, figures, values, strict=True))
    ]
    return Series(points=points, reading=reading, measure=measure, drawn=len(drawn))


def place_in(starts: list[datetime], at: datetime) -> int:
    """The place of the last start that is not after an instant."""
    low, high = 0, len(starts) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if starts[middle] <= at else (low, middle - 1)
    return low


def value_of(formula: Formula, figure: Figure, measure: str) -> float | None:
    """What is drawn of a figure; None where there is too little."""
    if formula.is_share or measure == "share":
        return figure.share
    if formula.kind == "interval":
        value: float | None = getattr(figure, measure)
        return value
    return float(figure.n)


def measures_of(formula: Formula) -> dict[str, str]:
    """What of a figure can be drawn, the usual first."""
    if formula.kind != "interval":
        return {"share": "Share"} if formula.is_share else {"most": "Number"}
    return {name: words for name, words in MEASURES.items() if name != "share" or formula.target}
