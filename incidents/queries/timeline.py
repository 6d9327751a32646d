"""An incident's log, as a person reads it."""

from typing import Any

from incidents.models import LogLine
from incidents.rules.entries import ENTRIES
from resources.queries.cards import stamp


def line_shown(line: LogLine) -> dict[str, Any]:
    """One line: ``{number, at, recorded_at, late, by, entry, entry_word, text, facts, seal}``."""
    return {
        "number": line.number,
        "at": stamp(line.at),
        "recorded_at": stamp(line.recorded_at),
        "late": line.at != line.recorded_at,
        "by": line.by_name,
        "entry": line.entry,
        "entry_word": ENTRIES.get(line.entry, line.entry),
        "text": line.text,
        "facts": line.known,
        "seal": line.seal,
    }


def timeline(incident_id: int) -> list[dict[str, Any]]:
    """Every line, in order."""
    return [line_shown(line) for line in LogLine.objects.filter(incident_id=incident_id).order_by("number")]
