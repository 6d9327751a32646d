"""One incident as its page shows it: everything known, decided, sent, told and written, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypedDict

from dispatch.clock.models import Timer
from incidents.models import Contact, Incident, LocationReading, Message, Notice, Promise, RecallTask
from incidents.queries.advice import advice_of
from incidents.queries.assessing_page import Assessing, assessing_record
from incidents.queries.assessment import Assessed
from incidents.queries.cards import CLOCK_WORDS, ready_now
from incidents.queries.closing import close_codes, required_facts, still_open, words_of
from incidents.queries.incident_page import promise_shown
from incidents.queries.linked import contacts_of, links_of
from incidents.queries.log_record import Earlier, LogRecord, log_record
from incidents.queries.path_record import WalkedPath, paths_walked
from incidents.queries.procedures import loaded
from incidents.queries.recall_page import called_back
from incidents.queries.sent_record import Sent, units_sent
from incidents.queries.watch_record import Counted, InDanger, Rung, alarms_of, in_danger, rounds_counted
from incidents.queries.where import asks_for_another, away_m, is_pin, readings_of, site_notes_of
from incidents.queries.whole import notices_of
from incidents.rules.packs.shape import IncidentType
from incidents.rules.priority import targets
from incidents.rules.wording import phone_in_groups

FACTS = {
    "summary": "What happened",
    "place_text": "Place",
    "access": "How to get in",
    "hazards": "Hazards",
    "caller_name": "Caller",
    "callback_number": "Call back on",
}
READ_BACK = ("place_text", "callback_number")
STAGE_TARGETS = {"to_send": "dispatch_s", "alerted": "ack_s", "en_route": "attend_s"}
TONES = {
    "assessing": "new",
    "to_send": "waiting",
    "alerted": "waiting",
    "en_route": "moving",
    "at_scene": "scene",
    "to_close": "waiting",
    "closed": "done",
}
NEWEST_LINES = 200  # shown at first; the whole log is one link away


@dataclass(frozen=True)
class Fact:
    """A fact as it stands: ``wanted`` facts are marked when missing; ``earlier`` words are kept."""

    name: str
    label: str
    value: str
    wanted: bool
    can_be_read_back: bool
    read_back: bool
    earlier: list[Earlier]


@dataclass(frozen=True)
class Clock:
    """A clock that is running."""

    kind: str
    subject: int
    what: str
    due_at: datetime


class Placed(NamedTuple):
    """A reading of the place, how far from the pin in use (metres, None where either has no degrees), and whether it is that pin."""

    row: LocationReading
    away_m: int | None
    is_pin: bool


class Whereabouts(TypedDict):
    """Every reading of the place, whether another kind should be asked for, and what is known about the site."""

    readings: list[Placed]
    ask_another: bool
    site_notes: list[dict[str, Any]]


class Ending(TypedDict):
    """What closing asks for, and how it was closed. ``open`` is what still stands in the way, in words."""

    codes: list[dict[str, str]]
    facts: list[dict[str, str]]
    open: list[str]
    code: str
    given: list[dict[str, str]]


class Record(TypedDict):
    """The incident page."""

    incident: Incident
    priority_label: str
    tone: str
    stage_late_s: int | None
    facts: list[Fact]
    facts_now: dict[str, Any]
    where: Whereabouts
    links: list[dict[str, Any]]
    contacts: list[Contact]
    clocks: list[Clock]
    flags: list[str]
    untaken: list[Rung]
    taken: list[Rung]
    dangers: list[InDanger]
    rounds: list[Counted]
    paths: list[WalkedPath]
    assessing: Assessing
    promised: Promise | None
    standing_now: dict[str, Any]
    advice: list[dict[str, Any]]
    call_backs: list[RecallTask]
    notices: list[Notice]
    untold: int
    sent: list[Sent]
    messages_out: list[Message]
    closing: Ending
    log: LogRecord
    kind: IncidentType | None


def incident_record(incident: Incident, *, whole_log: bool) -> Record:
    """Everything the page shows."""
    log = log_record(incident, newest=None if whole_log else NEWEST_LINES)
    alarms = alarms_of(incident)
    sent = units_sent(incident)
    notices = notices_of(incident)
    assessed = Assessed.of(incident)
    promised = Promise.objects.filter(incident=incident, kept_at=None).first()
    return {
        "incident": incident,
        "priority_label": _priority_label(incident),
        "tone": TONES[incident.stage],
        "stage_late_s": _stage_target(incident),
        "facts": facts_of(incident, log.earlier),
        "facts_now": facts_now(incident),
        "where": whereabouts_of(incident),
        "links": links_of(incident),
        "contacts": list(contacts_of(incident)),
        "clocks": clocks_of(incident, sent),
        "untaken": [each for each in alarms if each.row.taken_at is None],
        "taken": [each for each in alarms if each.row.taken_at is not None],
        "dangers": in_danger(incident),
        "rounds": rounds_counted(incident),
        "paths": paths_walked(incident),
        "promised": promised,
        "standing_now": {"ready": ready_now(incident)._asdict(), "promise": promise_shown(promised) if promised else None},
        "assessing": assessing_record(incident, assessed),
        "advice": advice_of(incident),
        "call_backs": called_back(incident),
        "notices": notices,
        "untold": sum(each.confirmed_at is None for each in notices),
        "sent": sent,
        "messages_out": list(Message.objects.filter(incident=incident).order_by("-pk")),
        "flags": [words_of(flag) for flag in incident.flags],
        "closing": ending_of(incident, assessed),
        "log": log,
        "kind": loaded(incident.pack_id).type_named(incident.type_code) if incident.pack_id else None,
    }


def whereabouts_of(incident: Incident) -> Whereabouts:
    """Where it is, as far as anybody has said."""
    readings = readings_of(incident)
    return {
        "readings": [Placed(each, away_m(incident, each), is_pin(incident, each)) for each in readings],
        "ask_another": incident.is_open and asks_for_another(readings),
        "site_notes": site_notes_of(incident, readings),
    }


def _priority_label(incident: Incident) -> str:
    if incident.pack_id is None or not incident.priority:
        return ""
    return loaded(incident.pack_id).core.priorities[incident.priority].label


def _stage_target(incident: Incident) -> int | None:
    name = STAGE_TARGETS.get(incident.stage)
    if name is None or incident.pack_id is None or not incident.priority:
        return None
    seconds: int | None = getattr(targets(loaded(incident.pack_id).core, incident.priority), name)
    return seconds


def facts_of(incident: Incident, earlier: dict[str, list[Earlier]]) -> list[Fact]:
    """The facts that may be corrected, each with its earlier words."""
    values = {name: getattr(incident, name) for name in FACTS}
    values["callback_number"] = phone_in_groups(incident.callback_number) if incident.callback_number else ""
    return [
        Fact(
            name=name,
            label=label,
            value=values[name],
            wanted=name in ("summary", *READ_BACK),
            can_be_read_back=name in READ_BACK and bool(values[name]),
            read_back=name in incident.read_back,
            earlier=earlier.get(name, []),
        )
        for name, label in FACTS.items()
    ]


def facts_now(incident: Incident) -> dict[str, Any]:
    """What the correcting form begins with: fields by name, and the revision they belong to."""
    words = {"place_text": "place.text", "access": "place.access"}
    return {
        **{words.get(name, name): getattr(incident, name) for name in FACTS},
        "place.at": f"{incident.lat}, {incident.lon}" if incident.lat is not None else "",
        "revision": incident.revision,
    }


def ending_of(incident: Incident, assessed: Assessed) -> Ending:
    """How it may be closed, or was."""
    wanted = required_facts(incident)
    return {
        "codes": [{"value": code, "label": words_of(code).capitalize()} for code in close_codes(incident)],
        "facts": [{"name": f"facts.{name}", "label": words_of(name).capitalize()} for name in wanted],
        "open": still_open(incident, dict.fromkeys(wanted, "?"), assessed=assessed) if incident.is_open else [],
        "code": words_of(incident.close_code).capitalize(),
        "given": [{"label": words_of(name).capitalize(), "value": value} for name, value in incident.close_facts.items()],
    }


def clocks_of(incident: Incident, sent: list[Sent]) -> list[Clock]:
    """The clocks that are running, the next one first, each naming the unit it is about."""
    about = {("not-acknowledged", each.deployment.pk): each for each in sent}
    about |= {
        (kind, each.check.pk): each for each in sent if each.check for kind in ("check-due", "check-missed", "check-repeat", "check-visit")
    }
    found = []
    # An alarm that rings again says so itself, by how old it is.
    for timer in Timer.objects.armed().filter(lock_on=incident.pk).exclude(kind="alarm-repeat").order_by("due_at", "pk"):
        unit = about.get((timer.kind, timer.subject))
        what = CLOCK_WORDS.get(timer.kind, "Reminder")
        found.append(Clock(timer.kind, timer.subject, f"{what}: {unit.deployment.unit.call_sign}" if unit else what, timer.due_at))
    return found
