"""Closing an incident: only when nothing mandatory is open, with a code and an outcome."""

from datetime import datetime

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act
from dispatch.refusal import Refusal, require
from incidents.commands._change import changing
from incidents.models import Incident
from incidents.queries.closing import close_codes, still_open
from incidents.rules.entries import Entry


def close_incident(*, incident_id: int, code: str, outcome: str, by: Actor, at: datetime, facts: dict[str, str] | None = None) -> Incident:
    """Close an incident.

    Args:
        code: one of the procedure's close codes.
        outcome: what came of it, in words.
        facts: what the procedure requires for closing, by name.

    Raises:
        Refusal: "still-open" lists, in words, everything that stands in the way.
    """
    given = {name: value.strip() for name, value in (facts or {}).items() if value.strip()}
    with changing(incident_id, by=by, at=at, act=Act.CLOSE) as change:
        incident = change.incident
        require(incident.is_open, "This incident is closed already.", code="incident-closed")
        require(outcome.strip(), "Say what came of it.", code="words-needed")
        require(code in close_codes(incident), "Choose how it ended from the list.", code="close-code-unknown")
        blocked = still_open(incident, given)
        if blocked:
            raise Refusal(f"It cannot be closed yet: {blocked[0]}", code="still-open", open=blocked)
        incident.closed_at, incident.close_code = at, code
        incident.close_outcome, incident.close_facts = outcome.strip(), given
        change.settle_all()
        change.log(Entry.CLOSED, outcome.strip(), code=code, facts=given)
    return incident
