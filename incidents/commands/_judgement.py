"""Writing a judgement down inside a change."""

from typing import Any

from incidents.commands._change import Change
from incidents.models import Judgement
from incidents.rules.entries import Entry


def keep_judgement(
    change: Change, kind: Judgement.Kind, entry: Entry, *, grounds: str, text: str = "", code: str = "", **facts: Any
) -> Judgement:
    """Add a judgement and its log line, whose number it remembers: what comes after may make it stale."""
    change.log(entry, text or grounds, code=code, **facts)
    return Judgement.objects.create(
        incident=change.incident,
        kind=kind,
        code=code,
        grounds=grounds,
        facts=facts,
        log_number=change.incident.log_count,
        made_at=change.at,
        made_by_id=change.by.user_id,
        made_by_name=change.by.label,
    )
