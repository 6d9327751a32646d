"""The auditor: finds an open incident whose clocks are not those that the rule demands, says so on the board, and puts them right."""

from datetime import datetime

from django.db import transaction

from dispatch.accounts.actors import Console
from dispatch.accounts.models import Centre
from incidents.commands._alarm import raise_alarm
from incidents.commands._change import Change, locked_incident
from incidents.commands._clocks import Difference, difference
from incidents.models import Escalation, Incident
from incidents.queries.clock_facts import around
from incidents.rules.entries import Entry
from incidents.rules.waiting import GOVERNED

PIECE = 200  # incidents looked at together


def audit_clocks(*, at: datetime) -> list[str]:
    """Look at every open incident: the references of those that were put right.

    It looks without a lock and looks again under the lock of whatever seems wrong, so that work under way is no finding.
    """
    mended: list[str] = []
    last = 0
    while piece := list(_open_after(last)):
        last = piece[-1].pk
        beside = around([incident.pk for incident in piece])
        suspects = [incident.pk for incident in piece if any(difference(incident, beside[incident.pk]))]
        mended += filter(None, (_mend(each, at) for each in suspects))
    return mended


def _open_after(incident_id: int) -> list[Incident]:
    """The next open incidents by key. A replay keeps its own time, and its clocks are its driver's to watch."""
    standing = Incident.objects.open().filter(pk__gt=incident_id, centre__lane=Centre.Lane.WALL)
    return list(standing.select_related("centre").order_by("pk")[:PIECE])


def _mend(incident_id: int, at: datetime) -> str:
    """Start what is missing, stop what is too many, and ring: its reference, or nothing where all is well or somebody is at work on it."""
    with transaction.atomic():
        incident = locked_incident(incident_id, skip_locked=True)
        if incident is None or not incident.is_open:
            return ""
        found = difference(incident, around([incident.pk])[incident.pk])
        if not any(found):
            return ""
        change = Change(incident, by=Console(incident.centre_id), at=at)
        words = _words(found)
        change.log(Entry.CLOCK_MENDED, words, missing=[list(key) for key in found.missing], extra=[list(key) for key in found.extra])
        if not Escalation.objects.untaken().filter(incident=incident, cause=Escalation.Cause.NO_CLOCK).exists():
            raise_alarm(
                change,
                cause=Escalation.Cause.NO_CLOCK,
                to_role="supervisor",
                what=f"Incident {incident.reference} did not have the clocks that it must have. {words}",
                action="It is put right: look whether anything was overlooked, and tell whoever looks after the console",
            )
        change.finish()  # which arms and stops them
    return incident.reference


def _words(found: Difference) -> str:
    missing = [GOVERNED[kind] for kind, subject in found.missing if (kind, subject) not in found.extra]
    extra = [GOVERNED[kind] for kind, subject in found.extra if (kind, subject) not in found.missing]
    moved = [GOVERNED[kind] for kind, subject in found.missing if (kind, subject) in found.extra]
    parts = {"Missing": missing, "Not wanted": extra, "Due at another time": moved}
    return ". ".join(f"{name}: {', '.join(sorted(set(kinds)))}" for name, kinds in parts.items() if kinds) + "."
