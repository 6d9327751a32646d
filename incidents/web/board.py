"""The live board's page: the picture comes with the page, and the socket keeps it true."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.permissions import Act
from incidents.queries.board import board as the_board
from incidents.queries.board_views import views_of
from incidents.queries.people import people_load
from incidents.rules.alarms import BOUNDARIES
from incidents.rules.exceptions import table
from incidents.rules.stages import STAGES
from incidents.web.local import in_local_time
from incidents.web.then import board_then
from resources.queries.roster import capabilities_of

PRIORITIES = ("P1", "P2", "P3", "P4", "P5")


@require_GET
@never_cache
@staff_only(Act.WATCH)
def board(request: StaffRequest) -> HttpResponse:
    """The board of the person's centre; ``?at=`` shows it as it stood then."""
    if "at" in request.GET:
        return board_then(request)
    centre = request.staff.centre_id
    return render(
        request,
        "incidents/board.html",
        {
            "picture": the_board(centre, timezone.now()),
            "capabilities": capabilities_of(centre),
            "priorities": PRIORITIES,
            "boundaries": BOUNDARIES,
            "exception_kinds": table(),
            "views": views_of(centre, request.staff.user_id),
            "stages": [(code, word) for code, word in STAGES.items() if code != "closed"],
        },
    )


@require_GET
@never_cache
@staff_only(Act.SEE_LOAD)
def people(request: StaffRequest) -> HttpResponse:
    """What each person on the floor has in hand, and who is silent about it."""
    at = timezone.now()
    return in_local_time(request, "incidents/people.html", {"people": people_load(request.staff.centre_id, at), "at": at})
