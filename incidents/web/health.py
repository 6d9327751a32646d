"""The page Health: whether the console does its work: heartbeat, lateness, the exercise calls."""

import time
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.permissions import Act
from dispatch.clock.heartbeat import health as clock_health
from dispatch.clock.lateness import DAY, HOUR, Bar, histogram, late_ms, summed_up
from incidents.queries.exercise_calls import exercises, last_exercises
from incidents.web.local import in_local_time

STARTED = time.monotonic()
STOPPED_S = 3.0
LONGEST_BAR = 220  # pixels


@require_safe
@never_cache
@staff_only(Act.SEE_HEALTH)
def health(request: StaffRequest) -> HttpResponse:
    """The figures of this moment."""
    at = timezone.now()
    clock = clock_health()
    spans = [("Last hour", late_ms(at, HOUR)), ("Last 24 hours", late_ms(at, DAY))]
    return in_local_time(
        request,
        "incidents/health.html",
        {
            "clock": clock,
            "age": _seconds(clock["age_s"]),
            "stopped": clock["age_s"] is None or clock["age_s"] > STOPPED_S,
            "spans": [_span(label, late) for label, late in spans],
            "exercises": exercises(at, running_for_s=time.monotonic() - STARTED),
            "calls": last_exercises(request.staff.centre_id),
        },
    )


def _seconds(age_s: float | None) -> str:
    return "never" if age_s is None else f"{age_s:.1f} s"


def _span(label: str, late: list[float]) -> dict[str, Any]:
    figures = summed_up(late)
    words = {"half": _words(figures["p50_ms"]), "most": _words(figures["p99_ms"]), "latest": _words(figures["max_ms"])}
    return {"label": label, "count": figures["count"], "bars": _drawn(histogram(late)), **words}


def _words(ms: float | None) -> str:
    if ms is None:
        return "–"
    return f"{ms:.0f} ms" if ms < 1_000 else f"{ms / 1_000:.1f} s"


def _drawn(bars: list[Bar]) -> list[dict[str, Any]]:
    most = max(1, *(bar.count for bar in bars))
    return [{"words": _upto(bar), "count": bar.count, "width": round(LONGEST_BAR * bar.count / most)} for bar in bars]


def _upto(bar: Bar) -> str:
    if bar.upto_ms is None:
        return "later"
    return f"up to {bar.upto_ms} ms" if bar.upto_ms < 1_000 else f"up to {bar.upto_ms // 1_000} s"
