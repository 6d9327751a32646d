"""Raising and lowering by hand. Raising takes one person and a reason; lowering takes a supervisor (unit 320 1.6; CFACC39 P1)."""

from datetime import datetime

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import NotAllowed, NotFound, Refusal, require
from incidents.commands._change import Change, changing
from incidents.commands._lowering import ask_lowering, overtake_request
from incidents.commands._outcome import put_in_force
from incidents.models import DecisionPath, Incident, LoweringRequest
from incidents.queries.procedures import loaded
from incidents.rules.entries import Entry
from incidents.rules.packs.lookup import find_outcome
from incidents.rules.priority import rank

State = LoweringRequest.State


def set_priority(*, incident_id: int, priority: str, reason: str, by: Actor, at: datetime) -> Incident:
    """Raise or lower the priority. Raising takes one person and a reason; lowering takes a supervisor."""
    require(reason.strip(), "Say why the priority changes.", code="reason-needed")
    with changing(incident_id, by=by, at=at, act=Act.RAISE_PRIORITY) as change:
        incident = change.incident
        require(incident.is_open, "This incident is closed.", code="incident-closed")
        require(priority != incident.priority, f"It is {priority} already.", code="priority-same")
        if incident.priority and rank(priority) > incident.urgency:
            insist(by, Act.LOWER_PRIORITY, incident)
        move_priority(change, priority, reason.strip(), because=f"{priority}, set by {by.label}: {reason.strip()}")
    return incident


def move_priority(change: Change, priority: str, reason: str, *, because: str) -> None:
    """Set the priority inside a change; the clocks follow it, and a lowering that waits for a decision is overtaken."""
    incident = change.incident
    lower = bool(incident.priority) and rank(priority) > incident.urgency
    overtake_request(change, f"The priority was changed to {priority}")
    change.log(Entry.PRIORITY_LOWERED if lower else Entry.PRIORITY_RAISED, reason, was=incident.priority, now=priority)
    incident.priority, incident.urgency = priority, rank(priority)
    incident.explanation = because


def request_lowering(*, incident_id: int, priority: str, reason: str, by: Actor, at: datetime) -> LoweringRequest:
    """Ask a supervisor to lower the priority. Until it is decided the higher one stays."""
    require(reason.strip(), "Say why it may be lower.", code="reason-needed")
    with changing(incident_id, by=by, at=at, act=Act.ASSESS) as change:
        incident = change.incident
        require(incident.is_open, "This incident is closed.", code="incident-closed")
        lower = bool(incident.priority) and rank(priority) > incident.urgency
        require(lower, "That is not lower. Raising takes no approval.", code="not-lower")
        return ask_lowering(change, wanted=priority, reason=reason.strip())


def decide_lowering(*, incident_id: int, approved: bool, by: Actor, at: datetime, reason: str = "") -> LoweringRequest:
    """Approve or refuse what was asked. Whoever asked cannot decide it, and it is decided once.

    Raises:
        Refusal: "no-lowering" (decided, overtaken, or never asked), "reason-needed" for a refusal.
        NotAllowed: not in charge, or the person who asked.
    """
    require(approved or reason.strip(), "Say why it stays as it is.", code="reason-needed")
    with changing(incident_id, by=by, at=at, act=Act.LOWER_PRIORITY) as change:
        require(change.incident.is_open, "This incident is closed.", code="incident-closed")
        request = _open_request(change, by)
        request.state = State.APPROVED if approved else State.REFUSED
        request.decided_at, request.decided_by_id, request.decided_by_name = at, by.user_id, by.label
        request.decided_why = reason.strip()[:300]
        request.save()
        change.incident.lowering_to = ""
        if approved:
            _lower(change, request)
        else:
            _stay(change, request)
    return request


def _open_request(change: Change, by: Actor) -> LoweringRequest:
    request = LoweringRequest.objects.filter(incident=change.incident, state=State.OPEN).select_related("path").first()
    if request is None:
        raise Refusal("No lowering waits for a decision here: it was decided, or overtaken.", code="no-lowering")
    if by.user_id is None:
        raise NotFound("There is no such request.", code="not-found")
    if request.asked_by_id == by.user_id:
        raise NotAllowed("You asked for this yourself. Another supervisor or a lead decides it.", code="own-request")
    return request


def _lower(change: Change, request: LoweringRequest) -> None:
    approved = f"{request.reason.rstrip('. ')}. {request.was} was lowered to {request.wanted} with the approval of {change.by.label}"
    because = f"{approved}{f': {request.decided_why}' if request.decided_why else ''}."
    change.log(Entry.PRIORITY_LOWERED, because, request=request.pk, was=request.was, now=request.wanted)
    path = request.path
    if path is None:
        incident = change.incident
        incident.priority, incident.urgency, incident.explanation = request.wanted, rank(request.wanted), because
    else:
        _take_lower_outcome(change, request, path, because)


def _take_lower_outcome(change: Change, request: LoweringRequest, path: DecisionPath, because: str) -> None:
    pinned = loaded(path.pack_id)
    kind = pinned.type_named(path.type_code)
    outcome = find_outcome(kind, path.outcome_id)
    if outcome is None:
        raise Refusal("The procedure no longer has this outcome.", code="outcome-unknown")
    put_in_force(change, pinned, kind, outcome, because=because, priority=request.wanted)


def _stay(change: Change, request: LoweringRequest) -> None:
    why = f"{change.by.label} refused to lower it to {request.wanted}: {request.decided_why}"
    change.log(Entry.LOWERING_REFUSED, why, request=request.pk, was=request.was, wanted=request.wanted)
    change.incident.explanation = f"{change.incident.explanation.rstrip('. ')}. {why.rstrip('. ')}."
