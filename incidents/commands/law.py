"""The law register: a person has looked a provision up."""

import zoneinfo
from datetime import date, datetime

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import NotFound, require
from incidents.models import LawCheck
from incidents.queries.law import law_named
from incidents.rules.law import LONGEST_REVIEW


def check_law(*, key: str, source: str, review_on: date, by: Staff, at: datetime, note: str = "") -> LawCheck:
    """Record that one has checked a provision at its source, and when it is to be checked again.

    Args:
        key: of a provision that a procedure in use names; see the register.
        source: where it was read.

    Raises:
        Refusal: "source-needed", "review-unknown".
    """
    insist(by, Act.CHECK_LAW, by)
    require(source.strip(), "Say where you have read it.", code="source-needed")
    today = at.astimezone(zoneinfo.ZoneInfo(by.centre.time_zone)).date()
    require(today < review_on <= today + LONGEST_REVIEW, "The next review is after today, and within three years.", code="review-unknown")
    law = law_named(by.centre_id, key)
    if law is None:
        raise NotFound("No procedure in use names this provision.", code="not-found")
    return LawCheck.objects.create(
        centre=by.centre,
        key=key,
        act=law[0],
        provision=law[1],
        checked_on=today,
        checked_at=at,
        checked_by_id=by.user_id,
        source=source.strip()[:300],
        note=note.strip()[:300],
        review_on=review_on,
    )
