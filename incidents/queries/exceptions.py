"""The board's exceptions: what needs a person in charge now, the worst first."""

from datetime import datetime
from typing import Any

from incidents.queries.board import board
from incidents.rules.exceptions import lines, needs
from resources.queries.cards import stamp


def exceptions(centre_id: int, at: datetime) -> dict[str, Any]:
    """``{sequence, at, count, lines}``: at most twenty lines, each with all that it stands for."""
    picture = board(centre_id, at)
    lists = {"incident": "incidents", "contact": "contacts", "alarm": "alarms", "recall": "recalls", "emergency": "emergencies"}
    found = needs({kind: picture[name] for kind, name in lists.items()}, at)
    return {"sequence": picture["sequence"], "at": stamp(at), "count": len(found), "lines": lines(found)}
