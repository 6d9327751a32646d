"""The links of an incident, and what its duplicates know."""

from typing import Any

from django.db.models import Count, Q

from incidents.models import Contact, Incident, IncidentLink
from resources.queries.cards import stamp

WORDS = {
    ("duplicate", True): "Duplicate of",
    ("duplicate", False): "Has the duplicate",
    ("child", True): "Part of",
    ("child", False): "Has the part",
    ("related", True): "Related to",
    ("related", False): "Related to",
}


def duplicates_of(incident_id: int) -> list[int]:
    """The keys of its standing duplicates."""
    found = IncidentLink.objects.standing().filter(other=incident_id, kind=IncidentLink.Kind.DUPLICATE)
    return list(found.order_by("incident").values_list("incident", flat=True))


def standing_between(one: int, other: int) -> IncidentLink | None:
    """The standing link of two incidents, in either direction."""
    both = Q(incident=one, other=other) | Q(incident=other, other=one)
    return IncidentLink.objects.standing().filter(both).first()


def links_of(incident: Incident) -> list[dict[str, Any]]:
    """Its standing links, each with what stands at the other end."""
    found = IncidentLink.objects.standing().of(incident.pk).select_related("incident", "other").order_by("pk")
    shown = list(found.annotate(ours=Count("incident__contacts", distinct=True), theirs=Count("other__contacts", distinct=True)))
    return [_link_shown(each, outward=each.incident_id == incident.pk) for each in shown]


def _link_shown(link: Any, *, outward: bool) -> dict[str, Any]:
    there = link.other if outward else link.incident
    return {
        "id": link.pk,
        "kind": link.kind if outward or link.kind != "child" else "parent",
        "word": WORDS[link.kind, outward],
        "outward": outward,
        "incident": there.reference,
        "type_title": there.type_title,
        "priority": there.priority or None,
        "stage": there.stage,
        "summary": there.summary[:300],
        "place": there.place_text,
        "hazards": there.hazards[:300],
        "opened_at": stamp(there.opened_at),
        "contacts": link.theirs if outward else link.ours,
        "why": link.why,
        "linked_at": stamp(link.linked_at),
        "linked_by": link.linked_by_name,
    }


def contacts_of(incident: Incident) -> Any:
    """The contacts of an incident and of its duplicates, the first first."""
    mine = Q(incident=incident)
    theirs = Q(incident__links_from__other=incident, incident__links_from__kind="duplicate", incident__links_from__unlinked_at=None)
    return Contact.objects.filter(mine | theirs).select_related("answered_by", "incident").order_by("offered_at", "pk").distinct()
