"""Telling outside organisations, and proving it (CC38 2.1; CFACC39 P6)."""

from datetime import datetime

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import NotFound, require
from incidents.commands._change import changing
from incidents.models import Notice
from incidents.rules.entries import Entry


def confirm_notice(*, incident_id: int, code: str, by: Actor, at: datetime, spoke_to: str = "", their_reference: str = "") -> Notice:
    """Record that an organisation was told: who took it, or their reference.

    Raises:
        NotAllowed: this organisation is a supervisor's to tell.
        Refusal: "proof-needed", "already-told".
    """
    require(spoke_to.strip() or their_reference.strip(), "Give a name or a reference.", code="proof-needed")
    with changing(incident_id, by=by, at=at, act=Act.INFORM) as change:
        notice = Notice.objects.filter(incident=change.incident, code=code).first()
        if notice is None:
            raise NotFound("This incident does not name that organisation.", code="not-found")
        if notice.authority == "supervisor":
            insist(by, Act.INFORM_ABOVE, change.incident)
        require(notice.confirmed_at is None, f"{notice.label} has been told already.", code="already-told")
        notice.confirmed_at, notice.confirmed_by_name = at, by.label
        notice.spoke_to, notice.their_reference = spoke_to.strip()[:120], their_reference.strip()[:120]
        notice.save()
        change.log(
            Entry.ORGANISATION_TOLD,
            f"{notice.label}: {notice.their_reference or notice.spoke_to}",
            organisation=code,
            reference=notice.their_reference,
        )
    return notice
