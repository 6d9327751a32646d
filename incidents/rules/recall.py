"""Taking advice back: what names a wording, how a call-back may end, and how long things may take."""

import hashlib
from enum import StrEnum

REPLACEMENT = "instead-"
LONGEST_CHAIN = 10  # a replacement may be withdrawn in its turn

USUAL_WINDOW_H = 24
LONGEST_WINDOW_H = 24 * 30
USUAL_WITHIN_MIN = 30
LONGEST_WITHIN_MIN = 24 * 60
REMIND_EVERY_MIN = 15  # the alarm about people not told yet comes again; our own proposal
LONGEST_WAIT_H = 72  # until the next try


class Result(StrEnum):
    """What came of calling somebody back."""

    TOLD = "told"
    TRY_AGAIN = "try_again"
    TOLD_OTHERWISE = "told_otherwise"
    CANNOT_REACH = "cannot_reach"


RESULTS: dict[str, str] = {
    Result.TOLD: "Reached and told",
    Result.TRY_AGAIN: "Not reached: try again",
    Result.TOLD_OTHERWISE: "Told by another way",
    Result.CANNOT_REACH: "Cannot be reached",
}
# Results that say nothing without words: how they were told, or why it cannot be done.
WANT_WORDS = {
    Result.TOLD_OTHERWISE: "Say how they were told, and by whom.",
    Result.CANNOT_REACH: "Say why they cannot be reached, and what was tried.",
}


def wording_digest(text: str) -> str:
    """What names a wording: the same words, however they are spaced, are the same wording."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def replaced_by(line: str) -> int | None:
    """The recall whose replacement this line is; None for a line of a pack."""
    number = line.removeprefix(REPLACEMENT)
    return int(number) if line.startswith(REPLACEMENT) and number.isascii() and number.isdigit() and len(number) < 19 else None
