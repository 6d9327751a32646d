"""The open risks of a centre at an instant, from its facts: what a shift hands to the next one. Exercises are not among them."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from dispatch.accounts.models import Centre
from dispatch.clock.models import Timer
from incidents.models import (
    Check,
    Deployment,
    Emergency,
    Escalation,
    Incident,
    LoweringRequest,
    MajorIncident,
    MajorTask,
    Promise,
)
from incidents.queries.cards import CLOCK_WORDS
from incidents.queries.held import incident_words
from incidents.queries.risks_around import AROUND
from incidents.rules.handover import CREW_OUT_LONG, PLACES, Risk

CLOCK_LATE = timedelta(seconds=5)


def risks_of(centre: Centre, at: datetime) -> list[Risk]:
    """Every open risk, the most pressing kind first and in it the oldest. The number of queries does not grow with the risks."""
    found = [risk for ask in ASKED for risk in ask(centre, at)]
    return sorted(found, key=lambda risk: (PLACES[risk.kind], risk.since or at, risk.key))


def _of(incident: Incident, kind: str, key: int, words: str, since: datetime | None) -> Risk:
    return Risk(
        kind,
        f"{kind}-{key}",
        f"{incident_words(incident)}: {words}" if words else incident_words(incident),
        since,
        incident.pk,
        incident.reference,
    )


def _emergencies(centre: Centre, at: datetime) -> list[Risk]:
    found = Emergency.objects.open().whole().filter(centre=centre, incident__exercise=False)
    return [
        _of(
            each.incident,
            "emergency",
            each.pk,
            f"{each.get_kind_display()}, {each.deployment.unit.call_sign}, {_whose(each)}",
            each.raised_at,
        )
        for each in found
    ]


def _whose(emergency: Emergency) -> str:
    return f"{emergency.owned_by.name} has it" if emergency.owned_by else "nobody has it"


def _majors(centre: Centre, at: datetime) -> list[Risk]:
    """Major incidents that stand, with how many tasks are late there."""
    standing = MajorIncident.objects.standing().filter(incident__centre=centre, incident__exercise=False).select_related("incident")
    rows = list(standing)
    late = Counter(
        MajorTask.objects.filter(incident__in=[each.incident_id for each in rows], done_at=None, due_at__lt=at).values_list(
            "incident", flat=True
        )
    )
    return [_of(each.incident, "major", each.pk, _major_words(each, late[each.incident_id]), each.opened_at) for each in rows]


def _major_words(major: MajorIncident, late: int) -> str:
    words = "declared" if major.declared_at else "on standby"
    return f"{words}, {late} task{'s' if late != 1 else ''} late" if late else words


def _alarms(centre: Centre, at: datetime) -> list[Risk]:
    """Those that nobody has taken, and those that somebody has and whose incident is still open. An emergency's own is told with it."""
    found = Escalation.objects.filter(centre=centre, incident__exercise=False, incident__closed_at=None, emergency__isnull=True)
    return [
        _of(each.incident, "taken" if each.taken_by else "alarm", each.pk, f"{each.what}{_taken(each)}", each.taken_at or each.raised_at)
        for each in found.select_related("incident", "taken_by")
    ]


def _taken(alarm: Escalation) -> str:
    return f" ({alarm.taken_by.name} has it)" if alarm.taken_by else ""


def _checks(centre: Centre, at: datetime) -> list[Risk]:
    missed = Check.objects.filter(deployment__incident__centre=centre, deployment__incident__exercise=False, state=Check.State.MISSED)
    return [
        _of(each.deployment.incident, "check", each.pk, f"{each.deployment.unit.call_sign} has not answered", each.missed_at)
        for each in missed.select_related("deployment__incident", "deployment__unit")
    ]


def _incidents(centre: Centre, at: datetime) -> list[Risk]:
    found = Incident.objects.of(centre.pk).open().real().filter(priority__in=("P1", "P2")).select_related("handled_by")
    return [
        _of(
            each,
            "not_sent" if each.stage == "to_send" else "incident",
            each.pk,
            f"{each.get_stage_display()}, {_owner(each)}",
            each.opened_at,
        )
        for each in found
    ]


def _owner(incident: Incident) -> str:
    return f"{incident.handled_by.name} owns it" if incident.handled_by else "nobody owns it"


def _clocks(centre: Centre, at: datetime) -> list[Risk]:
    """Clocks that ran out and were not settled: whoever settles them is behind, or dead."""
    late = Timer.objects.filter(
        centre_id=centre.pk, settled_at=None, due_at__lt=at - CLOCK_LATE, kind__in=CLOCK_WORDS, lock_on__isnull=False
    )
    rows = list(late.order_by("due_at"))
    incidents = Incident.objects.of(centre.pk).real().in_bulk({timer.lock_on for timer in rows})
    return [
        _of(incidents[timer.lock_on], "clock", timer.pk, CLOCK_WORDS[timer.kind], timer.due_at)
        for timer in rows
        if timer.lock_on in incidents
    ]


def _promises(centre: Centre, at: datetime) -> list[Risk]:
    found = Promise.objects.filter(kept_at=None, incident__centre=centre, incident__exercise=False, incident__closed_at=None)
    return [
        _of(
            each.incident,
            "promise",
            each.pk,
            f"an update is promised{' to ' + each.to_whom if each.to_whom else ''}, by {each.made_by_name}",
            each.due_at,
        )
        for each in found.select_related("incident")
    ]


def _lowerings(centre: Centre, at: datetime) -> list[Risk]:
    found = LoweringRequest.objects.filter(state=LoweringRequest.State.OPEN, incident__centre=centre, incident__exercise=False)
    return [
        _of(each.incident, "lowering", each.pk, f"from {each.was} to {each.wanted}, asked by {each.asked_by_name}", each.asked_at)
        for each in found.select_related("incident")
    ]


def _crews(centre: Centre, at: datetime) -> list[Risk]:
    out = Deployment.objects.active().filter(incident__centre=centre, incident__exercise=False, sent_at__lte=at - CREW_OUT_LONG)
    return [
        _of(each.incident, "crew", each.pk, f"{each.unit.call_sign}, {each.get_status_display().lower()}", each.sent_at)
        for each in out.select_related("incident", "unit")
    ]


ASKED: tuple[Callable[[Centre, datetime], list[Risk]], ...] = (
    _emergencies,
    _majors,
    _alarms,
    _checks,
    _incidents,
    _clocks,
    _promises,
    _lowerings,
    _crews,
    *AROUND,
)
