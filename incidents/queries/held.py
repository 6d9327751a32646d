"""What a person holds: what nobody else will do while it is theirs."""

from typing import NamedTuple

from django.db.models import Q, QuerySet

from dispatch.accounts.zones import clock_time
from incidents.models import Contact, Emergency, Escalation, Incident, Promise, RecallTask


class Held(NamedTuple):
    """One thing that somebody holds. ``incident_id`` is None for a contact that is part of none."""

    kind: str
    id: int
    incident_id: int | None
    words: str

    @property
    def key(self) -> str:
        """How forms and REST name it."""
        return f"{self.kind}-{self.id}"


def held_by(centre_id: int, person_id: int) -> list[Held]:
    """Everything, what is most pressing first: seven queries."""
    return [
        *_emergencies(centre_id, person_id),
        *_contacts(centre_id, person_id),
        *_alarms(centre_id, person_id),
        *_call_backs(centre_id, person_id),
        *_incidents(centre_id, person_id),
    ]


def incident_words(incident: Incident) -> str:
    """An incident in a line: reference, priority, what, where."""
    what = incident.type_title or "not assessed"
    return " ".join(filter(None, (incident.reference, incident.priority, what))) + (
        f", {incident.place_text}" if incident.place_text else ""
    )


def _emergencies(centre_id: int, person_id: int) -> list[Held]:
    found = Emergency.objects.open().whole().filter(centre_id=centre_id, owned_by_id=person_id).order_by("pk")
    return [
        Held(
            "emergency",
            each.pk,
            each.incident_id,
            f"{each.get_kind_display()} of {each.deployment.unit.call_sign}, {each.incident.reference}",
        )
        for each in found
    ]


def _contacts(centre_id: int, person_id: int) -> list[Held]:
    """In hand, offered by this person and not yet accepted, being called back by them, or offered to them."""
    state = Contact.State
    unlinked = Q(answered_by_id=person_id, state__in=(state.ANSWERED, state.TRANSFER)) | Q(
        answered_by_id=person_id, offered_until__isnull=False
    )
    mine: QuerySet[Contact] = (
        Contact.objects.of(centre_id).filter(unlinked | Q(callback_by_id=person_id)).select_related("centre").order_by("pk")
    )
    offers = Contact.objects.of(centre_id).filter(offered_to_id=person_id).order_by("pk")
    return [
        *(
            Held(
                "contact",
                each.pk,
                each.incident_id,
                f"{each.get_channel_display()}, since {clock_time(each.offered_at, each.centre)}: in hand",
            )
            for each in mine
        ),
        *(Held("offer", each.pk, each.incident_id, f"{each.get_channel_display()}: offered, not accepted yet") for each in offers),
    ]


def _alarms(centre_id: int, person_id: int) -> list[Held]:
    """Alarms taken, of incidents that are still open. That of an emergency goes with it."""
    found = Escalation.objects.filter(
        centre_id=centre_id, taken_by_id=person_id, incident__closed_at=None, emergency__isnull=True
    )  # fmt: skip
    return [
        Held("alarm", each.pk, each.incident_id, f"Alarm {each.incident.reference}: {each.what}")
        for each in found.select_related("incident").order_by("pk")
    ]


def _call_backs(centre_id: int, person_id: int) -> list[Held]:
    """People whom this person has taken to tell that advice was withdrawn, by recall: in this order they are locked."""
    found = RecallTask.objects.filter(recall__centre_id=centre_id, taken_by_id=person_id, state=RecallTask.State.OPEN)
    return [
        Held("recall", each.pk, each.incident_id, f"Call-back {each.incident.reference}: advice {each.recall.line} is withdrawn")
        for each in found.select_related("incident", "recall").order_by("recall_id", "pk")
    ]


def _incidents(centre_id: int, person_id: int) -> list[Held]:
    """Incidents owned; what was promised there goes with them, and is named."""
    found = list(Incident.objects.of(centre_id).open().filter(handled_by_id=person_id).most_urgent_first())
    open_promises = Promise.objects.filter(incident__in=found, kept_at=None).select_related("incident__centre")
    promises = {each.incident_id: each for each in open_promises}
    return [Held("incident", each.pk, each.pk, incident_words(each) + _promised(promises.get(each.pk))) for each in found]


def _promised(promise: Promise | None) -> str:
    if promise is None:
        return ""
    return f"; {promise.to_whom or 'the caller'} was promised an update by {clock_time(promise.due_at, promise.incident.centre)}"
