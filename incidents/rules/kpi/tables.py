"""A figure as a row of cells: the same for the page's export as CSV and as a workbook. Lengths are plain seconds."""

import math

from incidents.rules.kpi.figures import Figure
from incidents.rules.kpi.formulas import Formula

Cell = str | int | float | None

HEAD = (
    *("Figure", "Split by", "Value", "Cases", "Mean (s)", "Median (s)", "p90 (s)", "p95 (s)", "Longest (s)", "Target (s)"),
    *("Within target", "Decided", "Share (%)", "Open past target", "Open, not late", "Left out, times out of order"),
    *("With claimed times", "Median by recorded times (s)", "p90 by recorded times (s)", "Remark"),
)


def row_of(formula: Formula, figure: Figure | None, *, by: str = "", value: str = "") -> list[Cell]:
    """The cells of one figure, in the order of HEAD."""
    if figure is None:
        return [formula.title, by, value, *[None] * (len(HEAD) - 4), f"Nothing recorded yet: {formula.until}"]
    return [
        *(formula.title, by, value, figure.n),
        *(_exact(each) for each in (figure.mean, figure.p50, figure.p90, figure.p95, figure.most, figure.target_s)),
        *((figure.hits, figure.decided) if figure.decided else (None, None)),
        None if figure.share is None else math.floor(figure.share * 10 + 1e-9) / 10,
        *(figure.open_past, figure.open_waiting, figure.odd, figure.claimed),
        *(_exact(each) for each in (figure.recorded_p50, figure.recorded_p90)),
        remark(figure),
    ]


def remark(figure: Figure) -> str:
    """Why there is no number, where there is none."""
    if figure.empty:
        return "No cases in this period"
    return "Fewer than ten: no percentage" if figure.decided and figure.share is None else ""


def _exact(seconds: float | None) -> Cell:
    if seconds is None:
        return None
    return int(seconds) if seconds == int(seconds) else round(seconds, 3)
