"""The seal on a log line: SHA-256 over the seal before it and every word of the line."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


def canonical(value: Mapping[str, Any]) -> str:
    """JSON with one possible spelling."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=str)


def as_object(text: str) -> dict[str, Any]:
    """The facts of a line, read back."""
    value = json.loads(text)
    return value if isinstance(value, dict) else {}


def instant(at: datetime) -> str:
    """An instant in one possible spelling: UTC, microseconds always."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def seal_of(
    *,
    before: str,
    incident: int,
    number: int,
    at: datetime,
    recorded_at: datetime,
    by_user: int | None,
    by_name: str,
    entry: str,
    text: str,
    facts: str,
    timer: int | None,
) -> str:
    """The seal of a line: 64 hexadecimal digits. Every column but the row's own key is under it."""
    parts = [before, incident, number, instant(at), instant(recorded_at), by_user, by_name, entry, text, facts, timer]
    return hashlib.sha256(json.dumps(parts, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
