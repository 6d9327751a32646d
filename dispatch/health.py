"""``/healthz``: whether the console can do its work, for probes and for people."""

import time
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dispatch.clock.heartbeat import health as clock_health
from dispatch.clock.lateness import lateness_now
from dispatch.live import health as live_health
from incidents.queries.exercise_calls import exercises
from incidents.queries.inbox import inbox_state
from incidents.queries.paper import oldest_age_s

TIMERS_STOPPED_S = 10  # and so within 15 s, however the probe falls
STARTED = time.monotonic()


def concern() -> str:
    """What is wrong with the console as a whole although its timers run, for every board; "" when nothing is known to be."""
    return exercises(timezone.now(), running_for_s=time.monotonic() - STARTED)["trouble"]


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, the timers run and the exercise calls come through; 503 otherwise, saying which does not."""
    report: dict[str, Any] = {"version": settings.VERSION, "database": database_answers()}
    if report["database"] == "ok":
        report["timers"] = clock_health()
        report["doorbell"] = live_health()
        report["paper_age_s"] = oldest_age_s(timezone.now())
        report["inbox"] = inbox_state(timezone.now())
        report["lateness"] = lateness_now(timezone.now())
        report["exercise"] = exercises(timezone.now(), running_for_s=time.monotonic() - STARTED)
        age = report["timers"]["age_s"]
        report["timers_ok"] = age is not None and age <= TIMERS_STOPPED_S
        report["exercise_ok"] = not report["exercise"]["trouble"]
    ok = report["database"] == "ok" and report.get("timers_ok", False) and report.get("exercise_ok", False)
    report["status"] = "ok" if ok else "failing"
    return JsonResponse(report, status=200 if ok else 503)


def database_answers() -> str:
    """ "ok", or what is wrong in one word."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "away"
    return "ok"
