"""The rota's page: a week of duty by role, who is on duty now, and the escalation policy."""

import zoneinfo
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.permissions import Act
from incidents.queries.policy import policy_shown
from resources.queries.rota_week import colleagues, rota_week
from resources.rules.rota import DAYS, ROLES

ONE_WEEK = timedelta(days=7)


@require_safe
@staff_only(Act.WATCH)
def rota(request: StaffRequest) -> HttpResponse:
    """The week of ``?day=``; this week where it names none."""
    centre = request.staff.centre
    at = timezone.now()
    with timezone.override(zoneinfo.ZoneInfo(centre.time_zone)):
        today = timezone.localdate(at)
        week = rota_week(centre, _day(request.GET.get("day", ""), today), at)
        people = [{"value": key, "label": name, "suits": suits} for key, name, suits in colleagues(centre.pk)]
        policy = policy_shown(centre.pk)
        return render(
            request,
            "incidents/rota.html",
            {
                "week": week,
                "today": today,
                "before": week["monday"] - ONE_WEEK,
                "after": week["monday"] + ONE_WEEK,
                "people": people,
                "stand_ins": [{"value": "", "label": "Nobody"}, *people],
                "roles": [{"value": code, "label": words} for code, words in ROLES.items()],
                "days": [{"value": code, "label": words} for code, (words, _) in DAYS.items()],
                "policy": policy,
                "waits": [(role, words, _wait(policy, role)) for role, words in ROLES.items()],
            },
        )


def _day(text: str, today: date) -> date:
    """The day asked for; today where it is none, or one that the calendar cannot go on from."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if 2000 <= day.year <= 2100 else today


def _wait(policy: dict[str, object], role: str) -> object:
    return next((step["wait_s"] for step in policy["steps"] if step["role"] == role), "")  # type: ignore[attr-defined]
