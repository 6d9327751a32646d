"""What a check on a crew waits for at each step of its way, and until when (BS 8484 practice; the way itself is in ``rules/welfare``)."""

from datetime import datetime, timedelta

from incidents.rules.waiting import Waiting
from incidents.rules.welfare import VISIT_WANTED_S, second_grace_s


def check_waits(
    check: int, *, state: str, since: datetime, grace_s: int, escalated_at: datetime | None, visited_at: datetime | None
) -> list[Waiting]:
    """What a running check waits for. All instants are aware.

    Args:
        state: "planned", "asked", "missed", or "visited" when it was missed and somebody is on the way to look.
        since: when it is due to be asked, was asked, or was missed.
        grace_s: seconds to answer.
        escalated_at: when a supervisor was told of the silence.
        visited_at: when the last visitor reported.
    """
    if state == "planned":
        return [Waiting("check-due", check, since, since)]
    if state == "asked":
        return [_until("check-missed", check, since, grace_s)]
    waits = [] if escalated_at else [_until("check-repeat", check, since, second_grace_s(grace_s))]
    looked_for = max(filter(None, (escalated_at, visited_at)), default=None)
    if state == "missed" and looked_for is not None:
        waits.append(_until("check-visit", check, looked_for, VISIT_WANTED_S))
    return waits


def _until(kind: str, check: int, since: datetime, seconds: int) -> Waiting:
    return Waiting(kind, check, since, since + timedelta(seconds=seconds))
