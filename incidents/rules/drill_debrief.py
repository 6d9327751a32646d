"""The debrief of a drill: a contact as it went in the recorded shift beside how it went in the drill, and where they differ."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple, TypedDict

from incidents.rules.kpi.words import span_words


class Side(TypedDict):
    """How a contact went, once. Times are seconds; None: it has not happened.

    ``joined``: it told of an incident that was known, whose facts stand with the contact that began it.
    """

    answer_s: float | None
    answer_word: str
    type: str
    priority: str
    units: list[str]
    dispatch_s: float | None
    closed: str
    closed_word: str
    done: bool
    incident: str
    joined: bool


COMPARED = ("type", "priority", "units", "closed")


def differences(then: Side, now: Side | None) -> list[str]:
    """In which of COMPARED the drill went another way, and "answer" when only one of the two callers was answered."""
    if now is None:
        return []
    found = [name for name in COMPARED if then[name] != now[name]]  # type: ignore[literal-required]
    return [*(["answer"] if (then["answer_s"] is None) != (now["answer_s"] is None) else []), *found]


def slower_s(then: float | None, now: float | None) -> float | None:
    """How much longer it took in the drill; negative when it was quicker."""
    return None if then is None or now is None else round(now - then, 1)


def slower_words(seconds: float | None) -> str:
    """The same in words: "+12 s", "−1:05 min", "the same"."""
    if seconds is None:
        return ""
    whole = span_words(abs(seconds))
    return "the same" if whole == span_words(0) else f"{'+' if seconds > 0 else '−'}{whole}"


class Middle(NamedTuple):
    """A median and of how many."""

    s: float | None
    n: int


def middle(times: Sequence[float | None]) -> Middle:
    """The median of those that there are."""
    known = [each for each in times if each is not None]
    return Middle(median(known) if known else None, len(known))


class Summary(TypedDict):
    """The drill in numbers; both sides of ``answer`` and ``dispatch`` are made of the contacts that have come."""

    came: int
    to_come: int
    answer: tuple[Middle, Middle]
    dispatch: tuple[Middle, Middle]
    done: tuple[int, int]
    differ: int


def summary(pairs: Sequence[tuple[Side, Side | None]]) -> Summary:
    """The numbers above the table. What is open is not done."""
    came = [(then, now) for then, now in pairs if now is not None]
    return {
        "came": len(came),
        "to_come": len(pairs) - len(came),
        "answer": (middle([then["answer_s"] for then, _ in came]), middle([now["answer_s"] for _, now in came])),
        "dispatch": (
            middle([then["dispatch_s"] for then, _ in came if not then["joined"]]),
            middle([now["dispatch_s"] for _, now in came if not now["joined"]]),
        ),
        "done": (sum(then["done"] for then, _ in came), sum(now["done"] for _, now in came)),
        "differ": sum(bool(differences(then, now)) for then, now in came),
    }
