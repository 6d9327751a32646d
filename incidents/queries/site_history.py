"""Earlier reports from the same site that were held to be false: read beside the choice when a report is judged, and nothing more.

However many there are, they lower nothing and choose nothing.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Q

from incidents.models import Incident, LocationReading
from incidents.queries.closing import words_of
from incidents.rules.validity import DOUBTFUL, DOUBTFUL_ENDINGS, VALIDITIES
from resources.queries.cards import stamp

WITHIN = timedelta(days=365)
MOST = 20


def false_alarms_at(incident: Incident) -> list[dict[str, Any]]:
    """Those of the twelve months before, the latest first: ``[{reference, opened_at, how, words}]``, at most twenty.

    The same site is the same address in words, or the same place of the gazetteer.
    """
    places = LocationReading.objects.filter(incident=incident, place__isnull=False).values("place_id")
    same = Q(readings__place_id__in=places)
    if incident.place_text.strip():
        same |= Q(place_text__iexact=incident.place_text.strip())
    doubtful = Q(validity__in=DOUBTFUL) | Q(close_code__in=DOUBTFUL_ENDINGS) & ~Q(validity="genuine")
    earlier = Incident.objects.of(incident.centre_id).counted().exclude(pk=incident.pk)
    earlier = earlier.filter(doubtful, same, opened_at__range=(incident.opened_at - WITHIN, incident.opened_at))
    return [_shown(each) for each in earlier.distinct().order_by("-opened_at", "-pk")[:MOST]]


def _shown(earlier: Incident) -> dict[str, Any]:
    judged = VALIDITIES[earlier.validity] if earlier.validity in DOUBTFUL else ""
    ended = words_of(earlier.close_code).capitalize() if earlier.close_code else "still open"
    return {
        "reference": earlier.reference,
        "opened_at": stamp(earlier.opened_at),
        "how": f"{judged}; {ended.lower()}" if judged else ended,
        "words": earlier.close_outcome[:200],
    }
