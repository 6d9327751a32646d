"""The command bar's language: one line of text becomes one order, or one sentence that says why not. Pure.

A line is a verb and what it needs, in its usual place (``D M21 1042``) or by name (``D incident=1042 unit=M21``).
Verbs and call signs may be shortened as long as one remains; an incident's number never may.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

LONGEST = 500  # characters in a line
MOST_UNITS = 20


class NotUnderstood(ValueError):
    """The line cannot be taken; the text is one sentence for the person who typed it."""


@dataclass(frozen=True)
class Verb:
    """A command: its code, its other names, what it needs in order, and how it is written."""

    code: str
    means: str
    needs: tuple[str, ...]
    example: str
    names: tuple[str, ...] = ()


VERBS = (
    Verb("D", "dispatch", ("units", "incident"), "D M21 1042", ("DISPATCH",)),
    Verb("DE", "dispatch, and already on the way", ("units", "incident"), "DE M21 1042"),
    Verb("DO", "dispatch, and already at scene", ("units", "incident"), "DO M21 1042"),
    Verb("AK", "has acknowledged", ("units",), "AK M21", ("ACKNOWLEDGED",)),
    Verb("EN", "is on the way", ("units",), "EN M21", ("ENROUTE",)),
    Verb("AR", "is at scene", ("units",), "AR M21", ("ARRIVED",)),
    Verb("CL", "has finished", ("units",), "CL M21", ("CLEAR",)),
    Verb("SD", "stand down, with a reason", ("unit", "words"), "SD M21 not needed", ("STANDDOWN",)),
    Verb("N", "write a note", ("incident", "words"), "N 1042 caller is outside", ("NOTE",)),
    Verb("WC", "answer the check for a crew", ("unit", "answer"), "WC M21 ok", ("WELFARE",)),
    Verb("P", "change the priority, with a reason", ("incident", "priority", "words"), "P 1042 P1 child inside", ("PRIORITY",)),
    Verb("ES", "escalate, saying what must be decided", ("incident", "words"), "ES 1042 evacuate?", ("ESCALATE",)),
    Verb("MI", "declare a major incident, saying why; an agent asks", ("incident", "words"), "MI 1042 three streets", ("MAJOR",)),
    Verb("TA", "take the oldest alarm", (), "TA", ("TAKE",)),
    Verb("ON", "sign on at a desk; without its code at your usual one", ("desk",), "ON D1", ("SIGNON",)),
    Verb("OFF", "sign off; what you hold goes to the queue, to a colleague or is left", ("where", "why"), "OFF queue", ("SIGNOFF",)),
    Verb("SC", "check the sound where you sit", (), "SC", ("SOUND",)),
)
OPEN = Verb("OPEN", "open the incident", ("incident",), "1042")
PRIORITIES = ("P1", "P2", "P3", "P4", "P5")
OPTIONAL = frozenset({"desk", "where", "why"})  # what may be left out
ANSWERS = {"ok": True, "well": True, "help": False}

# A named field's other names. The texts take the rest of the line.
FIELDS = {
    "unit": "units",
    "units": "units",
    "incident": "incident",
    "priority": "priority",
    "answer": "answer",
    "text": "words",
    "reason": "words",
    "words": "words",
}
MISSING = {
    "units": "Say which unit",
    "unit": "Say which unit",
    "incident": "Say which incident",
    "words": "Say why, or what",
    "priority": "Say which priority, P1 to P5",
    "answer": "Say ok or help",
}
_FIELD = re.compile(r"(?i)(unit|units|incident|priority|answer|text|reason|words)=(.*)", re.DOTALL)
_REFERENCE = re.compile(r"[0-9][0-9A-Za-z/-]{0,23}")


@dataclass(frozen=True)
class Order:
    """What one line asks for. ``units`` are whole call signs."""

    verb: str
    units: tuple[str, ...] = ()
    incident: str = ""
    words: str = ""
    desk: str = ""
    where: str = ""
    priority: str = ""
    all_well: bool | None = None


def one_of(found: Sequence[str]) -> str:
    """``AK, AR or CL``."""
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} or {found[-1]}"


def verb_named(text: str) -> Verb:
    """The verb of this name, or the only one that begins so. Raises NotUnderstood."""
    wanted = text.upper()
    for verb in VERBS:
        if wanted == verb.code or wanted in verb.names:
            return verb
    found = verbs_beginning(wanted)
    if not found:
        raise NotUnderstood(f"There is no command “{text[:24]}”.")
    if len(found) > 1:
        raise NotUnderstood(f"“{text}” could be {one_of([verb.code for verb in found])}.")
    return found[0]


def verbs_beginning(text: str) -> list[Verb]:
    """The verbs with a name that begins so."""
    wanted = text.upper()
    return [verb for verb in VERBS if any(name.startswith(wanted) for name in (verb.code, *verb.names))]


def call_sign_named(text: str, call_signs: Sequence[str]) -> str:
    """The call sign meant: whole, or the only one that begins so. Raises NotUnderstood."""
    wanted = text.upper()
    for call_sign in call_signs:
        if call_sign.upper() == wanted:
            return call_sign
    found = [call_sign for call_sign in call_signs if wanted and call_sign.upper().startswith(wanted)]
    if not found:
        raise NotUnderstood(f"There is no unit called “{text[:24]}”.")
    if len(found) > 1:
        shown = [*found[:5], "another"] if len(found) > 5 else found
        raise NotUnderstood(f"“{text}” could be {one_of(shown)}.")
    return found[0]


def parse(text: str, call_signs: Sequence[str]) -> Order:
    """The order in a line of text. Raises NotUnderstood for anything else."""
    line = text.strip()
    if not line:
        raise NotUnderstood("Type a command.")
    if len(line) > LONGEST:
        raise NotUnderstood(f"A command has at most {LONGEST} characters.")
    first, _, rest = line.partition(" ")
    if _REFERENCE.fullmatch(first) and not rest.strip():
        return Order("OPEN", incident=first)
    verb = verb_named(first)
    told, positional = _named(rest.strip())
    return _filled(verb, told, positional, call_signs)


def _named(rest: str) -> tuple[dict[str, str], str]:
    """Named fields, and what is left in its usual place. A text field takes the rest of the line."""
    told: dict[str, str] = {}
    while match := _next_field(rest):
        before, name, value = match
        field = FIELDS[name.lower()]
        if field == "words":
            told["words"], rest = value.strip(), before
            continue
        word, _, after = value.strip().partition(" ")
        told[field], rest = word, f"{before} {after}".strip()
    return told, rest


def _next_field(rest: str) -> tuple[str, str, str] | None:
    """The first named field at the beginning of a word: ``(before, name, value and the rest)``."""
    start = 0
    for word in rest.split(" "):
        match = _FIELD.fullmatch(rest, start) if _FIELD.match(word) else None
        if match:
            return rest[:start].strip(), match[1], match[2]
        start += len(word) + 1
    return None


def _filled(verb: Verb, told: dict[str, str], positional: str, call_signs: Sequence[str]) -> Order:
    _insist_on_fields(verb, told)
    order, left = Order(verb.code), positional
    for need in verb.needs:
        field = "units" if need == "unit" else need
        if field in told:
            value = told[field].replace(",", " ") if field == "units" else told[field]
        else:
            value, left = _taken(need, left, verb)
        if not value.strip() and need in OPTIONAL:
            continue
        if not value.strip():
            raise NotUnderstood(f"{MISSING[need]}: {verb.example}")
        order = _with(order, need, f"{value} {told.get('words', '')}" if need == "answer" else value, call_signs)
    if left.strip():
        raise NotUnderstood(f"“{left[:40]}” is too much here. For example: {verb.example}")
    return order


def _insist_on_fields(verb: Verb, told: dict[str, str]) -> None:
    taken = {"units" if need == "unit" else need for need in verb.needs} | ({"words"} if "answer" in verb.needs else set())
    for field in told:
        if field not in taken:
            raise NotUnderstood(f"{verb.code} does not take {field}. For example: {verb.example}")


def _taken(need: str, left: str, verb: Verb) -> tuple[str, str]:
    """The value of one need in its usual place, and what is left. Several units stand before the incident."""
    if need in ("words", "answer", "why"):
        return left, ""
    if need != "units":
        word, _, after = left.partition(" ")
        return word, after.strip()
    words = left.replace(",", " ").split()
    if "incident" not in verb.needs:
        return " ".join(words), ""
    last_unit = len(words) - 1 if words and _REFERENCE.fullmatch(words[-1]) else len(words)
    return " ".join(words[:last_unit]), " ".join(words[last_unit:])


def _with(order: Order, need: str, value: str, call_signs: Sequence[str]) -> Order:
    if need in ("units", "unit"):
        found = tuple(dict.fromkeys(call_sign_named(word, call_signs) for word in value.split()))
        if len(found) > MOST_UNITS:
            raise NotUnderstood(f"At most {MOST_UNITS} units in one command.")
        return replace(order, units=found)
    return SETS[need](order, value)


def _reference(value: str) -> str:
    if not _REFERENCE.fullmatch(value):
        raise NotUnderstood(f"“{value[:24]}” is not the number of an incident.")
    return value


def _priority(value: str) -> str:
    if value.upper() not in PRIORITIES:
        raise NotUnderstood("A priority is one of P1, P2, P3, P4 or P5.")
    return value.upper()


def _answered(order: Order, value: str) -> Order:
    word, _, words = value.strip().partition(" ")
    if word.lower() not in ANSWERS:
        raise NotUnderstood("Say ok or help: WC M21 ok")
    return replace(order, all_well=ANSWERS[word.lower()], words=words.strip())


SETS: dict[str, Callable[[Order, str], Order]] = {
    "incident": lambda order, value: replace(order, incident=_reference(value)),
    "priority": lambda order, value: replace(order, priority=_priority(value)),
    "answer": _answered,
    "desk": lambda order, value: replace(order, desk=value[:60]),
    "where": lambda order, value: replace(order, where=value[:60]),
    **dict.fromkeys(("words", "why"), lambda order, value: replace(order, words=value.strip())),
}
