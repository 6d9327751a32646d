"""Is this the same thing? What a caller tells, weighed against what is open: place, time, what it is about, and words.

A suggestion is never more than that: a person links. What can be seen from far may be told of from far; an illness is in one room.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from incidents.rules.topics import CLOSE, OUT_OF_SIGHT, REACHES, RELATED, Reach, content, topics_of
from resources.rules.distance import metres_between

ENOUGH: Final = 0.4  # from here on it is suggested
STRONG: Final = 0.55  # from here on an agent says whether it is the same before another incident is logged
MOST: Final = 5
LONGEST: Final = max(each.lasts for each in REACHES.values())
MOST_SLACK_M: Final = 250  # metres that two vague readings are forgiven together
UNSURE: Final = 0.75  # what it is about is not known yet
NOWHERE, NOWHERE_SEEN = 0.25, 0.45  # neither pins nor words of a place to compare; the second for what is seen from far
HOUSE: Final = re.compile(r"\d+[a-z]?")
SAME_STREET, OTHER_HOUSE = 0.8, 0.5  # both name one street; the second where their numbers differ


class Pin(NamedTuple):
    """A reading: degrees (WGS 84), and how exact it is in metres, None when that is not known."""

    lat: float
    lon: float
    accuracy_m: int | None = None


class Told(NamedTuple):
    """What is known so far of one report: where, in pins and in words, and what happened, with the type's title if there is one."""

    at: datetime
    pins: tuple[Pin, ...] = ()
    places: tuple[str, ...] = ()
    words: str = ""
    type_code: str = ""
    title: str = ""


class Match(NamedTuple):
    """How well a report fits an open incident, 0 to 1, and why, in words for a person.

    ``strong``: nothing is logged before a person has said whether it is the same; a weaker match only stands beside.
    """

    score: float
    away_m: int | None
    why: tuple[str, ...]
    strong: bool = False


def match(report: Told, known: Told, *, last_at: datetime) -> Match:
    """Weigh a report against an open incident.

    Args:
        known: everything that all callers have said about it.
        last_at: when somebody last told of it.
    """
    ours, theirs = topics_of(f"{report.title} {report.words}"), topics_of(f"{known.title} {known.words}")
    same, same_why = _sameness(report, known, ours, theirs)
    reach = _reach(ours, theirs, report, known)
    away, place, place_why = _place(report, known, reach)
    age = abs((report.at - min(last_at, report.at)).total_seconds()) / reach.lasts.total_seconds()
    alike = _alike(report.words, known.words)
    score = place * max(0.0, 1 - age * age) * same + 0.1 * alike * (place > 0)
    why = [place_why, f"last told of {_minutes(report.at - last_at)}", same_why]
    strong = score >= STRONG and (same == 1.0 or not _other_house(report.places, known.places))
    return Match(round(min(1.0, score), 3), away, tuple(each for each in why if each), strong)


def _sameness(report: Told, known: Told, ours: Collection[str], theirs: Collection[str]) -> tuple[float, str]:
    shared = sorted(set(ours) & set(theirs))
    if shared:
        return 1.0, f"both about {' and '.join(shared)}"
    if report.type_code and report.type_code == known.type_code:
        return 1.0, "the same type"
    if not ours or not theirs:
        return UNSURE, ""
    if any(frozenset((one, other)) in RELATED for one in ours for other in theirs):
        return 0.7, f"{' and '.join(sorted(ours))} where there is {' and '.join(sorted(theirs))}"
    return 0.1, ""


def _reach(ours: Collection[str], theirs: Collection[str], report: Told, known: Told) -> Reach:
    """How far and how long what they share can be told of; what either saw or heard from far counts for both."""
    shared = set(ours) & set(theirs) or set(ours) | set(theirs)
    widest = max((REACHES[each] for each in shared), default=CLOSE, key=lambda each: each.metres)
    far = [each for each in shared if each in OUT_OF_SIGHT and OUT_OF_SIGHT[each].words & (content(report.words) | content(known.words))]
    return max([widest, *(OUT_OF_SIGHT[each].reach for each in far)], key=lambda each: each.metres)


def _place(report: Told, known: Told, reach: Reach) -> tuple[int | None, float, str]:
    pairs = [
        (max(0.0, metres_between(one.lat, one.lon, other.lat, other.lon) - _slack(one, other)), one, other)
        for one in report.pins
        for other in known.pins
    ]
    street = _shared_street(report.places, known.places)
    if not pairs:
        if street:
            return None, OTHER_HOUSE if _other_house(report.places, known.places) else SAME_STREET, f"both name {street}"
        return None, NOWHERE_SEEN if reach.from_far else NOWHERE, ""
    beyond, one, other = min(pairs)
    away = round(metres_between(one.lat, one.lon, other.lat, other.lon))
    near = 1 / (1 + (beyond / reach.metres) ** 2)
    return away, near, f"{shown_m(away)} away"


def _slack(one: Pin, other: Pin) -> float:
    return min(MOST_SLACK_M, sum(0 if each.accuracy_m is None else max(0, each.accuracy_m - 10) for each in (one, other)))


def _shared_street(ours: Iterable[str], theirs: Iterable[str]) -> str:
    """A word of a place that both use, beyond what every street has."""
    shared = {word for text in ours for word in content(text)} & {word for text in theirs for word in content(text)}
    return max((word for word in shared if len(word) > 3 and not word.isdigit()), default="", key=len).capitalize()


def _other_house(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether both name a house number, and none is the same. The second half of a postcode ("3AA") is none."""
    one, other = ({word for text in places for word in content(text) if HOUSE.fullmatch(word)} for places in (ours, theirs))
    return bool(one and other) and not one & other


def _alike(one: str, other: str) -> float:
    ours, theirs = content(one), content(other)
    return len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0


def _minutes(age: timedelta) -> str:
    minutes = round(age.total_seconds() / 60)
    return "just now" if minutes < 1 else f"{minutes} min ago"


def shown_m(metres: int) -> str:
    """Metres as they are said: "0 m", "120 m", "1.2 km"."""
    return f"{metres / 1000:.1f} km" if metres >= 1000 else f"{metres if metres < 10 else round(metres, -1)} m"


def best(scored: Sequence[tuple[int, Match]], *, most: int = MOST) -> list[tuple[int, Match]]:
    """Those that are worth a suggestion, the best first. The number names the incident."""
    enough = [each for each in scored if each[1].score >= ENOUGH]
    return sorted(enough, key=lambda each: (-each[1].score, each[0]))[:most]
