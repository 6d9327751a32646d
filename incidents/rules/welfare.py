"""Checks on crews: how often, by which way they are answered, and the steps after silence (BS 8484, BS 7499 practice; INDG73).

Silence goes its own way and nobody at a desk can stop it: asked → not answered: missed, asked again, a dispatcher calls →
still silent: a supervisor → nobody has gone to look: the duty manager. Only an answer, or the crew's leaving, ends it.
"""

LONGEST_INTERVAL_MIN = 60
LONGEST_GRACE_MIN = 30
REPEAT_GRACE_S = 120  # the second asking waits at most so long
VISIT_WANTED_S = 300  # a supervisor has so long to send somebody
VISIT_LONGEST_MIN = 240
ROUND_LONGEST_MIN = 60

# How an answer came. A crew's own page is "page" and cannot be claimed by anybody else.
CHANNELS = {"page": "on its page", "radio": "by radio", "telephone": "by telephone", "message": "by message", "in_person": "in person"}
ON_BEHALF = tuple(name for name in CHANNELS if name != "page")

# What a visitor found.
FOUND = {"well": "Found well", "in_need": "Found in need of help", "not_found": "Not found", "called_off": "Called off: the crew answered"}


def second_grace_s(grace_s: int) -> int:
    """How long a second asking waits, in seconds: as long as the first, at most two minutes."""
    return min(grace_s, REPEAT_GRACE_S)


def is_stretched(interval_min: int, grace_min: int, *, usual_interval_min: int, usual_grace_min: int) -> bool:
    """Whether a plan asks less often, or waits longer, than the procedure: that needs a supervisor."""
    return interval_min > usual_interval_min or grace_min > usual_grace_min


def heard(via: str, said_by: str, heard_by: str) -> str:
    """Who said it to whom and how, in words: "Dan Okafor by radio, heard by Amina Khan"."""
    way = CHANNELS.get(via, "")
    if via == "page":
        return way
    return f"{said_by or 'The crew'} {way}, heard by {heard_by}".strip()
