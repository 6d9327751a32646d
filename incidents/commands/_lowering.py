"""A wish to go lower, inside a change: asked, overtaken."""

from incidents.commands._change import Change
from incidents.models import DecisionPath, LoweringRequest
from incidents.rules.entries import Entry

State = LoweringRequest.State


def ask_lowering(change: Change, *, wanted: str, reason: str, path: DecisionPath | None = None) -> LoweringRequest:
    """Ask for something lower, in place of what was asked before. Nothing changes until a supervisor decides."""
    incident = change.incident
    overtake_request(change, "Another lowering was asked for")
    request = LoweringRequest.objects.create(
        incident=incident,
        was=incident.priority,
        wanted=wanted,
        reason=reason,
        path=path,
        asked_at=change.at,
        asked_by_id=change.by.user_id,
        asked_by_name=change.by.label,
    )
    incident.lowering_to = wanted
    change.log(Entry.LOWERING_ASKED, reason, request=request.pk, was=request.was, wanted=wanted, outcome=path.outcome_id if path else None)
    return request


def overtake_request(change: Change, why: str) -> None:
    """What was asked rests on something that has changed: nobody can approve it any more."""
    if not change.incident.lowering_to:
        return
    found = LoweringRequest.objects.filter(incident=change.incident, state=State.OPEN)
    found.update(state=State.OVERTAKEN, decided_at=change.at, decided_by_name=change.by.label, decided_why=why)
    change.incident.lowering_to = ""
    change.log(Entry.LOWERING_OVERTAKEN, why)
