"""Whether somebody would hear an alarm where they sit: what they last said of it, and until when that counts."""

from datetime import datetime, timedelta

HEARD, UNHEARD, UNCHECKED = "heard", "unheard", "unchecked"
WORDS = {HEARD: "Heard", UNHEARD: "Not heard", UNCHECKED: "Not checked"}
STANDS_FOR = timedelta(hours=12)  # a shift; our own proposal


def sound_state(*, heard: bool, checked_at: datetime | None, since: datetime | None, at: datetime) -> str:
    """What is known of a desk's sound, or of a person's who sits at none.

    Args:
        checked_at: when somebody last said whether they heard it; None for never.
        since: when the person signed on at the desk: what was said before was said by somebody else, or of another day.
    """
    if checked_at is None or at - checked_at >= STANDS_FOR or (since is not None and checked_at < since):
        return UNCHECKED
    return HEARD if heard else UNHEARD
