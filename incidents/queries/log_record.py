"""An incident's log as its page shows it: grouped, with its seals proved, and the earlier words of every corrected fact."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from incidents.models import Incident, LogLine
from incidents.queries.proof import proof_of
from incidents.rules.entries import ENTRIES, Entry

GROUPS = {
    "updates": "Updates",
    "facts": "Facts",
    "assessment": "Questions",
    "crews": "Crews",
    "checks": "Checks",
    "alarms": "Alarms",
    "told": "Told",
}
_GROUP_OF = {
    "update": "updates",
    "path": "assessment",
    "advice": "assessment",
    "judged": "assessment",
    "talk": "assessment",
    "priority": "assessment",
    "unit": "crews",
    "brief": "crews",
    "support": "crews",
    "check": "checks",
    "watch": "checks",
    "visit": "checks",
    "round": "checks",
    "emergency": "alarms",
    "escalation": "alarms",
    "methane": "facts",
    "major": "updates",
    "organisation": "told",
    "message": "told",
}
_ICONS = {
    "updates": "note",
    "facts": "incident",
    "assessment": "question",
    "crews": "unit",
    "checks": "shield",
    "alarms": "bell",
    "told": "message",
}
_TONES = {
    Entry.OUTCOME_REACHED.value: "info",
    Entry.UNIT_DEPLOYED.value: "info",
    Entry.CHECK_ANSWERED.value: "ok",
    Entry.ESCALATION_TAKEN.value: "ok",
    Entry.CLOSED.value: "ok",
    Entry.ANSWER_WITHDRAWN.value: "warn",
    Entry.PATH_LEFT_EARLY.value: "warn",
    Entry.ANSWER_CHANGED.value: "warn",
    Entry.CONTRADICTED.value: "warn",
    Entry.ADVICE_NOT_READ.value: "warn",
    Entry.LOWERING_ASKED.value: "warn",
    Entry.LOWERING_REFUSED.value: "warn",
    Entry.ORGANISATION_DROPPED.value: "warn",
    Entry.PRIORITY_LOWERED.value: "warn",
    Entry.UNIT_DECLINED.value: "warn",
    Entry.UNIT_STOOD_DOWN.value: "warn",
    Entry.SUPPORT_ASKED.value: "warn",
    Entry.SUPPORT_REFUSED.value: "warn",
    Entry.VISIT_DONE.value: "ok",
    Entry.ROUND_ENDED.value: "ok",
    Entry.EMERGENCY_OWNED.value: "ok",
    Entry.EMERGENCY_ENDED.value: "ok",
    Entry.WORD_NOT_KNOWN.value: "warn",
    Entry.CHECK_MISSED.value: "danger",
    Entry.VISIT_LATE.value: "danger",
    Entry.ROUND_LATE.value: "danger",
    Entry.MAYDAY.value: "danger",
    Entry.DURESS.value: "danger",
    Entry.ESCALATED.value: "danger",
    Entry.ESCALATION_REPEATED.value: "danger",
    Entry.MESSAGE_FAILED.value: "danger",
}
LATE_S = 1  # a claimed time is shown beside the recorded one when they differ by this much
SHORT_SEAL = 8  # hexadecimal digits


@dataclass(frozen=True)
class ShownLine:
    """One line: ``happened_at`` is set only when it is not the time of recording; ``was`` only on a correction."""

    number: int
    at: datetime
    happened_at: datetime | None
    by: str
    word: str
    text: str
    was: str | None
    group: str
    icon: str
    tone: str
    seal: str


class Earlier(NamedTuple):
    """Words that a fact had before they were corrected, and who corrected them when."""

    was: str
    by: str
    at: datetime


@dataclass(frozen=True)
class LogRecord:
    """The log: ``lines`` newest first, how many there are in all, and what the proof found (``flaw`` is empty when it holds)."""

    lines: list[ShownLine]
    count: int
    head: str
    flaw: str
    earlier: dict[str, list[Earlier]]


def log_record(incident: Incident, *, newest: int | None) -> LogRecord:
    """The incident's log, proved line by line.

    Args:
        newest: how many lines to show; None for all. Every line is proved, shown or not.
    """
    # Lines written since the incident was read belong to its next revision, and would not fit its head.
    lines = list(LogLine.objects.filter(incident=incident, number__lte=incident.log_count).order_by("number"))
    fault = proof_of(incident, lines)
    shown = lines if newest is None else lines[-newest:]
    return LogRecord(
        lines=[_shown(line) for line in reversed(shown)],
        count=len(lines),
        head=incident.log_head,
        flaw=f"Line {fault.number}: {fault.why}." if fault else "",
        earlier=_earlier(lines),
    )


def group_of(entry: str) -> str:
    """The group of a kind of line."""
    return _GROUP_OF.get(entry.partition(".")[0], "facts")


def _shown(line: LogLine) -> ShownLine:
    group = group_of(line.entry)
    late = abs((line.recorded_at - line.at).total_seconds()) >= LATE_S
    tone = _TONES.get(line.entry, "")
    if line.entry == Entry.CHECK_ANSWERED and line.known.get("all_well") is False:
        tone = "danger"
    return ShownLine(
        number=line.number,
        at=line.recorded_at,
        happened_at=line.at if late else None,
        by=line.by_name,
        word=ENTRIES.get(line.entry, line.entry),
        text=line.text,
        was=str(line.known.get("was", "")) if line.entry == Entry.FACT_CORRECTED else None,
        group=group,
        icon=_ICONS[group],
        tone=tone,
        seal=line.seal[:SHORT_SEAL],
    )


def _earlier(lines: Sequence[LogLine]) -> dict[str, list[Earlier]]:
    found: dict[str, list[Earlier]] = defaultdict(list)
    for line in lines:
        if line.entry == Entry.FACT_CORRECTED:
            facts = line.known
            if facts.get("was"):
                found[str(facts.get("fact", ""))].append(Earlier(str(facts["was"]), line.by_name, line.recorded_at))
    return dict(found)
