"""A handover as its two people see it: its lines with what is new, what was said, and the whole of it once it is sealed."""

from datetime import datetime
from typing import Any

from incidents.models import Handover, HandoverEvent, HandoverLine
from incidents.queries.risks import risks_of
from incidents.rules.handover import DONE, KINDS, LINE_STATES, PLACES, undone
from resources.queries.cards import stamp

LAST = 20


def handover_card(handover: Handover) -> dict[str, Any]:
    """What a live event says of a handover: that it has changed. It stands on no board, so the card is always gone."""
    return {"kind": "handover", "id": str(handover.pk), "revision": handover.revision, "gone": True}


def handovers_of(centre_id: int) -> list[Handover]:
    """The centre's handovers, the newest first."""
    return list(Handover.objects.of(centre_id).whole().order_by("-pk")[:LAST])


def handover_for(centre_id: int, person_id: int) -> Handover | None:
    """The one that concerns this person: under way with them in it, or else the oldest that waits for somebody to receive it."""
    running = list(Handover.objects.of(centre_id).running().whole().order_by("pk"))
    mine = [each for each in running if person_id in (each.outgoing_id, each.incoming_id)]
    waiting = [each for each in running if each.incoming_id is None]
    return next(iter([*mine, *waiting]), None)


def handover_shown(handover: Handover, at: datetime) -> dict[str, Any]:
    """A handover with its lines. While it is under way, what has become true since its last act is among them, marked new."""
    lines = [line_shown(line) for line in HandoverLine.objects.filter(handover=handover).select_related("incident")]
    if handover.sealed_at is None and handover.called_off_at is None:
        lines = _with_the_facts(lines, handover, at)
    lines.sort(key=lambda line: (line["state"] in DONE, PLACES[line["kind"]], line["since"] or at, line["key"]))
    return {
        "id": handover.pk,
        "outgoing": handover.outgoing.name,
        "outgoing_id": handover.outgoing_id,
        "incoming": handover.incoming.name if handover.incoming else None,
        "incoming_id": handover.incoming_id,
        "begun_at": handover.begun_at,
        "alone_why": handover.alone_why,
        "called_off_at": handover.called_off_at,
        "called_off_why": handover.called_off_why,
        "sealed_at": handover.sealed_at,
        "seal": handover.seal,
        "lines": lines,
        "undone": undone(line["state"] for line in lines),
    }


def line_shown(line: HandoverLine) -> dict[str, Any]:
    """One line."""
    return {
        "key": line.key,
        "kind": line.kind,
        "kind_word": KINDS[line.kind],
        "words": line.words,
        "incident": line.incident.reference if line.incident else None,
        "since": line.since_at,
        "state": line.state,
        "state_word": LINE_STATES[line.state],
        "said": line.said,
        "answer": line.answer,
        "decided_at": line.decided_at,
        "decided_by": line.decided_by_name,
        "new": False,
    }


def _with_the_facts(lines: list[dict[str, Any]], handover: Handover, at: datetime) -> list[dict[str, Any]]:
    """The next act writes this down; until then the screen is as true as the facts."""
    now = {risk.key: risk for risk in risks_of(handover.centre, at)}
    known = {line["key"]: line for line in lines}
    for line in lines:
        if line["kind"] != "free" and line["key"] not in now and line["state"] not in DONE:
            line |= {"state": "settled", "state_word": LINE_STATES["settled"]}
        elif line["state"] == "settled" and line["key"] in now:
            line |= {"state": "open", "state_word": LINE_STATES["open"], "new": True}
    fresh = [
        HandoverLine(key=each.key, kind=each.kind, words=each.words, since_at=each.since, incident_id=None)
        for each in now.values()
        if each.key not in known
    ]
    return [*lines, *({**line_shown(line), "incident": now[line.key].reference or None, "new": True} for line in fresh)]


def whole_of(handover: Handover, *, at: datetime) -> dict[str, Any]:
    """Everything that was handed over and said, as it is sealed: JSON values only."""
    lines = HandoverLine.objects.filter(handover=handover).select_related("incident").order_by("pk")
    events = HandoverEvent.objects.filter(handover=handover).order_by("pk")
    return {
        "handover": handover.pk,
        "outgoing": handover.outgoing.name,
        "incoming": handover.incoming.name if handover.incoming else "",
        "begun_at": stamp(handover.begun_at),
        "sealed_at": stamp(at),
        "alone_why": handover.alone_why,
        "lines": [{**line_shown(line), "since": stamp(line.since_at), "decided_at": stamp(line.decided_at)} for line in lines],
        "said": [[stamp(each.at), each.by_name, each.what, each.key, each.text] for each in events],
    }


def said_in(handover: Handover) -> list[HandoverEvent]:
    """What people said and did in it, in order; that a line was added is said by the line."""
    return list(HandoverEvent.objects.filter(handover=handover).exclude(what="added").defer("whole").order_by("pk"))
