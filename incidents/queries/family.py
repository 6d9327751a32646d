"""An incident and its parts: who is sent to any of them, who called about any of them."""

from typing import Any, TypedDict

from django.db.models import Q

from incidents.models import Contact, Deployment, Incident, IncidentLink, Methane

CHILD, DUPLICATE = IncidentLink.Kind.CHILD, IncidentLink.Kind.DUPLICATE


class Totals(TypedDict):
    """Counts over an incident, its parts and their duplicates.

    ``casualties`` is what the incident's own METHANE says, or else its parts together; None where nobody has given a number.
    """

    parts: int
    parts_open: int
    crews: int
    crews_sent: int
    callers: int
    casualties: int | None
    casualties_of_parts: int | None


def child_ids(incident_id: int) -> list[int]:
    """The keys of the incidents that are part of this one."""
    return list(
        IncidentLink.objects.standing().filter(other=incident_id, kind=CHILD).order_by("incident").values_list("incident", flat=True)
    )


def family_of(incident: Incident) -> list[Incident]:
    """The incident and its parts, itself first."""
    return [incident, *Incident.objects.filter(pk__in=child_ids(incident.pk)).select_related("centre").order_by("opened_at", "pk")]


def totals_of(family: list[Incident]) -> Totals:
    """The figures of a family."""
    ids = [each.pk for each in family]
    sent = list(Deployment.objects.filter(incident__in=ids).values_list("ended_at", flat=True))
    told = _casualties(ids)
    parts = [told[pk] for pk in ids[1:] if pk in told]
    of_parts = sum(parts) if parts else None
    return {
        "parts": len(ids) - 1,
        "parts_open": sum(each.is_open for each in family[1:]),
        "crews": sum(ended_at is None for ended_at in sent),
        "crews_sent": len(sent),
        "callers": _callers(ids),
        "casualties": told.get(ids[0], of_parts),
        "casualties_of_parts": of_parts,
    }


def _callers(ids: list[int]) -> int:
    theirs = Q(incident__links_from__other__in=ids, incident__links_from__kind=DUPLICATE, incident__links_from__unlinked_at=None)
    return Contact.objects.filter(Q(incident__in=ids) | theirs).distinct().count()


def _casualties(ids: list[int]) -> dict[int, int]:
    """The number that each incident's newest METHANE gives, where it gives one."""
    rows = Methane.objects.filter(incident__in=ids).order_by("incident", "version").values_list("incident", "casualty_count")
    newest: dict[int, int | None] = dict(rows)
    return {pk: count for pk, count in newest.items() if count is not None}


def part_shown(incident: Incident, crews: int) -> dict[str, Any]:
    """One part of a major incident."""
    return {
        "reference": incident.reference,
        "type_title": incident.type_title,
        "priority": incident.priority or None,
        "stage": incident.stage,
        "stage_word": incident.get_stage_display(),
        "place": incident.place_text,
        "crews": crews,
        "open": incident.is_open,
    }
