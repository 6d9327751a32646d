"""Proving the log: every seal is worked out again from the words it covers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction

from incidents.models import Incident, LogLine


@dataclass(frozen=True)
class Fault:
    """The first row found that does not hold, and why."""

    row: int
    incident: str
    number: int
    why: str


@dataclass
class Proof:
    """How far the proof came."""

    lines: int = 0
    incidents: int = 0
    fault: Fault | None = None


def prove(centre: str | None = None) -> Proof:
    """Check every chain, in order, and stop at the first fault.

    People go on writing meanwhile: an incident that does not hold is read again by itself.
    """
    proof = Proof()
    heads = Incident.objects.only("pk", "reference", "log_count", "log_head").order_by("pk")
    if centre is not None:
        heads = heads.filter(centre__code=centre)
    by_incident = groupby(_lines(centre), key=lambda line: line.incident_id)
    waiting = next(by_incident, None)
    for incident in heads.iterator(2000):
        lines: list[LogLine] = []
        if waiting is not None and waiting[0] == incident.pk:
            lines, waiting = list(waiting[1]), next(by_incident, None)
        if proof_of(incident, lines) is not None:
            proof.fault = _as_it_stands(incident.pk)
        if proof.fault is not None:
            return proof
        proof.lines += len(lines)
        proof.incidents += 1
    return proof


def _as_it_stands(incident_id: int) -> Fault | None:
    """The same for one incident as it stands now, held for a moment so that head and lines belong together."""
    with transaction.atomic():
        incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident_id)
        return proof_of(incident, list(LogLine.objects.filter(incident=incident).order_by("number")))


def proof_of(incident: Incident, lines: Sequence[LogLine]) -> Fault | None:
    """Check one incident's chain, given all its lines in order; None when every seal holds and no line is missing."""
    number, seal = 0, ""
    for line in lines:
        why = _flaw(line, number, seal)
        if why:
            return Fault(line.pk, incident.reference, line.number, why)
        number, seal = line.number, line.seal
    if (number, seal) != (incident.log_count, incident.log_head):
        return Fault(0, incident.reference, number + 1, "lines are missing at the end of this incident's log")
    return None


def _lines(centre: str | None) -> Iterator[LogLine]:
    lines = LogLine.objects.order_by("incident_id", "number")
    if centre is not None:
        lines = lines.filter(incident__centre__code=centre)
    return lines.iterator(2000)


def _flaw(line: LogLine, number: int, seal: str) -> str:
    if line.number != number + 1:
        return "a line before it is missing"
    if line.seal_before != seal:
        return "it does not follow the line before it"
    if line.seal != line.seal_it_must_carry():
        return "its words are not the ones that were sealed"
    return ""
