"""What a new part of a procedure holds before its author has written it: enough to be a shape, with the safe choices made."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any


def new_answers(danger: str, calm: str) -> list[dict[str, Any]]:
    """Yes, no and not known; not known goes where danger goes."""
    return [
        {"code": "affirm", "go": danger, "danger": True},
        {"code": "deny", "go": calm},
        {"code": "unknown", "go": danger, "danger": True},
    ]


def new_question(id: str, danger: str, calm: str) -> dict[str, Any]:
    """A question to be worded."""
    return {"id": id, "ask": "New question?", "why": None, "answers": new_answers(danger, calm)}


def new_outcome(id: str) -> dict[str, Any]:
    """An end to be worded: it tells 999, and nobody is sent."""
    return {"id": id, "determinant": None, "priority": "P1", "disposition": "handover", "notify": ["EMS_999"], "advice": ["G-WORSE"]}


def new_type(code: str) -> dict[str, Any]:
    """An incident type with one question and one outcome."""
    return {
        "code": code,
        "title": "New incident type",
        "everyday_words": [],
        "fallback": "o_urgent",
        "tree": {
            "start": "q_first",
            "nodes": [new_question("q_first", "o_urgent", "o_urgent")],
            "outcomes": [new_outcome("o_urgent")],
        },
        "response_plans": {},
        "briefing": {"format": "FIELD", "template": None},
        "advice_not_allowed": [],
        "escalation": [],
        "monitoring": {"first_check_min": 15, "interval_min": 15, "grace_min": 3, "lone_worker": False, "ask": "Are you safe?"},
        "legal": [],
        "close_requires": [],
        "qa_critical": ["q_first"],
    }


def new_pack(id: str, title: str, core_version: str, language: str, on: date) -> dict[str, Any]:
    """A pack with one type to be written. It is to be read again within a year."""
    return {
        "schema": "dispatch.procedure-pack/1",
        "id": id,
        "title": title,
        "version": "1.0.0",
        "requires_core": core_version,
        "language": language,
        "jurisdiction": ["GB"],
        "status": "draft",
        "authored_on": on.isoformat(),
        "review_by": (on + timedelta(days=365)).isoformat(),
        "safety_notice": "A draft. A competent local approver must check every line before it goes live.",
        "advice_library": {},
        "incident_types": [new_type("NEW-TYPE")],
    }
