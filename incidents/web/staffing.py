"""The staffing page: when contacts arrive, how many people that takes, and what if it were otherwise."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.permissions import Act
from incidents.models import Contact
from incidents.queries.answering import target_for
from incidents.queries.kpi.staffing import LIVE, Pattern, pattern_of
from incidents.rules.kpi.periods import EARLIEST, LATEST
from incidents.rules.kpi.staffing import HALF_HOURS, Interval, WhatIf, interval_of
from incidents.rules.kpi.words import span_words
from incidents.web.kpi_asking import day_of, number_of

USUAL_HANDLING_S = 240
USUAL_SHARE, USUAL_AWAY, USUAL_WEEKS = 80.0, 30.0, 8


@require_GET
@never_cache
@staff_only(Act.SEE_FIGURES)
def staffing(request: StaffRequest) -> HttpResponse:
    """The half hours of a day."""
    page = staffing_of(request.GET, centre=request.staff.centre, at=timezone.now())
    return render(request, "incidents/staffing.html", page)


def staffing_of(query: QueryDict, *, centre: Any, at: datetime) -> dict[str, Any]:
    """Everything that the page shows, from what was typed."""
    zone = ZoneInfo(centre.time_zone)
    channel = query.get("channel", "") if query.get("channel") in Contact.Channel.values else ""
    problem, day = "", at.astimezone(zone).date()
    try:
        day = min(max(day_of(query.get("on"), day) or day, EARLIEST), LATEST)
    except ValueError:
        problem = "A day is written as year-month-day, such as 2025-11-03. Today is shown instead."
    weeks = int(number_of(query.get("weeks"), USUAL_WEEKS, least=1, most=26))
    pattern = pattern_of(centre_id=centre.pk, day=day, weeks=weeks, zone=zone, channel=channel)
    what_if = _what_if(query, pattern, target_for(centre.pk, channel or Contact.Channel.TELEPHONE, "").answer_s)
    rows, too_much = _rows(pattern, what_if)
    return {
        "day": day,
        "problem": problem or too_much,
        "channel": channel,
        "channels": [{"value": "", "label": "All that wait on the line"}, *({"value": each.value, "label": each.label} for each in LIVE)],
        "weeks": weeks,
        "pattern": pattern,
        "measured": span_words(pattern.handling_s),
        "what_if": what_if,
        "percent": {
            "share": round(what_if.share * 100, 1),
            "away": round(what_if.away * 100, 1),
            "more": round((what_if.more - 1) * 100, 1),
        },
        "rows": [_shown(row, what_if) for row in rows],
        "peak": max(rows, key=lambda row: row.needed, default=None),
        "hours": sum(row.rostered for row in rows) / 2,
    }


def _what_if(query: QueryDict, pattern: Pattern, target_s: int) -> WhatIf:
    on = query.get("agents")
    return WhatIf(
        handling_s=number_of(query.get("handling"), round(pattern.handling_s or USUAL_HANDLING_S), least=1, most=7200),
        target_s=number_of(query.get("target"), target_s, least=0, most=7200),
        share=number_of(query.get("share"), USUAL_SHARE, least=1, most=99.9) / 100,
        away=number_of(query.get("away"), USUAL_AWAY, least=0, most=90) / 100,
        more=1 + number_of(query.get("more"), 0, least=-99, most=10_000) / 100,
        on=int(number_of(on, 0, least=0, most=10_000)) if on else None,
    )


def _rows(pattern: Pattern, what_if: WhatIf) -> tuple[list[Interval], str]:
    try:
        return [
            interval_of(place, calls=pattern.calls[place], most=pattern.most[place], seen=pattern.seen[place], what_if=what_if)
            for place in range(HALF_HOURS)
        ], ""
    except ValueError:
        return [], "More arrives than any number of people could answer. Lower the figures."


def _shown(row: Interval, what_if: WhatIf) -> dict[str, Any]:
    """A half hour in words."""
    met = row.with_on or row.with_needed
    return {
        "row": row,
        "calls": f"{row.calls:.1f}",
        "load": f"{row.with_needed.load:.2f}",
        "seen": f"{row.seen:.1f}" if row.seen else "",
        "saturated": met.saturated,
        "short": row.with_on is not None and row.with_on.within < what_if.share and row.calls > 0,
        "within": f"{met.within * 100:.1f} %" if row.calls else "",
        "waits": f"{met.waits * 100:.1f} %" if row.calls else "",
        "answer": "never" if met.answer_s is None else span_words(met.answer_s) if row.calls else "",
        "busy": f"{met.occupancy * 100:.0f} %" if row.calls else "",
    }
