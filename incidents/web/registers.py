"""Pages made from the packs in use: the service catalogue, the law register, the methods."""

import zoneinfo

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.permissions import Act
from incidents.queries.catalogue import catalogue
from incidents.queries.knowledge import knowledge as chapters
from incidents.queries.law import law_register
from incidents.rules.law import STANDINGS, USUAL_REVIEW
from incidents.web.local import in_local_time

STANDING_TONES = {"unseen": "waiting", "review_due": "waiting", "author": "moving", "checked": "scene"}


@require_safe
@staff_only(Act.READ_PROCEDURES)
def services(request: StaffRequest) -> HttpResponse:
    """What this centre handles, dated, to read or print."""
    return in_local_time(request, "incidents/services.html", {"catalogue": catalogue(request.staff.centre_id, timezone.now())})


@require_safe
@staff_only(Act.READ_PROCEDURES)
def law(request: StaffRequest) -> HttpResponse:
    """The law behind the procedures in use; ``?standing=`` shows one sort."""
    centre = request.staff.centre
    today = timezone.now().astimezone(zoneinfo.ZoneInfo(centre.time_zone)).date()
    register = law_register(centre.pk, today)
    wanted = request.GET.get("standing", "")
    page = {
        "register": [each for each in register if wanted not in STANDINGS or each.standing == wanted],
        "counts": [(code, words, sum(each.standing == code for each in register), code == wanted) for code, words in STANDINGS.items()],
        "whole": len(register),
        "wanted": wanted if wanted in STANDINGS else "",
        "tones": STANDING_TONES,
        "review_on": (today + USUAL_REVIEW).isoformat(),
        "today": today,
    }
    return in_local_time(request, "incidents/law.html", page)


@require_safe
@staff_only(Act.READ_PROCEDURES)
def knowledge(request: StaffRequest) -> HttpResponse:
    """Methods, each with what it is good at, where it fails, and the centre's own figures."""
    at = timezone.now()
    return in_local_time(request, "incidents/knowledge.html", {"chapters": chapters(request.staff.centre_id, at), "now": at})
