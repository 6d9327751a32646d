"""What a view of the board may ask for, and that it always asks for something the board can show."""

from collections.abc import Mapping
from typing import Any, TypedDict

from incidents.rules.stages import STAGES

PRIORITIES = ("P1", "P2", "P3", "P4", "P5", "")  # the last: not set yet
PLAYED = ("", "real", "exercise")
LONGEST_WORDS = 80
MOST_VIEWS = 9  # each has a key


class Wanted(TypedDict):
    """Filters: any of these priorities (none: all), one stage or "", real or exercise or "", every one of these words."""

    priorities: list[str]
    stage: str
    played: str
    words: str


def wanted_of(asked: Mapping[str, Any]) -> Wanted | None:
    """The filters in their one shape; None where they are no filters."""
    priorities, stage = asked.get("priorities", []), asked.get("stage", "")
    played, words = asked.get("played", ""), asked.get("words", "")
    known = isinstance(priorities, list) and all(code in PRIORITIES for code in priorities if isinstance(code, str))
    if not known or not all(isinstance(each, str) for each in [*priorities, stage, played, words]):
        return None
    if (stage and stage not in STAGES) or played not in PLAYED or len(words) > LONGEST_WORDS:
        return None
    return Wanted(priorities=[code for code in PRIORITIES if code in priorities], stage=stage, played=played, words=words.strip())
