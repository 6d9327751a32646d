"""Words that leave the desk: briefings made from templates, numbers and times as British people say them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import phonenumbers

from incidents.rules.decision_path import Walk
from incidents.rules.packs.shape import IncidentType
from incidents.rules.path_words import flag_words

NOT_KNOWN = "(not known)"
NO_HAZARDS = "None recorded. Look before you go in."
FIELD_PARTS = ("what_happened", "exact_location_and_access", "hazards", "task", "limits", "report_back")

_NAME = re.compile(r"\{\{\s*([A-Za-z0-9_.-]+)\s*\}\}")
_MARKER = re.compile(r"\b(HAZARDS?|TASK|LIMITS|REPORT BACK):\s*")
_PART_OF = {"HAZARD": "hazards", "HAZARDS": "hazards", "TASK": "task", "LIMITS": "limits", "REPORT BACK": "report_back"}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Rendered:
    """A finished text, and the names of the facts that were missing, each once, in the order met."""

    text: str
    missing: tuple[str, ...]


def render(template: str, facts: Mapping[str, str]) -> Rendered:
    """Put facts in the place of ``{{location.readback}}`` style names.

    A missing or blank fact reads "(not known)". Facts are put in as they are, never read as templates, on one line.
    """
    missing: dict[str, None] = {}

    def fact(match: re.Match[str]) -> str:
        known = " ".join(facts.get(match[1], "").split())
        if not known:
            missing[match[1]] = None
        return known or NOT_KNOWN

    return Rendered(_NAME.sub(fact, template), tuple(missing))


def split_briefing(text: str) -> dict[str, str]:
    """The parts of a FIELD briefing by its markers; what stands before the first marker is ``what_happened``.

    Split the template and not the finished text: a caller's words could hold a marker.
    """
    pieces = _MARKER.split(text)
    parts = {"what_happened": pieces[0].strip()}
    for marker, words in zip(pieces[1::2], pieces[2::2], strict=True):
        name = _PART_OF[marker]
        parts[name] = f"{parts[name]} {words.strip()}" if name in parts else words.strip()
    return parts


def _place(facts: Mapping[str, str]) -> str:
    where = render("{{location.readback}}", facts).text.rstrip(". ")
    access = " ".join(facts.get("location.access", "").split())
    return f"{where}. Access: {access}" if access else where


def six_parts(incident_type: IncidentType, facts: Mapping[str, str]) -> dict[str, str]:
    """The six parts of a FIELD briefing, in order and never empty."""
    templates = split_briefing(incident_type.briefing.template or "{{summary}}")
    parts = {name: render(template, facts).text for name, template in templates.items()}
    parts["exact_location_and_access"] = _place(facts)
    if not parts.get("hazards"):
        parts["hazards"] = facts.get("flags.list", "").strip() or NO_HAZARDS
    return {name: parts.get(name) or NOT_KNOWN for name in FIELD_PARTS}


def path_facts(walk: Walk) -> dict[str, str]:
    """Facts that a walk supplies: ``answers.<question>`` in words, and ``flags.list``."""
    facts = {f"answers.{step.question}": step.label for step in walk.asked}
    if walk.flags:
        facts["flags.list"] = flag_words(walk.flags)
    return facts


def _groups(digits: str) -> str:
    """Digits in threes, with a last group of two to four: 900123 is 900 123, 4960123 is 496 0123."""
    if len(digits) <= 4:
        return digits
    return f"{digits[:3]} {_groups(digits[3:])}"


def phone_in_groups(number: str, *, region: str = "GB") -> str:
    """A telephone number in groups short enough to read back: 07700 900 123. Text that is no number comes back unchanged."""
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return number.strip()
    at_home = parsed.country_code == phonenumbers.country_code_for_region(region)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    words = phonenumbers.format_number(parsed, style).split()
    if len(words) == 1 or not phonenumbers.is_possible_number(parsed):
        return _groups(re.sub(r"\D", "", number)) or number.strip()
    return " ".join([words[0], *(_groups(word) if word.isdigit() else word for word in words[1:])])


def date_words(day: date) -> str:
    """Sunday 22 November 2026."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def time_words(at: datetime) -> str:
    """14:05, in whatever zone the instant is given."""
    return f"{at.hour:02d}:{at.minute:02d}"


def instant_words(at: datetime) -> str:
    """14:05 on Sunday 22 November 2026, in whatever zone the instant is given."""
    return f"{time_words(at)} on {date_words(at)}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def duration_words(seconds: float) -> str:
    """The two largest parts of a length of time: 45 seconds, 1 hour 30 minutes, 2 days."""
    left = max(0, int(seconds))
    parts: list[str] = []
    for size, noun in ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")):
        number, left = divmod(left, size)
        if number:
            parts.append(_count(number, noun))
    return " ".join(parts[:2]) or "0 seconds"
