"""What on the board needs a person in charge, the worst first, and how a storm of it folds into a few lines. The browser has a twin
(static/js/lib/exceptions.js); both are held to tests/vectors/exceptions.json."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypedDict
from urllib.parse import quote

Card = Mapping[str, Any]
MOST_LINES = 20  # what a person can take in at once, however much goes wrong
MOST_URGENT = 1
IN_DANGER, GRAVE, SERIOUS = 0, 1, 2


class Kind(NamedTuple):
    """A kind of exception: its word, the alarms that mean it, and what to do next when the alarm says nothing of its own."""

    code: str
    word: str
    causes: tuple[str, ...]
    next_step: str


# The worst first: people in danger, people out of sight, nobody sent, nobody watching, promises, the rest.
KINDS = (
    Kind("danger", "Crew in danger", ("mayday", "duress"), "Take charge, and go through its checklist"),
    Kind("silent", "Crew silent", ("check_missed", "visit_wanted", "round_late"), "Call the crew, or send somebody to look"),
    Kind("unsent", "Nobody sent", ("not_sent",), "Send a unit, or say who decides"),
    Kind("off-duty", "Nobody on duty", (), "Take it yourself, and put somebody on duty"),
    Kind("help", "Crew asks for support", ("help_wanted", "declined"), "Send support, or another crew"),
    Kind("unwatched", "Clock failed", ("clock_failed", "no_clock"), "Look at the incident yourself: nothing watches it"),
    Kind("contact", "Contact waits too long", (), "Answer it, or find somebody who can"),
    Kind("upwards", "Escalated", ("by_hand", "by_procedure", "out_of_authority"), "Decide, and tell who asked"),
    Kind("quiet", "Crew not on its way", ("not_acknowledged", "not_moving", "not_arrived"), "Call the crew, or send another"),
    Kind("promise", "Promise broken", ("not_updated",), "Ring the caller now"),
    Kind("advice", "Wrong advice not called back", ("advice_recall",), "Share out the call-backs"),
    Kind("untold", "Organisation not told", ("not_told",), "Tell it now"),
    Kind("assess", "Not assessed", ("not_assessed", "not_reassessed"), "Finish the questions"),
    Kind("decide", "Lower priority asked for", (), "Agree or refuse"),
    Kind("unsafe", "No safe outcome yet", ("not_safe",), "Ask the crew what is missing"),
    Kind("overdue", "Clock overdue", (), "Do what it waits for"),
)
PLACE = {kind.code: place for place, kind in enumerate(KINDS)}
KIND_OF = {cause: kind.code for kind in KINDS for cause in kind.causes}


class Need(TypedDict):
    """One exception. ``grave``: 0 a crew is in danger now, 1 people may be at risk, 2 the rest. ``since``: when it began."""

    id: str
    kind: str
    subject: str
    where: str
    url: str
    priority: str | None
    urgency: int
    grave: int
    exercise: bool
    since: str
    owner: str | None
    words: str
    next_step: str
    take_url: str | None
    take_act: str | None


class Line(TypedDict):
    """What is shown as one line: the worst of it, and everything it stands for, the worst first."""

    id: str
    kind: str
    head: Need
    members: list[Need]


def table() -> list[dict[str, Any]]:
    """The kinds as the browser takes them."""
    return [{"code": kind.code, "word": kind.word, "causes": list(kind.causes), "next_step": kind.next_step} for kind in KINDS]


def needs(cards: Mapping[str, Iterable[Card]], at: datetime) -> list[Need]:
    """Every exception in a picture's cards by kind, the worst first."""
    emergencies = list(cards.get("emergency", ()))
    shouting = {card["incident"] for card in emergencies}
    alarms = [card for card in cards.get("alarm", ()) if not (_kind_of(card) == "danger" and card["incident"] in shouting)]
    rung = {(card["incident"], _kind_of(card)) for card in alarms}
    found = [_of_emergency(card) for card in emergencies] + [_of_alarm(card) for card in alarms]
    for card in cards.get("incident", ()):
        found += [need for need in _of_incident(card, at) if (card["id"], need["kind"]) not in rung]
    found += [_of_contact(card) for card in cards.get("contact", ()) if _past(card.get("due_at"), at)]
    found += [_of_recall(card) for card in cards.get("recall", ()) if _past(card.get("due_at"), at)]
    return sorted(found, key=rank)


def rank(need: Need) -> tuple[Any, ...]:
    """The order: real before exercise, danger first, what nobody has, the worse kind, the higher priority, the older."""
    owned = need["owner"] is not None
    return (need["exercise"], need["grave"], owned, PLACE[need["kind"]], need["urgency"], need["since"], need["id"])


def lines(found: Sequence[Need], most: int = MOST_LINES) -> list[Line]:
    """At most ``most`` lines for exceptions in order: one for each incident or contact, and the most frequent kinds folded until they fit.

    Nothing is lost: every exception is a member of exactly one line, and a line stands where its worst member would.
    """
    by_subject: dict[str, list[Need]] = defaultdict(list)
    for need in found:
        by_subject[need["subject"]].append(need)
    made = [_line(subject, members) for subject, members in by_subject.items()]
    for code in _to_fold(made, most):
        members = [need for line in made if line["kind"] == code for need in line["members"]]
        made = [line for line in made if line["kind"] != code]
        made.append(_line(f"kind:{code}", sorted(members, key=rank)))
    return sorted(made, key=lambda line: rank(line["head"]))


