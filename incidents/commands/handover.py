"""Handing a shift over: begun by whoever goes, accepted line by line by whoever comes, then sealed and passed on as one.

What can be handed over is read from the facts under the lock of the handover in every act, so a risk that arises while it is under
way is a line of it, and a line whose fact is no longer true is settled. Lock order: the handover, then
incidents; nobody waits for a handover who holds an incident.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import MAY, Act, insist
from dispatch.live import announce
from dispatch.refusal import NotFound, Refusal, require
from incidents.commands._hand import Passing, colleague, pass_on
from incidents.models import Handover, HandoverEvent, HandoverLine, Incident
from incidents.queries.handover import handover_card, whole_of
from incidents.queries.held import held_by
from incidents.queries.risks import risks_of
from incidents.rules.handover import DONE, Risk, may_follow, seal_of

PASSES = frozenset({"alarm", "incident", "emergency"})  # what is a supervisor's by their post; a call in hand is not


class Handing:
    """One change to a handover, while it is being made."""

    def __init__(self, handover: Handover, *, by: Staff, at: datetime) -> None:
        self.handover = handover
        self.by = by
        self.at = at
        self.lines = {line.key: line for line in HandoverLine.objects.filter(handover=handover)}

    def note(self, what: str, key: str = "", text: str = "", whole: Any = None) -> None:
        """Write what was said or done."""
        by = {"by_user_id": self.by.user_id, "by_name": self.by.label}
        HandoverEvent.objects.create(handover=self.handover, at=self.at, what=what, key=key, text=text[:700], whole=whole, **by)

    def follow_the_facts(self) -> None:
        """Lines for what has become true, and an end to those of what no longer is."""
        now = {risk.key: risk for risk in risks_of(self.by.centre, self.at)}
        for key, risk in now.items():
            line = self.lines.get(key)
            if line is None:
                self.add(risk)
            elif line.state == "settled":
                self.set(line, "open", "again", risk.words)
        for key, line in self.lines.items():
            if line.kind != "free" and key not in now and line.state not in DONE:
                self.set(line, "settled", "settled", line.words)

    def add(self, risk: Risk) -> None:
        """A new line."""
        self.lines[risk.key] = HandoverLine.objects.create(
            handover=self.handover,
            key=risk.key,
            kind=risk.kind,
            words=risk.words[:600],
            incident_id=risk.incident_id,
            since_at=risk.since,
            added_at=self.at,
        )
        self.note("added", risk.key, risk.words)

    def set(self, line: HandoverLine, state: str, what: str, text: str) -> None:
        """Move a line on, and write that down."""
        line.state = state
        line.decided_at, line.decided_by_name = self.at, self.by.label
        line.save()
        self.note(what, line.key, text)


def begin_handover(*, by: Staff, at: datetime, outgoing: str = "", why: str = "") -> Handover:
    """Begin to hand over; or, with ``outgoing`` and a reason, take over from somebody who has gone.

    Raises:
        Refusal: "handover-begun", "reason-needed", "colleague-unknown", "person-unable".
    """
    insist(by, Act.HAND_OVER, by)
    goes = colleague(by.centre_id, outgoing) if outgoing.strip() else by
    require(goes.role in MAY[Act.HAND_OVER], f"{goes.name} hands over no shift.", code="person-unable")
    alone = goes.user_id != by.user_id
    require(why.strip() or not alone, f"Say why {goes.name} does not hand over.", code="reason-needed")
    facts = {"incoming_id": by.user_id, "received_at": at, "alone_why": why.strip()[:300]} if alone else {}
    try:
        with transaction.atomic():
            handover = Handover.objects.create(centre=by.centre, outgoing_id=goes.user_id, begun_at=at, **facts)
            handing = Handing(handover, by=by, at=at)
            handing.note("alone" if alone else "begun", text=why.strip())
            handing.follow_the_facts()
            _show(handing)
    except IntegrityError as error:
        raise Refusal(f"{goes.name} hands over already.", code="handover-begun") from error
    return handover


@contextmanager
def _handing(handover_id: int, *, by: Staff, at: datetime) -> Iterator[Handing]:
    """Lock a handover that is under way, bring its lines up to date, let the caller change it, then show it."""
    insist(by, Act.HAND_OVER, by)
    with transaction.atomic():
        handover = Handover.objects.of(by.centre_id).select_for_update(of=("self",)).filter(pk=handover_id).first()
        if handover is None:
            raise NotFound("There is no such handover.", code="not-found")
        require(handover.sealed_at is None, "This handover is sealed.", code="handover-sealed")
        require(handover.called_off_at is None, "This handover was called off.", code="handover-called-off")
        handing = Handing(handover, by=by, at=at)
        handing.follow_the_facts()
        yield handing
        _show(handing)


def _show(handing: Handing) -> None:
    """Save it, and tell the screens. The board is the last statement."""
    handover = handing.handover
    handover.revision += 1
    handover.save()
    announce(centre_id=handover.centre_id, at=handing.at, cards=[handover_card(handover)])


def receive_handover(*, handover_id: int, by: Staff, at: datetime, alone_why: str = "") -> Handover:
    """Be the one who receives it. With ``alone_why`` the outgoing person is gone, and one goes on without them.

    Raises:
        Refusal: "handover-yours", "handover-received" by whom.
    """
    with _handing(handover_id, by=by, at=at) as handing:
        handover = handing.handover
        require(handover.outgoing_id != by.user_id, "You hand this over: somebody else receives it.", code="handover-yours")
        received = handover.incoming_id not in (None, by.user_id)
        require(not received, f"{handover.incoming.name if handover.incoming else ''} receives this handover.", code="handover-received")
        _become_incoming(handing)
        if alone_why.strip():
            handover.alone_why = alone_why.strip()[:300]
            handing.note("alone", text=alone_why.strip())
    return handover


def _become_incoming(handing: Handing) -> None:
    """Whoever decides on the first line receives the handover; nobody else does then."""
    handover, by = handing.handover, handing.by
    require(handover.outgoing_id != by.user_id, "You hand this over: somebody else accepts it.", code="handover-yours")
    if handover.incoming_id is None:
        handover.incoming_id, handover.received_at = by.user_id, handing.at
        handing.note("received", text=by.name)
    received = handover.incoming_id != by.user_id
    require(not received, f"{handover.incoming.name if handover.incoming else ''} receives this handover.", code="handover-received")


def _line(handing: Handing, key: str, move: str) -> HandoverLine:
    line = handing.lines.get(key)
    if line is None:
        raise NotFound("There is no such line.", code="not-found")
    require(may_follow(move, line.state), f"This line is: {line.get_state_display().lower()}.", code="line-done")
    return line


def decide_line(*, handover_id: int, key: str, decision: str, by: Staff, at: datetime, said: str = "") -> Handover:
    """Accept a line, ask a question about it, or refuse it with a reason. Whoever decides first receives the handover.

    Args:
        decision: "accepted", "questioned" or "refused".

    Raises:
        Refusal: "decision-unknown", "reason-needed", "line-done", "handover-received", "handover-yours".
    """
    require(decision in ("accepted", "questioned", "refused"), "Accept it, ask, or refuse it.", code="decision-unknown")
    require(said.strip() or decision == "accepted", "Say what you ask, or why you refuse.", code="reason-needed")
    with _handing(handover_id, by=by, at=at) as handing:
        _become_incoming(handing)
        line = _line(handing, key, decision)
        line.said = said.strip()[:600] or line.said
        handing.set(line, decision, decision, said.strip() or line.words)
    return handing.handover


def answer_line(*, handover_id: int, key: str, answer: str, by: Staff, at: datetime) -> Handover:
    """Answer a question or a refusal; the line is decided again. Alone, the incoming one says what they found out.

    Raises:
        Refusal: "reason-needed", "line-done", "not-yours-to-answer".
    """
    require(answer.strip(), "Say something.", code="reason-needed")
    with _handing(handover_id, by=by, at=at) as handing:
        handover = handing.handover
        mine = by.user_id == handover.outgoing_id or (handover.alone_why != "" and by.user_id == handover.incoming_id)
        require(mine, "Whoever hands over answers.", code="not-yours-to-answer")
        line = _line(handing, key, "answered")
        line.answer = answer.strip()[:600]
        handing.set(line, "open", "answered", answer.strip())
    return handover


def add_line(*, handover_id: int, words: str, by: Staff, at: datetime, incident: str = "") -> Handover:
    """Add what no fact says, as whoever hands over.

    Raises:
        Refusal: "words-needed", "not-yours-to-add"; NotFound for an incident that is not there.
    """
    require(words.strip(), "Say what they should know.", code="words-needed")
    with _handing(handover_id, by=by, at=at) as handing:
        handover = handing.handover
        mine = by.user_id in (handover.outgoing_id, handover.incoming_id)
        require(mine, "Whoever hands over, or receives, adds lines.", code="not-yours-to-add")
        found = Incident.objects.of(by.centre_id).filter(reference=incident.strip()).first() if incident.strip() else None
        if incident.strip() and found is None:
            raise NotFound("There is no such incident.", code="not-found")
        number = sum(line.kind == "free" for line in handing.lines.values()) + 1
        handing.add(Risk("free", f"free-{number}", words.strip(), at, found.pk if found else None))
    return handover


def call_off_handover(*, handover_id: int, why: str, by: Staff, at: datetime) -> Handover:
    """Call it off with a reason; everything stays with whoever had it."""
    require(why.strip(), "Say why.", code="reason-needed")
    with _handing(handover_id, by=by, at=at) as handing:
        handover = handing.handover
        mine = by.user_id in (handover.outgoing_id, handover.incoming_id)
        require(mine, "Whoever hands over, or receives, calls it off.", code="not-yours-to-call-off")
        handover.called_off_at, handover.called_off_why = at, why.strip()[:300]
        handing.note("called_off", text=why.strip())
    return handover


def seal_handover(*, handover_id: int, by: Staff, at: datetime) -> Handover:
    """Complete it: every line is accepted; it is sealed, and what the outgoing person held by their post passes, as one.

    Raises:
        Refusal: "lines-open" with them, new ones among them; "not-yours-to-seal".
    """
    with _handing(handover_id, by=by, at=at) as handing:
        handover = handing.handover
        require(handover.incoming_id == by.user_id, "Whoever receives the handover completes it.", code="not-yours-to-seal")
        open_still = [line.words for line in handing.lines.values() if line.state not in DONE]
        if open_still:
            raise Refusal("Not every line is accepted.", code="lines-open", open=open_still)
        whole = whole_of(handover, at=at)
        handover.sealed_at, handover.seal = at, seal_of(whole)
        handing.note("sealed", text=handover.seal, whole=whole)
        held = [each for each in held_by(by.centre_id, handover.outgoing_id) if each.kind in PASSES]
        pass_on([Passing(each, by, f"handed over by {handover.outgoing.name}") for each in held], by=by, at=at)
    return handover
