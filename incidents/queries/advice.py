"""Advice: which lines were read, to whom, by whom and when."""

from typing import Any

from incidents.models import AdviceRead, Incident
from incidents.queries.recall import lines_now
from resources.queries.cards import stamp


def lines_read(incident: Incident) -> set[str]:
    """The lines that somebody has been read."""
    return set(AdviceRead.objects.filter(incident=incident).values_list("line", flat=True))


def readings_of(incident: Incident) -> list[dict[str, Any]]:
    """Every reading, in order: ``{line, contact, to_whom, by, at}``."""
    found = AdviceRead.objects.filter(incident=incident).select_related("read_by").order_by("pk")
    return [
        {
            "line": each.line,
            "contact": each.contact_id,
            "to_whom": each.to_whom,
            "by": each.read_by.name if each.read_by else None,
            "at": stamp(each.read_at),
        }
        for each in found
    ]


def advice_of(incident: Incident) -> list[dict[str, Any]]:
    """The outcome's lines of advice: ``{id, text, read}``, where ``read`` is who read it when, or None."""
    read = {each.line: each for each in AdviceRead.objects.filter(incident=incident).select_related("read_by")}
    return [{**line, "read": read.get(line["id"])} for line in lines_now(incident)]
