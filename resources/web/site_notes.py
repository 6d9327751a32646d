"""Site notes: what crews should know before they arrive; found, written, amended, retired."""

import json
import zoneinfo
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.permissions import Act
from resources.models import SiteNote
from resources.queries.site_notes import STATES, notes_listed

USUAL_REVIEW = timedelta(days=180)
LONGEST_WORDS = 200


@require_safe
@staff_only(Act.WATCH)
def site_notes(request: StaffRequest) -> HttpResponse:
    """The notes of the centre: ``?words=`` of a note or a place, ``?state=``, ``?place=`` one place's."""
    centre = request.staff.centre
    words = request.GET.get("words", "").replace("\0", "")[:LONGEST_WORDS].strip()
    place = request.GET.get("place", "")
    chosen = request.GET.get("state", "")
    with timezone.override(zoneinfo.ZoneInfo(centre.time_zone)):
        today = timezone.localdate()
        place_id = int(place) if place.isascii() and place.isdigit() and len(place) < 16 else None
        found = notes_listed(centre.pk, words=words, state=chosen, place_id=place_id, on=today)
        page = {
            "notes": [(note, _words_of(note, today + USUAL_REVIEW)) for note in found.notes],
            "more": found.more,
            "places": found.places,
            "words": words,
            "place": place_id,
            "state": chosen,
            "states": STATES,
            "today": today,
            "review_on": (today + USUAL_REVIEW).isoformat(),
        }
        return render(request, "resources/site_notes.html", page)


def _words_of(note: SiteNote, review_on: date) -> str:
    """What the form for the next wording begins with, as JSON."""
    return json.dumps({"text": note.text, "hazards": note.hazards, "source": note.source, "review_on": review_on.isoformat()})
