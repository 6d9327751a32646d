"""What becomes of an incident that turns out to be another one's duplicate, and of one that does not after all."""

from dispatch.refusal import Refusal, require
from incidents.commands._change import Change
from incidents.models import Deployment, Escalation, Incident, IncidentLink, Notice
from incidents.rules.entries import Entry

CLOSE_CODE = "duplicate_linked"


def insist_on_leave(mine: Incident, main: Incident) -> None:
    """Refuse what would leave a crew, an alarm or a caller with nobody looking after it."""
    require(mine.is_open, f"{mine.reference} is closed.", code="incident-closed")
    if main.duplicate_of:
        raise Refusal(
            f"{main.reference} is itself a duplicate: link to {main.duplicate_of}.", code="main-is-duplicate", main=main.duplicate_of
        )
    require(main.is_open, f"{main.reference} is closed. Link them as related.", code="incident-closed")
    there = Deployment.objects.active().filter(incident=mine).select_related("unit").first()
    if there is not None:
        words = f"{there.unit.call_sign} is on {mine.reference}: make {main.reference} the duplicate, or stand the unit down first."
        raise Refusal(words, code="units-at-duplicate", unit=there.unit.call_sign)
    alarm = Escalation.objects.untaken().filter(incident=mine).first()
    if alarm is not None:
        raise Refusal(f"Nobody has taken the alarm on {mine.reference}: {alarm.what}.", code="alarm-untaken", alarm=alarm.pk)


def become_duplicate(mine: Change, main: Change, why: str) -> None:
    """Close it towards its main incident: its clocks stop, and what was more urgent or still to be told goes over."""
    incident, at = mine.incident, mine.at
    incident.closed_at, incident.close_code = at, CLOSE_CODE
    incident.close_outcome = f"Duplicate of {main.incident.reference}. {why}"
    incident.duplicate_of = main.incident.reference
    mine.settle_all()
    _raise_main(mine.incident, main)
    _tell_from_main(mine.incident, main)


def _raise_main(incident: Incident, main: Change) -> None:
    """A duplicate that was assessed as more urgent raises its main incident; one not assessed yet counts as most urgent already."""
    kept = main.incident
    if not incident.priority or not kept.priority or kept.urgency <= incident.urgency:
        return
    words = f"{incident.reference}, its duplicate, was {incident.priority}"
    main.log(Entry.PRIORITY_RAISED, words, was=kept.priority, now=incident.priority)
    kept.priority, kept.urgency = incident.priority, incident.urgency
    kept.explanation = f"{kept.priority} because {words}. {kept.explanation}".strip()


def _tell_from_main(incident: Incident, main: Change) -> None:
    """Organisations that nobody has told yet are told about the main incident."""
    known = set(Notice.objects.filter(incident=main.incident).values_list("code", flat=True))
    for each in Notice.objects.filter(incident=incident, confirmed_at=None).exclude(code__in=known):
        Notice.objects.create(
            incident=main.incident, code=each.code, label=each.label, contact=each.contact, authority=each.authority, wanted_at=main.at
        )


def move_duplicate(change: Change, was: Change, main: Change) -> None:
    """A duplicate of what has become a duplicate itself goes to the main incident with it."""
    standing = IncidentLink.objects.standing().filter(incident=change.incident)
    standing.filter(other__in=(was.incident, main.incident)).update(
        unlinked_at=change.at, unlinked_by_name=change.by.label, unlinked_why=f"{was.incident.reference} became a duplicate"
    )
    pointing = IncidentLink.objects.standing().filter(incident=main.incident, other=change.incident)
    pointing.update(unlinked_at=change.at, unlinked_by_name=change.by.label, unlinked_why="Linked in another way")
    change.incident.duplicate_of = main.incident.reference
    IncidentLink.objects.create(
        incident=change.incident,
        other=main.incident,
        kind=IncidentLink.Kind.DUPLICATE,
        linked_at=change.at,
        linked_by_name=change.by.label,
        why=f"{was.incident.reference} became a duplicate of {main.incident.reference}",
    )
    change.log(Entry.LINKED, f"Duplicate of {main.incident.reference}, with {was.incident.reference}", other=main.incident.reference)


def reopen(change: Change) -> None:
    """It is an incident of its own again: open, with the clocks that its state asks for."""
    incident = change.incident
    incident.closed_at, incident.close_code, incident.close_outcome, incident.duplicate_of = None, "", "", ""
