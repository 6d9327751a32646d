"""Advice: a line that was read out, to whom, by whom and when (CC38 1.4)."""

from datetime import datetime

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act
from dispatch.refusal import Refusal, require
from incidents.commands._change import changing
from incidents.commands._judgement import keep_judgement
from incidents.commands._line_lock import hold_line
from incidents.models import AdviceRead, Contact, Incident, Judgement
from incidents.queries.procedures import of_incident
from incidents.queries.recall import advice_now, lines_now
from incidents.rules.entries import Entry


def read_advice(*, incident_id: int, line: str, by: Actor, at: datetime, contact_id: int | None = None, to_whom: str = "") -> AdviceRead:
    """Record that a line of advice was read out, word for word.

    Args:
        contact_id: the contact it was read to; without one, the contact of this incident that the reader answered last.
        to_whom: who heard it, where that is not the caller ("the neighbour").

    Raises:
        Refusal: "advice-not-allowed", "advice-withdrawn" (with what to say instead), "contact-elsewhere".
    """
    with changing(incident_id, by=by, at=at, act=Act.ASSESS) as change:
        incident = change.incident
        pinned, _ = of_incident(incident)
        text = _text_to_read(incident, line)
        contact = _heard_by(incident, contact_id, by)
        again = AdviceRead.objects.filter(incident=incident, line=line, contact=contact).first()
        if again is not None:
            change.abandoned = True
            return again
        read = AdviceRead.objects.create(
            incident=incident,
            contact=contact,
            to_whom=to_whom.strip()[:120],
            line=line,
            text=text,
            pack_id=pinned.row_id,
            read_at=at,
            read_by_id=by.user_id,
        )
        change.log(Entry.ADVICE_READ, text, line=line, contact=contact.pk if contact else None)
    return read


def leave_unread(*, incident_id: int, line: str, reason: str, by: Actor, at: datetime) -> Judgement:
    """Say why a mandatory line of advice was not read. Without that, or the reading, the incident cannot be closed.

    Raises:
        Refusal: "reason-needed", "advice-not-allowed".
    """
    require(reason.strip(), "Say why it was not read.", code="reason-needed")
    with changing(incident_id, by=by, at=at, act=Act.ASSESS) as change:
        require(change.incident.is_open, "This incident is closed.", code="incident-closed")
        known = {each["id"]: each["text"] for each in lines_now(change.incident)}
        require(line in known, "This line is not among the advice for this incident.", code="advice-not-allowed")
        return keep_judgement(
            change,
            Judgement.Kind.ADVICE_NOT_READ,
            Entry.ADVICE_NOT_READ,
            code=line,
            grounds=reason.strip(),
            text=f"“{known[line]}” was not read: {reason.strip()}",
        )


def _text_to_read(incident: Incident, line: str) -> str:
    """The words of a line that this incident's outcome allows and that nobody has withdrawn. They stay so until the transaction ends."""
    hold_line(incident.centre_id, line)
    allowed = (incident.outcome or {}).get("advice", [])
    now = advice_now(incident.centre_id, allowed)
    text = next((each["text"] for each in now if each["id"] == line), None)
    if text is not None:
        return str(text)
    gone = next((each for each in allowed if each["id"] == line), None)
    require(gone is not None, "This line is not among the advice for this incident.", code="advice-not-allowed")
    instead = now[allowed.index(gone)]
    said = f"This advice has been withdrawn. Say instead: “{instead['text']}”"
    raise Refusal(said, code="advice-withdrawn", line=instead["id"], say_instead=instead["text"])


def _heard_by(incident: Incident, contact_id: int | None, by: Actor) -> Contact | None:
    """The contact on the line: the one named, or the one this person answered last, or the only one there is."""
    contacts = list(Contact.objects.filter(incident=incident).order_by("-answered_at", "-pk"))
    if contact_id is not None:
        named = [each for each in contacts if each.pk == contact_id]
        require(named, "This contact is not part of this incident.", code="contact-elsewhere")
        return named[0]
    own = [each for each in contacts if each.answered_by_id == by.user_id and by.user_id is not None]
    return own[0] if own else contacts[0] if len(contacts) == 1 else None
