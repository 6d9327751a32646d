"""Drills: choosing a past shift and who takes part, the drill while it runs, its debrief; and the way in and out of the training room."""

import zoneinfo
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.permissions import Act, may
from dispatch.accounts.rooms import go_into_room, leave_room
from dispatch.refusal import NotFound, Refusal
from incidents.commands.drill import enter_drill
from incidents.models import Drill
from incidents.queries.drill_debrief import HEAD, cells_of, debrief_of, medians_shown
from incidents.queries.drills import drill_named, drills_of, drills_shown, may_read_debrief, who_may_take_part
from incidents.queries.history import instant_named
from incidents.rules.drill import SPEEDS, STEPS
from incidents.rules.drill_debrief import slower_words
from incidents.rules.kpi.words import span_words
from incidents.web.kpi_files import as_csv
from incidents.web.local import in_local_time
from incidents.web.then import with_instants

MOST_SHOWN = 60
USUAL = timedelta(hours=2)


@require_safe
@never_cache
@staff_only(Act.ENTER_DRILL)
def drills(request: StaffRequest) -> HttpResponse:
    """The centre's drills, and the form that opens one. ``?from=`` and ``?until=`` fill in its window."""
    person, at = request.staff, timezone.now()
    found = drills_shown(list(drills_of(person).order_by("-pk")[:MOST_SHOWN]), person, at)
    under_way = next((each for each in found if each["state"] != "ended"), None)
    opens = may(person, Act.RUN_DRILL, person) and under_way is None and not person.centre.is_training_room
    page: dict[str, Any] = {"drills": with_instants(found), "under_way": under_way, "opens": opens}
    if opens:
        page |= {
            "window": _window(request, at),
            "speeds": [{"value": speed, "label": f"{speed} ×"} for speed in SPEEDS],
            "people": who_may_take_part(person.centre_id),
        }
    return in_local_time(request, "incidents/drills.html", page)


def _window(request: StaffRequest, at: datetime) -> tuple[datetime, datetime]:
    """The window asked for, else the last two hours."""
    zone = zoneinfo.ZoneInfo(request.staff.centre.time_zone)
    try:
        return instant_named(request.GET.get("from", "")[:40], zone), instant_named(request.GET.get("until", "")[:40], zone)
    except Refusal:
        until = at.replace(second=0, microsecond=0)
        return until - USUAL, until


def the_drill(request: StaffRequest, drill_id: int) -> Drill:
    """The drill that the address names, or 404."""
    try:
        return drill_named(drill_id, request.staff)
    except NotFound as missing:
        raise Http404 from missing


@require_safe
@never_cache
@staff_only(Act.ENTER_DRILL)
def drill(request: StaffRequest, drill_id: int) -> HttpResponse:
    """One drill: how it stands, who takes part, and its debrief."""
    found, person, at = the_drill(request, drill_id), request.staff, timezone.now()
    shown = drills_shown([found], person, at)[0]
    page: dict[str, Any] = {
        "drill": with_instants(shown),
        "clock_at": found.from_at + timedelta(seconds=shown["clock_s"]),
        "seats": found.seats.order_by("name", "pk"),
        "pace": [{"words": step.words, **_pace(found, step.status)} for step in STEPS],
        "reads": may_read_debrief(found, person),
    }
    if page["reads"]:
        debrief = debrief_of(found)
        page |= {"rows": _rows(debrief["rows"]), "summary": debrief["summary"], "medians": medians_shown(debrief["summary"])}
    return in_local_time(request, "incidents/drill.html", page)


def _pace(found: Drill, status: str) -> dict[str, Any]:
    known = found.pace[status]
    return {"recorded": span_words(known["s"]), "here": span_words(known["s"] / found.speed), "n": known["n"]}


def _rows(rows: Any) -> list[dict[str, Any]]:
    """The rows with their times in words."""
    return [
        {
            **with_instants(row),
            "answer_slower": slower_words(row["answer_slower_s"]),
            "dispatch_slower": slower_words(row["dispatch_slower_s"]),
            "dispatch_then": span_words(row["then"]["dispatch_s"]),
            "dispatch_drill": span_words(row["drill"]["dispatch_s"]) if row["drill"] else "",
        }
        for row in rows
    ]


@require_GET
@never_cache
@staff_only(Act.ENTER_DRILL)
def debrief_file(request: StaffRequest, drill_id: int) -> HttpResponse:
    """The debrief as CSV."""
    found = the_drill(request, drill_id)
    if not may_read_debrief(found, request.staff):
        raise PermissionDenied
    debrief = debrief_of(found)
    numbers = debrief["summary"]
    about = [
        ("Drill", f"{found.pk}, {found.speed} times as fast"),
        ("Recorded shift", f"{found.from_at.isoformat()} to {found.until_at.isoformat()}"),
        ("Contacts that came", f"{numbers['came']} of {len(debrief['rows'])}"),
        *((f"Median, {each['what'].lower()}", f"then {each['then']} (n {each['then_n']}), drill {each['drill']} (n {each['drill_n']})")
          for each in medians_shown(numbers)),
        ("Done", f"then {numbers['done'][0]}, drill {numbers['done'][1]}; what is open is not done"),
    ]  # fmt: skip
    answer = HttpResponse(as_csv(HEAD, cells_of(debrief["rows"]), about), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="drill-{found.pk}.csv"'
    return answer


@require_POST
@staff_only(Act.ENTER_DRILL, from_any_room=True)
def enter(request: StaffRequest, drill_id: int) -> HttpResponse:
    """Go into the training room, to where one's work begins."""
    found = the_drill(request, drill_id)
    try:
        made = enter_drill(drill_id=found.pk, by=request.staff, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("drill", found.pk)
    go_into_room(request.session, made.room_id)
    return redirect("home")


@require_POST
@staff_only(Act.ENTER_DRILL, from_any_room=True)
def leave(request: StaffRequest) -> HttpResponse:
    """Leave the training room. It needs nothing; out of a drill, nothing happens."""
    person = request.staff
    drill = drills_of(person).first() if person.centre.is_training_room else None
    leave_room(request.session)
    return redirect("drill", drill.pk) if drill else redirect("drills")
