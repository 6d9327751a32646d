"""The board and its incidents as they stood at a past instant, made again from the log."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.dateparse import parse_datetime

from dispatch.clock.models import Timer
from dispatch.live.history import Then, begins_at, picture_at
from dispatch.refusal import Refusal
from incidents.models import Escalation, Incident, LogLine
from incidents.queries.cards import CLOCK_WORDS
from incidents.rules.alarms import loudness
from incidents.rules.entries import Entry
from resources.queries.cards import stamp

Card = dict[str, Any]
FACT_NAMES = ("summary", "place_text", "access", "hazards", "caller_name", "callback_number")


def require_past(centre_id: int, at: datetime, now: datetime) -> None:
    """Refuse an instant that the log cannot speak of.

    Raises:
        Refusal: "still-to-come", or "before-the-record".
    """
    if at > now:
        raise Refusal("That is still to come. Choose a time that has passed.", code="still-to-come")
    first = begins_at(centre_id)
    if first is None or at < first:
        raise Refusal("The record of this board begins later than that.", code="before-the-record", begins_at=stamp(first))


def board_at(centre_id: int, at: datetime, *, now: datetime) -> dict[str, Any]:
    """The same shape as ``queries.board.board``, as it stood at ``at``; ``then`` is the instant of its last event.

    Raises:
        Refusal: see ``require_past``.
    """
    require_past(centre_id, at, now)
    then = picture_at(centre_id, at)
    open_now = {card["id"]: card for card in then.present("incident")}
    return {
        "sequence": then.sequence,
        "epoch": then.epoch,
        "at": stamp(at),
        "then": stamp(then.at),
        "incidents": sorted(open_now.values(), key=_urgency),
        "units": sorted(then.present("unit"), key=lambda card: card["call_sign"]),
        "contacts": sorted(then.present("contact"), key=lambda card: (card["answer_by"], int(card["id"]))),
        "alarms": sorted(_alarms(then, open_now), key=_by_number),
        "emergencies": sorted(then.present("emergency"), key=_by_number),
        "recalls": sorted(then.present("recall"), key=lambda card: (card["due_at"], int(card["id"]))),
    }


def _urgency(card: Card) -> tuple[int, str, int, str]:
    reference: str = card["reference"]
    return (card["urgency"], card["opened_at"], int(reference) if reference.isdecimal() else 0, reference)


def _by_number(card: Card) -> int:
    return int(card["id"])


def _alarms(then: Then, open_now: dict[str, Card]) -> list[Card]:
    """Alarms that nobody had taken, with the priority that their incident had. What closed with its incident rings no more."""
    shown = []
    for card in then.present("alarm"):
        incident = open_now.get(card["incident"])
        if incident is not None:
            priority = incident["priority"]
            shown.append({**card, "priority": priority, "loudness": loudness(card["cause"], priority or "")})
        elif card["cause"] == Escalation.Cause.ADVICE_RECALL:
            shown.append(card)
    return shown


def instant_named(text: str, zone: ZoneInfo) -> datetime:
    """An instant as an address gives it: ISO 8601; without an offset it is in the centre's own time.

    Raises:
        Refusal: "instant-unreadable".
    """
    try:
        found = parse_datetime(text.strip().replace(" ", "+") if "T" in text else text.strip())
        if found is None:
            raise ValueError(text)
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Refusal("Give a time such as 2025-11-03T14:20.", code="instant-unreadable") from error


def incident_at(incident: Incident, at: datetime, *, now: datetime) -> dict[str, Any]:
    """One incident as it was known at ``at``: ``{card, facts, lines, alarms, clocks}``.

    What was corrected later has its earlier words; ``lines`` are those recorded by then, the newest first.

    Raises:
        Refusal: "still-to-come", "before-the-incident", or those of ``require_past``.
    """
    require_past(incident.centre_id, at, now)
    if at < incident.opened_at:
        raise Refusal("This incident was not logged yet.", code="before-the-incident", opened_at=stamp(incident.opened_at))
    lines = list(LogLine.objects.filter(incident=incident).order_by("number"))
    known = [line for line in lines if line.recorded_at <= at]
    return {
        "card": _card_at(incident, known),
        "facts": _facts_at(incident, [line for line in lines if line.recorded_at > at]),
        "lines": known[::-1],
        "alarms": list(Escalation.objects.filter(incident=incident, raised_at__lte=at).order_by("pk")),
        "clocks": _clocks_at(incident, at),
    }


def _card_at(incident: Incident, known: list[LogLine]) -> Card | None:
    """The card that the last change by then put on the board."""
    if not known:
        return None
    return picture_at(incident.centre_id, known[-1].recorded_at).cards.get(("incident", incident.reference))


def _facts_at(incident: Incident, later: list[LogLine]) -> dict[str, str]:
    """Every fact, with the words it had before the first correction that came later."""
    facts = {name: getattr(incident, name) for name in FACT_NAMES}
    for line in reversed(later):
        if line.entry == Entry.FACT_CORRECTED and line.known.get("fact") in facts:
            facts[line.known["fact"]] = line.known["was"]
    return facts


def _clocks_at(incident: Incident, at: datetime) -> list[dict[str, Any]]:
    """The clocks that ran: armed by then and not yet settled."""
    running = Timer.objects.filter(lock_on=incident.pk, armed_at__lte=at, kind__in=CLOCK_WORDS)
    running = running.filter(Q(settled_at=None) | Q(settled_at__gt=at)).order_by("due_at", "pk")
    return [{"what": CLOCK_WORDS[timer.kind], "due_at": timer.due_at, "late": timer.due_at <= at} for timer in running]
