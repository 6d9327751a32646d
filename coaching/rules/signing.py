"""Signing a support need: both sign the same wording; a new wording takes both signatures away (320 2.1; CFACC39 P10)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

REVIEW_DAYS = 28  # a need is looked at again within four weeks of signing

Party = Literal["lead", "colleague"]


class Unsigned(ValueError):
    """A no. The text is a sentence for the person; ``code`` is for programs."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True)
class Paper:
    """Where a need stands: the number of its wording, who has signed it, and whether the colleague declined it."""

    wording: int = 1
    lead: bool = False
    colleague: bool = False
    declined: bool = False

    @property
    def agreed(self) -> bool:
        """Both have signed the standing wording."""
        return self.lead and self.colleague


def _insist_on_wording(paper: Paper, seen: int) -> None:
    if seen != paper.wording:
        raise Unsigned("stale", "The wording has changed since you read it. Read the new wording first.")


def sign(paper: Paper, who: Party, seen: int) -> Paper:
    """One of the two signs the wording they have seen.

    Raises:
        Unsigned: "stale", "declined" or "already-signed".
    """
    _insist_on_wording(paper, seen)
    if paper.declined:
        raise Unsigned("declined", "This was declined. It needs a new wording before anybody signs.")
    if paper.lead if who == "lead" else paper.colleague:
        raise Unsigned("already-signed", "You have signed this wording already.")
    return replace(paper, lead=True) if who == "lead" else replace(paper, colleague=True)


def reword(paper: Paper, seen: int) -> Paper:
    """Put new words in place of the ones seen: nobody has signed those, and a refusal of the old ones is over.

    Raises:
        Unsigned: "stale".
    """
    _insist_on_wording(paper, seen)
    return Paper(wording=paper.wording + 1)


def decline(paper: Paper, seen: int) -> Paper:
    """The colleague says no to the wording seen: the need stays open, unsigned.

    Raises:
        Unsigned: "stale", "already-agreed" or "declined".
    """
    _insist_on_wording(paper, seen)
    if paper.agreed:
        raise Unsigned("already-agreed", "Both have signed this. Put forward another wording instead.")
    if paper.declined:
        raise Unsigned("declined", "This wording is declined already.")
    return Paper(wording=paper.wording, declined=True)


def latest_review_day(today: date) -> date:
    """The last day that may be set for looking at a need again."""
    return today + timedelta(days=REVIEW_DAYS)


def insist_on_review_day(day: date, today: date) -> None:
    """Refuse a day that has passed, or that is more than four weeks away.

    Raises:
        Unsigned: "review-day-wrong".
    """
    if not today <= day <= latest_review_day(today):
        raise Unsigned("review-day-wrong", f"The day to look at it again is within {REVIEW_DAYS} days from today.")
