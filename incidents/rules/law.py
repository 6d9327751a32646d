"""The law register: what names a provision, and how it stands."""

import hashlib
from datetime import date, timedelta
from enum import StrEnum

LONGEST_REVIEW = timedelta(days=3 * 366)
USUAL_REVIEW = timedelta(days=365)


class Standing(StrEnum):
    """How a provision stands: the first ones need somebody."""

    UNSEEN = "unseen"
    REVIEW_DUE = "review_due"
    AUTHOR = "author"
    CHECKED = "checked"


STANDINGS: dict[str, str] = {
    Standing.UNSEEN: "Not read yet",
    Standing.REVIEW_DUE: "Review is due",
    Standing.AUTHOR: "Read by the author only",
    Standing.CHECKED: "Checked",
}


def law_key(act: str, provision: str) -> str:
    """What names a provision, however it is spaced or capitalised."""
    words = [" ".join(part.split()).casefold() for part in (act, provision)]
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()


def standing_of(*, seen: bool, review_on: date | None, today: date) -> Standing:
    """How a provision stands today. ``seen``: the authors of every procedure that names it have read it."""
    if review_on is not None:
        return Standing.CHECKED if today < review_on else Standing.REVIEW_DUE
    return Standing.AUTHOR if seen else Standing.UNSEEN
