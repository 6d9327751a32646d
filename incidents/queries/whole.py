"""Everything known of one incident, each thing fetched once: its card, its page and its closing are made of the same rows."""

from dataclasses import dataclass
from typing import Any

from incidents.models import DecisionPath, Deployment, Escalation, Incident, Notice, PathAnswer, Promise, Reassessment
from incidents.queries.assessment import Assessed
from incidents.queries.cards import incident_card, on_the_way


@dataclass(frozen=True)
class Whole:
    """Everything that is known of one incident, each fetched once."""

    incident: Incident
    assessed: Assessed
    path: DecisionPath | None
    standing: list[PathAnswer]
    sent: list[Deployment]
    notices: list[Notice]
    alarms: list[Escalation]
    repeat: Reassessment | None = None
    promised: Promise | None = None

    @classmethod
    def of(cls, incident: Incident) -> "Whole":
        """Fetch it. An incident that has only been logged has nothing but its path."""
        assessed = Assessed.of(incident)
        path = assessed.paths[-1] if assessed.paths else None
        if incident.revision <= 1:
            return cls(incident, assessed, path, standing=[], sent=[], notices=[], alarms=[])
        return cls(
            incident=incident,
            assessed=assessed,
            path=path,
            standing=assessed.standing(path) if path else [],
            sent=sent_to(incident),
            notices=notices_of(incident),
            alarms=alarms_of(incident),
            repeat=repeat_of(incident),
            promised=Promise.objects.filter(incident=incident, kept_at=None).first(),
        )

    def card(self) -> dict[str, Any]:
        """The incident's card on the board."""
        return incident_card(self.incident, [on_the_way(each) for each in self.sent if each.ended_at is None])


def sent_to(incident: Incident) -> list[Deployment]:
    """Every unit sent, with its briefings, checks and requests."""
    sent = Deployment.objects.filter(incident=incident).select_related("unit").order_by("pk")
    return list(sent.prefetch_related("briefings", "checks", "support_requests"))


def notices_of(incident: Incident) -> list[Notice]:
    """Every organisation to tell, and those that were told."""
    return list(Notice.objects.named().filter(incident=incident).order_by("pk"))


def repeat_of(incident: Incident) -> Reassessment | None:
    """The repeat contact that waits for an answer."""
    return Reassessment.objects.filter(incident=incident, settled_at=None).select_related("contact").first()


def alarms_of(incident: Incident) -> list[Escalation]:
    """Every alarm, in the order they were raised."""
    found = list(Escalation.objects.filter(incident=incident).select_related("taken_by").order_by("pk"))
    for each in found:
        each.incident = incident
    return found
