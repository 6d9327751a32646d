"""The procedures handbook: what is in use, and one incident type to read or print. Anybody signed in may read it."""

import zoneinfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.permissions import Act
from dispatch.refusal import NotFound
from incidents.queries.handbook import chapter, packs_held
from incidents.queries.procedure_page import versions_beside, waiting_for
from incidents.queries.procedure_readings import to_read
from incidents.queries.procedures import type_choices
from incidents.queries.shared_text import shared_summary

LONGEST_WORDS = 200


@require_safe
@staff_only(Act.READ_PROCEDURES)
def procedures(request: StaffRequest) -> HttpResponse:
    """The packs with their types; ``?words=`` finds types by everyday words."""
    centre = request.staff.centre
    words = request.GET.get("words", "")[:LONGEST_WORDS].strip()
    held = packs_held(centre.pk)
    page = {
        "packs": [each for each in held if not each["row"].is_shared],
        "shared": shared_summary([each["row"] for each in held]),
        "words": words,
        "found": type_choices(centre.pk, words) if words else None,
        "to_read": to_read(request.staff),
        "waiting": waiting_for(request.staff),
        "beside": versions_beside(centre.pk),
    }
    with timezone.override(zoneinfo.ZoneInfo(centre.time_zone)):
        return render(request, "incidents/procedures.html", page)


@require_safe
@staff_only(Act.READ_PROCEDURES)
def procedure(request: StaffRequest, code: str) -> HttpResponse:
    """One incident type as it is in use; ``?version=`` (a digest) as it was in that version."""
    centre = request.staff.centre
    try:
        found = chapter(centre.pk, code, request.GET.get("version", ""))
    except NotFound as missing:
        raise Http404 from missing
    with timezone.override(zoneinfo.ZoneInfo(centre.time_zone)):
        return render(request, "incidents/procedures_type.html", dict(found))
