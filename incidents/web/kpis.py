"""The figures of the centre: all of a period in one table, and one taken apart."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.permissions import Act
from dispatch.refusal import Refusal
from incidents.queries.alarm_rate import alarm_rates
from incidents.queries.kpi.families import cases_for
from incidents.queries.kpi.live import live_figures
from incidents.queries.kpi.overview import figure_of, left_out, measures_of, overview, scope_of, series_of, splits_of
from incidents.queries.kpi.scope import Scope
from incidents.queries.paper import newest_pack
from incidents.rules.kpi.buckets import EVERY
from incidents.rules.kpi.figures import Figure
from incidents.rules.kpi.formulas import Formula, formulas
from incidents.rules.kpi.periods import KINDS, SHIFTS
from incidents.rules.kpi.tables import HEAD, Cell, remark, row_of
from incidents.rules.kpi.words import share_words, span_words
from incidents.web.kpi_asking import Asking, asking_of
from incidents.web.kpi_files import as_csv, as_workbook
from incidents.web.run_chart import chart_of


def shown(formula: Formula, figure: Figure | None) -> dict[str, Any]:
    """A figure in words, as the tables show it."""
    if figure is None:
        return {"formula": formula, "figure": None}
    is_time = formula.kind == "interval"
    return {
        "formula": formula,
        "figure": figure,
        "count": figure.n,
        "lengths": [span_words(each) for each in (figure.mean, figure.p50, figure.p90, figure.p95, figure.most)] if is_time else [""] * 5,
        "wait": span_words(figure.most) if formula.kind == "count" else "",
        "target": span_words(figure.target_s),
        "share": share_words(figure.share),
        "recorded": (span_words(figure.recorded_p50), span_words(figure.recorded_p90)),
        "remark": remark(figure),
    }


def _asked(request: StaffRequest) -> tuple[Asking, Scope]:
    centre, at = request.staff.centre, timezone.now()
    asking = asking_of(request.GET, zone=ZoneInfo(centre.time_zone), at=at)
    scope = scope_of(centre.pk, asking.period, at)
    try:
        scope.insist_on_bounds()
    except Refusal as no:
        today = asking_of(QueryDict(), zone=ZoneInfo(centre.time_zone), at=at)
        return Asking(today.period, f"{no.message} Today is shown instead."), scope_of(centre.pk, today.period, at)
    return asking, scope


def _frame(request: StaffRequest, asking: Asking) -> dict[str, Any]:
    return {
        "asking": asking,
        "query": asking.link(),
        "kinds": [{"value": value, "label": label} for value, label in KINDS.items()],
        "shifts": [{"value": value, "label": f"{name}, from {opens:%H:%M}"} for value, (name, opens, _) in SHIFTS.items()],
        "zone": request.staff.centre.time_zone,
    }


@require_GET
@never_cache
@staff_only(Act.SEE_FIGURES)
def kpis(request: StaffRequest) -> HttpResponse:
    """Every figure of a period."""
    asking, scope = _asked(request)
    whole = overview(scope)
    families = [(title, [shown(row["formula"], row["figure"]) for row in rows]) for _, title, rows in whole["families"]]
    page = {
        "families": families,
        "incidents": whole["incidents"],
        "left_out": whole["left_out"],
        "defined": bool(request.GET.get("defined")),
    }
    return render(request, "incidents/kpis.html", page | _frame(request, asking))


@require_GET
@never_cache
@staff_only(Act.SEE_FIGURES)
def kpi(request: StaffRequest, name: str) -> HttpResponse:
    """One figure: what it means, its run chart, and what it is made of."""
    formula = formulas().all.get(name)
    if formula is None:
        raise Http404
    asking, scope = _asked(request)
    cases = cases_for(formula, scope).get(formula.id, [])
    page = {
        "row": shown(formula, figure_of(formula, cases)),
        "splits": [
            {**split, "rows": [(value, shown(formula, figure)) for value, figure in split["rows"]]} for split in splits_of(formula, cases)
        ],
        "left_out": left_out(scope),
        **_chart(request, formula, asking),
    }
    return render(request, "incidents/kpi.html", page | _frame(request, asking))


def _chart(request: StaffRequest, formula: Formula, asking: Asking) -> dict[str, Any]:
    """The run chart and the choices for it; none for a figure of now, or one that nothing is recorded for."""
    if formula.kind is None or formula.now or formula.kind == "most":
        return {"chart": None}
    measures = measures_of(formula)
    every = request.GET.get("every") if request.GET.get("every") in EVERY else "day"
    measure = request.GET.get("show") if request.GET.get("show") in measures else next(iter(measures))
    try:
        series = series_of(
            formula,
            centre_id=request.staff.centre_id,
            period=asking.period,
            every=every or "day",
            measure=measure or "",
            at=timezone.now(),
        )
    except Refusal as no:
        return {"chart": None, "no_chart": no.message}
    return {
        "chart": chart_of(formula, series, EVERY[every or "day"][0]),
        "every": every,
        "measure": measure,
        "measures": [{"value": value, "label": label} for value, label in measures.items()],
        "stretches": [{"value": value, "label": label} for value, (label, _) in EVERY.items()],
    }


def export_rows(request: StaffRequest) -> tuple[Asking, list[list[Cell]], list[tuple[str, str]]]:
    """The rows of the page, and what they rest on."""
    asking, scope = _asked(request)
    whole = overview(scope)
    rows = [row_of(row["formula"], row["figure"]) for _, _, family in whole["families"] for row in family]
    about = [
        ("Centre", request.staff.centre.name),
        ("Period", f"{asking.period.words} ({request.staff.centre.time_zone})"),
        ("Incidents", str(whole["incidents"])),
        *((f"Left out: {words}", str(count)) for words, count in whole["left_out"]),
        ("As of", f"{scope.at:%Y-%m-%dT%H:%M:%SZ}"),
        ("Open work past its target", "counts as a miss now"),
    ]
    return asking, rows, about


@require_GET
@never_cache
@staff_only(Act.SEE_FIGURES)
def export(request: StaffRequest, kind: str) -> HttpResponse:
    """The table of a period as a file."""
    asking, rows, about = export_rows(request)
    make, content = {"csv": (as_csv, "text/csv; charset=utf-8"), "xlsx": (as_workbook, WORKBOOK)}[kind]
    answer = HttpResponse(make(list(HEAD), rows, about), content_type=content)
    answer["Content-Disposition"] = f'attachment; filename="figures-{asking.period.first}-{asking.period.kind}.{kind}"'
    return answer


WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@never_cache
@staff_only(Act.WATCH)
def live(request: StaffRequest) -> HttpResponse:
    """The few figures above the board, as a piece of its page."""
    at = timezone.now()
    found = live_figures(centre_id=request.staff.centre_id, at=at)
    paper = newest_pack(request.staff.centre_id)
    paper_min = int((at - paper.begun_at).total_seconds() // 60) if paper else None
    page = {
        **found,
        "paper": paper,
        "rates": alarm_rates(request.staff.centre_id, at),
        "paper_min": paper_min,
        "share": share_words(found["answered"].share),
        "longest": span_words(found["unsent"].most),
    }
    return render(request, "incidents/partials/board_figures.html", page)
