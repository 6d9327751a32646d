"""The debrief of a drill, read: every contact then and in the drill. A handful of queries, however long the shift was."""

from collections.abc import Iterable
from typing import Any, TypedDict

from django.db.models import Min

from incidents.models import Contact, Deployment, Drill, Incident
from incidents.queries.closing import words_of
from incidents.rules.drill_debrief import Side, Summary, differences, slower_s, slower_words, summary
from incidents.rules.kpi.words import span_words
from resources.queries.cards import stamp

HEAVY = ("outcome", "explanation", "access", "hazards", "read_back", "close_facts")
NOT_DONE = "Not done"
NOTHING_SENT: list[str] = []


class Row(TypedDict):
    """One contact; ``drill`` is None until it has come."""

    position: int
    offered_at: str | None
    channel: str
    line: str
    then: Side
    drill: Side | None
    differs: list[str]
    answer_slower_s: float | None
    dispatch_slower_s: float | None


class Debrief(TypedDict):
    """The whole debrief."""

    rows: list[Row]
    summary: Summary


class _Beside:
    """What belongs to incidents of both centres: who was sent, and which contact began each."""

    def __init__(self, incident_ids: set[int]) -> None:
        self.units: dict[int, set[str]] = {}
        sent = Deployment.objects.filter(incident__in=incident_ids).values_list("incident_id", "unit__call_sign")
        for incident_id, call_sign in sent:
            self.units.setdefault(incident_id, set()).add(call_sign)
        began = Contact.objects.filter(incident__in=incident_ids).values("incident").annotate(first=Min("pk")).order_by()
        self.began = dict(began.values_list("incident", "first"))


def debrief_of(drill: Drill) -> Debrief:
    """Every contact of the drill, in the order in which they came."""
    played = [f"{side}__incident__{name}" for side in ("recorded", "played") for name in HEAVY]
    rows = list(drill.contacts.select_related("recorded__incident", "played__incident").defer(*played).order_by("position"))
    beside = _Beside({contact.incident_id for row in rows for contact in (row.recorded, row.played) if contact and contact.incident_id})
    found = [_row(row, _side(row.recorded, beside), _side(row.played, beside) if row.played else None) for row in rows]
    return {"rows": found, "summary": summary([(each["then"], each["drill"]) for each in found])}


def _row(row: Any, then: Side, now: Side | None) -> Row:
    return {
        "position": row.position,
        "offered_at": stamp(row.recorded.offered_at),
        "channel": row.recorded.get_channel_display(),
        "line": row.recorded.line,
        "then": then,
        "drill": now,
        "differs": differences(then, now),
        "answer_slower_s": slower_s(then["answer_s"], now["answer_s"] if now else None),
        "dispatch_slower_s": slower_s(then["dispatch_s"], now["dispatch_s"] if now else None),
    }


def _side(contact: Contact, beside: _Beside) -> Side:
    incident = contact.incident
    answered = contact.answered_at
    answer_s = (answered - contact.offered_at).total_seconds() if answered else None
    closed, word = _ending(contact, incident)
    return {
        "answer_s": answer_s,
        "answer_word": span_words(answer_s) if answered else contact.get_lost_display() if contact.lost else "Not answered",
        "type": (incident.type_title or "No type") if incident else "",
        "priority": incident.priority if incident else "",
        "units": sorted(beside.units.get(incident.pk, ())) if incident else NOTHING_SENT,
        "dispatch_s": _dispatch_s(incident),
        "closed": closed,
        "closed_word": word,
        "done": bool(closed),
        "incident": incident.reference if incident else "",
        "joined": incident is not None and beside.began.get(incident.pk) != contact.pk,
    }


def _dispatch_s(incident: Incident | None) -> float | None:
    """From the incident's entry to its first unit, as among the figures."""
    if incident is None or incident.first_sent_at is None:
        return None
    return (incident.first_sent_at - incident.opened_at).total_seconds()


def _ending(contact: Contact, incident: Incident | None) -> tuple[str, str]:
    """How it was closed, as a code and in words; an empty code while it is open."""
    if incident is not None:
        code = incident.close_code or "closed"
        return (code, words_of(code).capitalize()) if incident.closed_at else ("", NOT_DONE)
    if contact.state == Contact.State.ENDED:
        return "ended", f"No incident: {contact.ended_why}" if contact.ended_why else "No incident"
    return "", NOT_DONE


HEAD = (
    *("Position", "Recorded at", "Channel", "Line"),
    *("Answered then (s)", "Answered in the drill (s)", "Slower (s)"),
    *("Type then", "Type in the drill", "Priority then", "Priority in the drill"),
    *("Units then", "Units in the drill", "Dispatched then (s)", "Dispatched in the drill (s)", "Slower (s)"),
    *("Closed then", "Closed in the drill", "Differs in"),
)


def cells_of(rows: Iterable[Row]) -> list[list[Any]]:
    """The table as cells, in the order of HEAD."""
    return [_cells(row, row["then"], row["drill"]) for row in rows]


def _cells(row: Row, then: Side, now: Side | None) -> list[Any]:
    both = [(then[name], now[name] if now else None) for name in ("type", "priority")]
    units = (" ".join(then["units"]), " ".join(now["units"]) if now else None)
    return [
        *(row["position"], row["offered_at"], row["channel"], row["line"]),
        *(then["answer_s"], now["answer_s"] if now else None, row["answer_slower_s"]),
        *(value for pair in both for value in pair),
        *(*units, then["dispatch_s"], now["dispatch_s"] if now else None, row["dispatch_slower_s"]),
        *(then["closed_word"], now["closed_word"] if now else "Did not come", " ".join(row["differs"])),
    ]


def medians_shown(found: Summary) -> list[dict[str, Any]]:
    """The medians in words: ``{what, then, then_n, drill, drill_n, slower}``."""
    return [
        {
            "what": what,
            "then": span_words(then.s),
            "then_n": then.n,
            "drill": span_words(now.s),
            "drill_n": now.n,
            "slower": slower_words(slower_s(then.s, now.s)),
        }
        for what, (then, now) in (("Time to answer", found["answer"]), ("Time to dispatch", found["dispatch"]))
    ]
