"""The board: one true picture with its number. An old board plus the events since is the same as a new one."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from dispatch.live import position
from incidents.models import Contact, Escalation, Incident
from incidents.queries.cards import alarm_card, incident_cards
from incidents.queries.contact_cards import contact_card
from incidents.queries.emergencies import emergency_cards
from incidents.queries.recall import recall_cards
from resources.models import Unit
from resources.queries.cards import stamp, unit_cards


def board(centre_id: int, at: datetime) -> dict[str, Any]:
    """``{sequence, epoch, at, incidents, units, contacts, alarms, recalls, emergencies}``: everything that is open.

    The number is read first: what is committed while the cards are read comes again as an event, and the newest
    revision of a card wins.
    """
    where = position(centre_id)
    incidents = list(Incident.objects.of(centre_id).open().for_cards().most_urgent_first())
    contacts = Contact.objects.of(centre_id).on_the_board().for_cards().order_by("answer_by", "pk")
    alarms = (
        Escalation.objects.untaken()
        .filter(Q(incident__closed_at=None) | Q(cause=Escalation.Cause.ADVICE_RECALL), centre_id=centre_id)
        .select_related("incident", "taken_by")
        .order_by("pk")
    )
    return {
        "sequence": where.sequence,
        "epoch": where.epoch,
        "at": stamp(at),
        "incidents": incident_cards(incidents),
        "units": unit_cards(Unit.objects.of(centre_id).for_cards().order_by("call_sign")),
        "contacts": [contact_card(each) for each in contacts],
        "alarms": [alarm_card(each) for each in alarms],
        "recalls": recall_cards(centre_id),
        "emergencies": emergency_cards(centre_id),
    }
