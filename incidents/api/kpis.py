"""The figures over REST: numbers, not words. Lengths are in seconds, shares in per cent."""

from dataclasses import asdict
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.doors import reads
from dispatch.api.views import StaffView, now, staff
from dispatch.refusal import NotFound
from incidents.queries.kpi.families import cases_for
from incidents.queries.kpi.live import live_figures
from incidents.queries.kpi.overview import figure_of, left_out, overview, scope_of, splits_of
from incidents.queries.kpi.scope import Scope
from incidents.rules.kpi.figures import Figure
from incidents.rules.kpi.formulas import Formula, formulas
from incidents.rules.kpi.periods import KINDS, Period, UnknownPeriod, period_of
from resources.queries.cards import stamp

PERIOD = [
    OpenApiParameter("period", str, enum=list(KINDS), description="Which kind of period; a day by default."),
    OpenApiParameter("on", str, description="A day in it, as year-month-day on the centre's calendar; today by default."),
    OpenApiParameter("to", str, description="The last day, when the period is custom."),
    OpenApiParameter("shift", str, enum=["early", "late"], description="Which shift, when the period is one."),
]


def scope_asked(request: Request) -> tuple[Scope, Period]:
    """The scope that the query names.

    Raises:
        ValidationError: a 400 that says what is wrong with the period.
    """
    person, at = staff(request), now()
    zone, query = ZoneInfo(person.centre.time_zone), request.query_params
    try:
        period = _period(query, zone, default=at.astimezone(zone).date().isoformat())
    except UnknownPeriod as wrong:
        raise ValidationError({"period": [str(wrong)]}) from wrong
    except (ValueError, OverflowError) as wrong:
        raise ValidationError({"on": ["A day is written as year-month-day, such as 2025-11-03."]}) from wrong
    scope = scope_of(person.centre_id, period, at)
    scope.insist_on_bounds()
    return scope, period


def _period(query: QueryDict, zone: ZoneInfo, *, default: str) -> Period:
    day = date.fromisoformat(query.get("on") or default)
    to = query.get("to")
    last = date.fromisoformat(to) if to else None
    return period_of(query.get("period") or "day", day, zone, last=last, shift=query.get("shift") or "early")


def figure_shown(figure: Figure | None) -> dict[str, Any] | None:
    """A figure's numbers; null where nothing that it needs is recorded yet."""
    return None if figure is None else {**asdict(figure), "share": figure.share}


def formula_shown(formula: Formula) -> dict[str, Any]:
    """What a figure means."""
    keys = ("id", "title", "family", "kind", "per", "means", "misses", "target", "source", "part_of", "now", "low_is_good")
    return {**{key: getattr(formula, key) for key in keys}, "nothing_recorded_yet": formula.until}


def period_shown(period: Period) -> dict[str, Any]:
    """The period in instants and in words."""
    return {"kind": period.kind, "words": period.words, "begins_at": stamp(period.begins_at), "ends_at": stamp(period.ends_at)}


class KpiList(StaffView):
    """Every figure of a period."""

    @reads("Every figure of a period, with what was left out", parameters=PERIOD, operation_id="kpis_list")
    def get(self, request: Request) -> Response:
        """The figures."""
        insist(staff(request), Act.SEE_FIGURES, staff(request))
        scope, period = scope_asked(request)
        whole = overview(scope)
        rows = [{**formula_shown(row["formula"]), "figure": figure_shown(row["figure"])} for _, _, own in whole["families"] for row in own]
        return Response(
            {
                "period": period_shown(period),
                "incidents": whole["incidents"],
                "left_out": dict(whole["left_out"]),
                "results": rows,
                "next": None,
            }
        )


class KpisNow(StaffView):
    """The figures above the board."""

    @reads("Answering in the last hour, incidents to be sent and late, checks overdue")
    def get(self, request: Request) -> Response:
        """The figures of now."""
        insist(staff(request), Act.WATCH, staff(request))
        found = live_figures(centre_id=staff(request).centre_id, at=now())
        return Response({"at": stamp(found["at"]), **{name: figure_shown(found[name]) for name in ("answered", "unsent", "checks")}})


class KpiOne(StaffView):
    """One figure taken apart."""

    @reads("One figure of a period, and what it is made of", parameters=PERIOD)
    def get(self, request: Request, name: str) -> Response:
        """The figure and its splits."""
        insist(staff(request), Act.SEE_FIGURES, staff(request))
        formula = formulas().all.get(name)
        if formula is None:
            raise NotFound("There is no such figure.", code="not-found")
        scope, period = scope_asked(request)
        cases = cases_for(formula, scope).get(formula.id, [])
        splits = {
            split["by"]: [{"value": value, "figure": figure_shown(figure)} for value, figure in split["rows"]]
            for split in splits_of(formula, cases)
        }
        whole = {**formula_shown(formula), "figure": figure_shown(figure_of(formula, cases)), "by": splits}
        return Response({"period": period_shown(period), "left_out": dict(left_out(scope)), **whole})
