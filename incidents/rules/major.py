"""Major incidents: the words of METHANE, the command structures, and what is offered as one (JESIP; ISO 22320)."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Letter(NamedTuple):
    """One letter of METHANE: its field, its words, and what belongs there."""

    code: str
    words: str
    hint: str


# Source: JESIP, METHANE. "M" is the state itself: below a major incident the rest is ETHANE, kept under review.
LETTERS = (
    Letter("exact_location", "Exact location", "Where, so that a stranger finds it"),
    Letter("type_of_incident", "Type of incident", "What it is"),
    Letter("hazards", "Hazards", "Present, and suspected"),
    Letter("access", "Access", "Safe routes in and out, meeting point (RVP)"),
    Letter("casualties", "Number of casualties", "How many, of what kind, how badly hurt"),
    Letter("services", "Emergency services", "Present, and required"),
)
FIELDS = tuple(letter.code for letter in LETTERS)
STATES = {"standby": "Major incident: standby", "declared": "MAJOR INCIDENT", "over": "Major incident: stood down"}

# Two ways to name the same three levels; a centre's partners use the one or the other.
LEVELS = {
    "gold": {"gold": "Gold", "silver": "Silver", "bronze": "Bronze"},
    "strategic": {"strategic": "Strategic", "tactical": "Tactical", "operational": "Operational"},
}
# Source: ISO 22320, the functions of incident management.
FUNCTIONS = {
    "command": "Command",
    "planning": "Planning",
    "operations": "Operations",
    "logistics": "Logistics",
    "finance": "Finance and administration",
}

SITREP_LEAST_MIN, SITREP_MOST_MIN, SITREP_USUAL_MIN = 5, 240, 30
# What an assessment may have found out about people; its other flags are about things.
PEOPLE = {
    "life_risk": "a risk to life",
    "trapped": "people trapped",
    "vulnerable": "vulnerable people",
    "no_answer": "somebody who does not answer",
}
PLACES = {"rvp": "At the meeting point", "scene": "At the scene", "command": "At the command post"}

MANY_CONTACTS, MANY_CREWS, MANY_LINKED = 5, 3, 3  # from here on the console offers METHANE; our own proposal


def roles_of(levels: str) -> dict[str, str]:
    """The roles that may be given under a way of naming the levels, by code."""
    return LEVELS[levels] | FUNCTIONS


def may_be_major(*, contacts: int, crews: int, linked: int) -> bool:
    """Whether a person should think about METHANE. Never more than an offer: a person declares."""
    return contacts >= MANY_CONTACTS or crews >= MANY_CREWS or linked >= MANY_LINKED


def changed_letters(before: Mapping[str, str] | None, after: Mapping[str, str]) -> list[str]:
    """The letters whose words differ, in METHANE's order; all that hold words where there was nothing before."""
    earlier = before or {}
    return [code for code in FIELDS if after.get(code, "") != earlier.get(code, "")]


def as_text(letters: Mapping[str, str], *, major: str) -> str:
    """METHANE in lines, or ETHANE below a major incident: "Exact location: …"."""
    head = [f"Major incident: {'declared' if major == 'declared' else 'standby'}"] if major else []
    return "\n".join([*head, *(f"{letter.words}: {letters[letter.code]}" for letter in LETTERS if letters.get(letter.code))])


def people_known(flags: Iterable[str]) -> str:
    """The letter N, number of casualties, before anybody has counted: what the assessment's flags say of people."""
    said = ", ".join(PEOPLE[flag] for flag in flags if flag in PEOPLE)
    return f"Number not known. Reported: {said}." if said else "Not known yet."


def acronym(major: str) -> str:
    """METHANE once an incident is a major one or stands by to be; ETHANE below."""
    return "METHANE" if major else "ETHANE"
