"""What the agent's console needs with its first answer: who waits, what is open, and the words its buttons use."""

from typing import Any, TypedDict

from incidents.models import Contact, Incident
from incidents.queries.cards import incident_cards
from incidents.queries.contact_cards import contact_card
from incidents.rules.alarms import BOUNDARIES
from incidents.rules.deployments import STATUS_WORDS
from incidents.rules.stages import STAGES
from resources.rules.status import CREW_STEPS

MOST_OPEN = 200  # rows in the first answer; the live wire brings the rest


class Words(TypedDict):
    """Words and steps that the page's script shows, by code."""

    stages: dict[str, str]
    statuses: dict[str, str]
    steps: dict[str, list[str]]
    boundaries: dict[str, str]


class Desk(TypedDict):
    """The desk's first picture: contacts by when they must be answered, incidents by urgency."""

    contacts: list[dict[str, Any]]
    incidents: list[dict[str, Any]]
    words: Words


def turn_and_due(card: dict[str, Any]) -> tuple[int, str, int]:
    """Whose turn it is, and the first due of them first."""
    return card["turn"], card["due_at"] or card["offered_at"], int(card["id"])


def desk(centre_id: int) -> Desk:
    """The desk of a centre, in a number of queries that does not grow with what is open."""
    contacts = Contact.objects.of(centre_id).on_the_board().for_cards().order_by("pk")
    incidents = list(Incident.objects.of(centre_id).open().most_urgent_first()[:MOST_OPEN])
    return {
        "contacts": sorted((contact_card(each) for each in contacts), key=turn_and_due),
        "incidents": incident_cards(incidents),
        "words": {
            "stages": STAGES,
            "statuses": STATUS_WORDS,
            "boundaries": BOUNDARIES,
            "steps": {status: list(steps) for status, steps in CREW_STEPS.items()},
        },
    }
