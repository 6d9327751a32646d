"""A run chart as coordinates for its SVG, with the same points as rows of a table."""

from typing import Any

from incidents.queries.kpi.overview import Series
from incidents.rules.kpi.charts import BASE, BREAKS
from incidents.rules.kpi.formulas import Formula
from incidents.rules.kpi.words import share_words, span_words

WIDTH, HEIGHT = 960, 240
LEFT, RIGHT, TOP, BOTTOM = 72, 12, 14, 26
SHAPES = {"": "circle", "outside": "diamond", "run": "square", "trend": "triangle"}


def chart_of(formula: Formula, series: Series, stretch: str) -> dict[str, Any]:
    """Everything that the template draws and writes."""
    is_share = formula.is_share or series["measure"] == "share"
    say = share_words if is_share else (span_words if formula.kind == "interval" else _number)
    limits = series["reading"].limits
    values = [point["value"] for point in series["points"] if point["value"] is not None]
    top = 100.0 if is_share else max([*values, limits.high if limits else 0.0, 1.0]) * 1.05
    rows, dots = [], []
    for place, point in enumerate(series["points"]):
        value, figure = point["value"], point["figure"]
        rows.append(
            {"label": point["bucket"].label, "n": figure.n, "value": "" if value is None else say(value), "word": _word(point["breaks"])}
        )
        if value is not None:
            dots.append({"x": _x(place, len(series["points"])), "y": _y(value, top), "shape": SHAPES[point["breaks"]], "title": rows[-1]})
    return {
        "rows": rows,
        "dots": dots,
        "line": " ".join(f"{dot['x']},{dot['y']}" for dot in dots),
        "lines": [] if limits is None else [_line(name, at, top, say) for name, at in _limits(limits)],
        "ticks": [{"y": _y(top * part, top), "words": say(top * part)} for part in (0.0, 0.5, 1.0)],
        "labels": [{"x": _x(place, len(rows)), "words": rows[place]["label"]} for place in range(0, len(rows), max(len(rows) // 6, 1))],
        "shapes": [{"shape": SHAPES[code], "words": words} for code, words in BREAKS.items()],
        "said": _said(series, stretch, say),
        "width": WIDTH,
        "height": HEIGHT,
    }


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _word(code: str) -> str:
    return BREAKS[code] if code else ""


def _limits(limits: Any) -> list[tuple[str, float]]:
    return [("Upper limit", limits.high), ("Middle", limits.middle), ("Lower limit", limits.low)]


def _line(name: str, at: float, top: float, say: Any) -> dict[str, Any]:
    return {"name": name, "y": _y(at, top), "words": say(at), "middle": name == "Middle"}


def _x(place: int, count: int) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * place / max(count - 1, 1), 1)


def _y(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(value / top, 1.0), 1)


def _said(series: Series, stretch: str, say: Any) -> str:
    limits, drawn = series["reading"].limits, series["drawn"]
    if limits is None:
        return f"{drawn} of the latest {len(series['points'])} {stretch.lower()} have a point. Limits need {BASE}."
    marks = len(series["reading"].breaks)
    found = f"{marks} {'point is' if marks == 1 else 'points are'} marked" if marks else "Nothing but chance shows"
    return f"Middle {say(limits.middle)}, limits {say(limits.low)} to {say(limits.high)}, from the first {BASE} points. {found}."
