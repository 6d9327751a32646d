"""The page of a major incident: METHANE, who commands, who is there, what is to be done, what was decided, who was briefed."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.permissions import Act
from dispatch.refusal import NotFound
from incidents.models import Incident
from incidents.queries.family import child_ids
from incidents.queries.incident_page import incident_named
from incidents.queries.major import as_instant, major_whole
from incidents.queries.methane import methane_ready
from incidents.queries.procedures import core_of
from incidents.rules.jesip import IIMARCH, JDM, NEEDED
from incidents.rules.major import LETTERS, LEVELS, PLACES, SITREP_USUAL_MIN, acronym, roles_of
from incidents.web.local import in_local_time

CLAIMED = ((0, "Just now"), (1, "1 minute ago"), (2, "2 minutes ago"), (5, "5 minutes ago"), (10, "10 minutes ago"), (20, "20 minutes ago"))
INTERVALS = (15, 20, 30, 45, 60, 120)
WITHIN = ((10, "10 minutes"), (20, "20 minutes"), (30, "30 minutes"), (60, "1 hour"), (120, "2 hours"), (240, "4 hours"), (720, "12 hours"))
STEPS_NEEDED = ("gather", "assess")


@require_safe
@staff_only(Act.WATCH)
def major(request: StaffRequest, reference: str) -> HttpResponse:
    """Show it; of an incident that is no major one, METHANE as it is known, to declare, to ask, or to record."""
    try:
        found = incident_named(request.staff.centre_id, reference)
    except NotFound as missing:
        raise Http404 from missing
    return in_local_time(request, "incidents/major.html", {**with_instants(major_whole(found)), **_to_fill_in(found), "incident": found})


def with_instants(shown: Any) -> Any:
    """What REST gives, with instants that a page can show in local time."""
    if isinstance(shown, list):
        return [with_instants(each) for each in shown]
    if not isinstance(shown, dict):
        return shown
    return {
        name: as_instant(value) if isinstance(value, str) and (name == "at" or name.endswith("_at")) else with_instants(value)
        for name, value in shown.items()
    }


def _to_fill_in(incident: Incident) -> dict[str, Any]:
    """What the forms offer."""
    ready = methane_ready(incident, on=timezone.now().date())
    latest = incident.majors.order_by("-pk").first()
    briefing = incident.joint_briefings.order_by("-version").first()
    core = core_of(incident)
    return {
        "acronym": acronym(incident.major if incident.is_major else ""),
        "letters": [{"code": each.code, "words": each.words, "hint": each.hint, "text": ready[each.code]} for each in LETTERS],
        "levels": [{"value": code, "label": ", ".join(names.values())} for code, names in LEVELS.items()],
        "roles": [{"value": code, "label": words} for code, words in roles_of(latest.levels if latest else "gold").items()],
        "organisations": [{"code": code, "label": each.label} for code, each in core.organisations.items()] if core else [],
        "places": [{"value": code, "label": words} for code, words in PLACES.items()],
        "claimed": [{"value": value, "label": label} for value, label in CLAIMED],
        "intervals": [{"value": each, "label": f"{each} minutes"} for each in INTERVALS],
        "usual_interval": latest.sitrep_every_min if latest else SITREP_USUAL_MIN,
        "within": [{"value": value, "label": label} for value, label in WITHIN],
        "steps": [{"code": code, "words": words, "needed": code in STEPS_NEEDED} for code, words in JDM.items()],
        "iimarch": [
            {"code": code, "words": words, "needed": code in NEEDED, "text": getattr(briefing, code) if briefing else ""}
            for code, words in IIMARCH.items()
        ],
        "family": [incident.reference, *Incident.objects.filter(pk__in=child_ids(incident.pk)).values_list("reference", flat=True)],
    }
