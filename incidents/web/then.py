"""The board and an incident as they stood at a past instant: pages to read, with ways to step through time."""

import zoneinfo
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from dispatch.accounts.doors import StaffRequest
from dispatch.accounts.permissions import Act, may
from dispatch.live.history import begins_at, moment_after, moment_before
from dispatch.refusal import Refusal
from incidents.models import Incident
from incidents.queries.history import board_at, incident_at, instant_named
from incidents.queries.incident_record import FACTS, TONES
from incidents.rules.drill import LONGEST
from incidents.rules.entries import ENTRIES
from incidents.rules.kpi.periods import period_of, shift_at
from incidents.rules.path_check import PATH_CHECKS

# (label, minutes, key)
STEPS = (("10 min back", -10, "<"), ("1 min back", -1, ","), ("1 min on", 1, "."), ("10 min on", 10, ">"))


def board_then(request: StaffRequest) -> HttpResponse:
    """The board of the person's centre at ``?at=``."""
    person, now = request.staff, timezone.now()

    def picture(at: datetime) -> dict[str, Any]:
        found = with_instants(board_at(person.centre_id, at, now=now))
        return {"picture": {**found, "incidents": [_with_words(card) for card in found["incidents"]]}}

    return _page(request, "incidents/board_then.html", picture, now, replays=may(person, Act.RUN_DRILL, person))


def incident_then(request: StaffRequest, incident: Incident) -> HttpResponse:
    """One incident at ``?at=``."""
    person, now = request.staff, timezone.now()

    def record(at: datetime) -> dict[str, Any]:
        found = incident_at(incident, at, now=now)
        return {
            "card": _with_words(with_instants(found["card"])),
            "facts": [(FACTS[name], value) for name, value in found["facts"].items()],
            "lines": [{"row": line, "word": ENTRIES.get(line.entry, line.entry)} for line in found["lines"]],
            "alarms": [{"row": alarm, "taken": alarm.taken_at is not None and alarm.taken_at <= at} for alarm in found["alarms"]],
            "clocks": found["clocks"],
        }

    page = {"incident": incident, "reads_log": may(person, Act.READ_LOG, incident)}
    return _page(request, "incidents/incident_then.html", record, now, **page)


def _page(request: StaffRequest, template: str, read: Any, now: datetime, **page: Any) -> HttpResponse:
    """The page, or why there is none, in a sentence."""
    zone = zoneinfo.ZoneInfo(request.staff.centre.time_zone)
    asked = request.GET.get("at", "")[:40]
    page |= {"asked": asked, "first_at": begins_at(request.staff.centre_id), "refused": "", "here": request.path}
    status = 200
    try:
        at = instant_named(asked, zone)
        page |= {"at": at, "steps": _steps(request.staff.centre_id, at, now), "minute": _minute_of(at, zone), **read(at)}
        page["replay"] = _shift_around(at, page, now, zone) if page.get("replays") and not request.staff.centre.is_training_room else None
    except Refusal as refusal:
        page["refused"], status = str(refusal), 422
    with timezone.override(zone):
        return render(request, template, page, status=status)


def _steps(centre_id: int, at: datetime, now: datetime) -> list[dict[str, Any]]:
    """Where one may step to; what has not happened yet is not offered."""
    found: list[dict[str, Any]] = [{"label": label, "at": at + timedelta(minutes=minutes), "key": key} for label, minutes, key in STEPS]
    found.insert(2, {"label": "Event before", "at": moment_before(centre_id, at), "key": "["})
    found.insert(3, {"label": "Next event", "at": moment_after(centre_id, at), "key": "]"})
    return [{**step, "open": step["at"] is not None and step["at"] <= now} for step in found]


def _shift_around(at: datetime, page: dict[str, Any], now: datetime, zone: zoneinfo.ZoneInfo) -> tuple[datetime, datetime]:
    """The shift that ran at an instant, as far as it has passed and the record has it."""
    day, name = shift_at(at, zone)
    shift = period_of("shift", day, zone, shift=name)
    begins = max(shift.begins_at, page["first_at"], shift.ends_at - LONGEST)
    return begins, min(shift.ends_at, now)


def _minute_of(at: datetime, zone: zoneinfo.ZoneInfo) -> int:
    local = at.astimezone(zone)
    return local.hour * 60 + local.minute


def _with_words(card: dict[str, Any] | None) -> dict[str, Any] | None:
    """The card with its stage's tone, and how its path stood in words unless it was simply followed. Cards of older pictures do not say."""
    if card is None:
        return None
    words = {"tone": TONES.get(card["stage"], "new")}
    if card.get("path_check") not in (None, "", "followed"):
        words["path_word"] = PATH_CHECKS[card["path_check"]]
    return {**card, **words}


def with_instants(value: Any, key: str = "") -> Any:
    """The same, with instants instead of their texts."""
    if isinstance(value, dict):
        return {name: with_instants(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [with_instants(inner) for inner in value]
    if isinstance(value, str) and (key.endswith("_at") or key in ("answer_by", "then")):
        return datetime.fromisoformat(value)
    return value