def _line(name: str, members: list[Need]) -> Line:
    return Line(id=name, kind=members[0]["kind"], head=members[0], members=members)


def _to_fold(made: Sequence[Line], most: int) -> list[str]:
    """The kinds to fold: the most frequent first, of equals the less bad, until what is left fits."""
    counts: dict[str, int] = defaultdict(int)
    for line in made:
        counts[line["kind"]] += 1
    folded, shown = [], len(made)
    for code in sorted(counts, key=lambda each: (-counts[each], -PLACE[each])):
        if shown <= most:
            break
        folded.append(code)
        shown -= counts[code] - 1
    return folded


def _kind_of(alarm: Card) -> str:
    kind = KIND_OF.get(alarm["cause"], "upwards")
    return "off-duty" if alarm.get("nobody") and kind != "danger" else kind


def _past(instant: str | None, at: datetime) -> bool:
    return bool(instant) and datetime.fromisoformat(str(instant)) < at


def _need(kind: str, name: str, card: Card, **fields: Any) -> Need:
    made: Any = {
        "id": name,
        "kind": kind,
        "exercise": bool(card.get("exercise")),
        "priority": None,
        "urgency": MOST_URGENT,
        "grave": GRAVE,
        "owner": None,
        "take_url": None,
        "take_act": None,
        "next_step": KINDS[PLACE[kind]].next_step,
        **fields,
    }
    need: Need = made
    return need


def _at_incident(reference: str, priority: str | None) -> dict[str, Any]:
    urgency = int(priority[1:]) if priority else MOST_URGENT
    return {
        "subject": f"incident:{reference}",
        "where": reference,
        "url": f"/incidents/{quote(reference, safe='')}",
        "priority": priority,
        "urgency": urgency,
    }


def _of_emergency(card: Card) -> Need:
    return _need(
        "danger",
        f"emergency:{card['id']}",
        card,
        **_at_incident(card["incident"], card.get("priority")),
        grave=IN_DANGER,
        since=card["raised_at"],
        owner=card.get("owned_by"),
        words=f"{card['word']}: {card['call_sign']}",
        take_url=None if card.get("owned_by") else f"/api/v1/emergencies/{card['id']}/owner/",
    )


def _of_alarm(card: Card) -> Need:
    kind = _kind_of(card)
    return _need(
        kind,
        f"alarm:{card['id']}",
        card,
        **_at_incident(card["incident"], card.get("priority")),
        grave=IN_DANGER if kind == "danger" else GRAVE if card.get("loudness") != "warning" else SERIOUS,
        since=card["raised_at"],
        words=card["what"],
        next_step=card.get("action") or KINDS[PLACE[kind]].next_step,
        take_url=f"/api/v1/alarms/{card['id']}/taken/",
        take_act=card.get("take_act"),
    )


def _of_incident(card: Card, at: datetime) -> list[Need]:
    """What stands although nobody's alarm waits: the state is red until it has changed, whoever took the alarm."""
    here = _at_incident(card["id"], card.get("priority"))
    grave = GRAVE if here["urgency"] == MOST_URGENT else SERIOUS
    clock = card.get("clock") or {}
    owner = card.get("in_hand")
    found = []
    if card.get("not_sent"):
        found.append(("unsent", GRAVE, card["stage_at"], owner, "Reported, and nobody was sent"))
    if _past(card.get("promised_at"), at):
        found.append(("promise", grave, card["promised_at"], owner, "The promised update is late"))
    if card.get("lowering_to"):
        found.append(("decide", SERIOUS, card.get("lowering_at") or card["stage_at"], None, f"To {card['lowering_to']}"))
    if _past(clock.get("due_at"), at) and clock.get("kind") != "not-updated":
        found.append(("overdue", grave, clock["due_at"], owner, clock["what"]))
    return [
        _need(kind, f"{kind}:{card['id']}", card, **here, grave=level, since=since, owner=owner, words=words)
        for kind, level, since, owner, words in found
    ]


def _of_contact(card: Card) -> Need:
    where = " ".join(dict.fromkeys(filter(None, (card.get("channel_word"), card.get("line")))))
    return _need(
        "contact",
        f"contact:{card['id']}",
        card,
        subject=f"contact:{card['id']}",
        where=where,
        url="/desk",
        since=card["due_at"],
        owner=card.get("offered_to") or card.get("called_back_by") or None,
        words=card.get("state_word") or "Waiting",
    )


def _of_recall(card: Card) -> Need:
    return _need(
        "advice",
        f"recall:{card['id']}",
        card,
        subject=f"recall:{card['id']}",
        where=card["line"],
        url=f"/recalls/{card['id']}",
        since=card["due_at"],
        words=f"{card['open']} of {card['people']} still to be told",
    )
