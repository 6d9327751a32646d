"""The units page: the roster, the map, and what a unit itself is doing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.permissions import Act, may
from resources.queries.roster import roster

GROUPS = (("", "All"), ("engaged", "Engaged"), ("free", "Free"), ("break", "On break"), ("off", "Off"))


@require_GET
@never_cache
@staff_only(Act.WATCH)
def units(request: StaffRequest) -> HttpResponse:
    """The units of the person's centre."""
    return render(
        request,
        "resources/units.html",
        {
            "roster": roster(request.staff.centre_id),
            "groups": GROUPS,
            "may_report": may(request.staff, Act.REPORT_STATUS, request.staff),
        },
    )
