"""What a shape or a reader complains of, said as findings in plain sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from incidents.rules.packs.finding import MOST_FINDINGS, Finding
from incidents.rules.packs.loader import Lines
from incidents.rules.packs.paths import Path, path_words

_Facts = Mapping[str, Any]
_SENTENCES: dict[str, Callable[[str, _Facts], str]] = {
    "extra_forbidden": lambda place, _: f"'{place}' is not a name that a pack knows.",
    "missing": lambda place, _: f"'{place}' is missing.",
    "string_too_short": lambda place, _: f"'{place}' is empty: write something.",
    "string_too_long": lambda place, facts: f"'{place}' is too long: at most {facts['max_length']:,} characters.",
    "string_type": lambda place, _: f"'{place}' must be text.",
    "string_pattern_mismatch": lambda place, _: f"'{place}' is a code: letters, digits, dots, hyphens and underscores, and no blanks.",
    "int_type": lambda place, _: f"'{place}' must be a whole number.",
    "bool_type": lambda place, _: f"'{place}' must be true or false.",
    "greater_than_equal": lambda place, facts: f"'{place}' must be {facts['ge']:,} or more.",
    "less_than_equal": lambda place, facts: f"'{place}' must be {facts['le']:,} or less.",
    "literal_error": lambda place, facts: f"'{place}' must be {facts['expected']}.".replace("'or'", "or"),
    "too_long": lambda place, facts: f"'{place}' has too many entries: at most {facts['max_length']:,}.",
    "too_short": lambda place, facts: f"'{place}' needs at least {facts['min_length']:,}.",
    "tuple_type": lambda place, _: f"'{place}' must be a list.",
    "dict_type": lambda place, _: f"'{place}' must be a set of 'name: value' lines.",
    "model_type": lambda place, _: f"'{place}' must be a set of 'name: value' lines.",
    "value_error": lambda place, facts: f"'{place}': {facts['error']}.",
}
_DATES = ("date_from_datetime_parsing", "date_parsing", "date_type", "date_from_datetime_inexact")


def _sentence(error: Mapping[str, Any]) -> str:
    place = ".".join(str(part)[:60] for part in error["loc"][-3:])
    if error["type"] in _DATES:
        return f"'{place}' must be a day, such as 2027-11-22."
    said = _SENTENCES.get(error["type"])
    return said(place, error.get("ctx", {})) if said else f"'{place}' is not right: {error['msg']}."


def _is_answer_code(path: Path) -> bool:
    return len(path) >= 3 and path[-3] == "answers" and path[-1] == "code"


def shape_findings(error: ValidationError, lines: Lines) -> list[Finding]:
    """A shape's complaints as findings, bounded in number; an answer code that is not text is rule V19."""
    found = []
    for each in error.errors(include_url=False, include_input=False)[:MOST_FINDINGS]:
        path: Path = tuple(part for part in each["loc"] if part != "[key]")
        rule, message = "V00", _sentence(each)
        if _is_answer_code(path) and each["type"] == "string_type":
            rule, message = "V19", "This answer code is not text; put it in quotes, or use affirm, deny, unknown."
        found.append(Finding(rule, "error", lines.name, lines.of(path), path_words(path), message))
    return found


def trap_findings(lines: Lines) -> list[Finding]:
    """Unquoted words that YAML readers disagree about."""
    message = "'{}' without quotes is not text to every YAML reader (yes and no turn into true and false, 1:30 into 90); quote it."
    return [
        Finding("V19", "error", lines.name, trap.line, path_words(trap.path), message.format(trap.text))
        for trap in lines.traps[:MOST_FINDINGS]
    ]
