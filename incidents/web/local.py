"""Pages in the centre's own time."""

import zoneinfo
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from dispatch.accounts.doors import StaffRequest


def in_local_time(request: StaffRequest, template: str, page: dict[str, Any]) -> HttpResponse:
    """Draw a page with its times in the centre's time zone."""
    with timezone.override(zoneinfo.ZoneInfo(request.staff.centre.time_zone)):
        return render(request, template, page)
