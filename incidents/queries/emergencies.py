"""Crews in danger: the card that every board and desk shows, and who must not be reached on its phone."""

from typing import Any

from incidents.models import Emergency
from incidents.rules.emergencies import HELP, STEPS
from resources.queries.cards import stamp


def emergency_card(emergency: Emergency) -> dict[str, Any]:
    """An emergency (fetched ``whole``): it stands until it has been ended, and shouts until ``owned_by`` has a name."""
    incident = emergency.incident
    card: dict[str, Any] = {
        "kind": "emergency",
        "id": str(emergency.pk),
        "revision": emergency.revision,
        "emergency": emergency.kind,
        "word": emergency.get_kind_display(),
        "help": HELP[emergency.kind],
        "call_sign": emergency.deployment.unit.call_sign,
        "deployment": emergency.deployment_id,
        "incident": incident.reference,
        "priority": incident.priority or None,
        "exercise": incident.exercise,
        "place": incident.place_text[:160],
        "raised_at": stamp(emergency.raised_at),
        "owned_at": stamp(emergency.owned_at),
        "owned_by": emergency.owned_by.name if emergency.owned_by else None,
        "steps": len(STEPS[emergency.kind]),
        "steps_done": len(emergency.steps_done),
        "ended_at": stamp(emergency.ended_at),
    }
    if emergency.ended_at is not None:
        card["gone"] = True
    return card


def emergency_cards(centre_id: int) -> list[dict[str, Any]]:
    """Every emergency of the centre that has not ended, the oldest first."""
    return [emergency_card(each) for each in Emergency.objects.open().whole().filter(centre_id=centre_id).order_by("pk")]


def emergencies_of(incident_id: int) -> list[dict[str, Any]]:
    """Every emergency of an incident, with its checklist: those that stand first."""
    found = Emergency.objects.whole().filter(incident_id=incident_id).order_by("pk")
    return sorted((emergency_shown(each) for each in found), key=lambda each: each["ended_at"] is not None)


def emergency_shown(emergency: Emergency) -> dict[str, Any]:
    """The card with its checklist, how it came in and how it ended. Who watches a crew is not the crew's to read."""
    done = emergency.steps_done
    return {
        **emergency_card(emergency),
        "raised_by": emergency.raised_by_name,
        "how": emergency.how,
        "checklist": [{"code": step.code, "words": step.words, "done": done.get(step.code)} for step in STEPS[emergency.kind]],
        "ended_by": emergency.ended_by_name,
        "result": emergency.result,
    }


def is_silent(deployment_id: int) -> bool:
    """Whether nothing may reach this crew's phone: it may be under duress, and somebody may be reading along."""
    return Emergency.objects.open().filter(deployment_id=deployment_id, kind=Emergency.Kind.DURESS).exists()
