"""The frame of every change to a support need: lock it, let the two act on the wording they saw, keep what happened."""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction

from coaching.models import SupportEvent, SupportNeed
from coaching.rules.signing import Party, Unsigned, insist_on_review_day
from dispatch.accounts.actors import Staff
from dispatch.accounts.models import Centre
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import NotAllowed, NotFound, Refusal

# What the two agree on and sign. Their own views are theirs: they stand beside it.
TERMS = ("area", "kind", "good_looks_like", "measure", "agreed_text", "review_on")


class Acting:
    """One act on one locked need, by one of the two it is between."""

    def __init__(self, need: SupportNeed, *, by: Staff, at: datetime, party: Party) -> None:
        self.need = need
        self.by = by
        self.at = at
        self.party = party

    @property
    def today(self) -> date:
        """The day it is in the centre."""
        return day_in(self.need.centre, self.at)

    def keep(self, what: SupportEvent.What, words: str = "") -> None:
        """Save the need and write what happened into its history."""
        need = self.need
        need.save()
        SupportEvent.objects.create(
            need=need,
            number=need.events.count() + 1,
            what=what,
            by_id=self.by.user_id,
            by_name=self.by.name,
            at=self.at,
            wording=need.wording,
            terms=terms_of(need),
            words=words,
        )


def terms_of(need: SupportNeed) -> dict[str, str]:
    """The wording as it stands, as JSON keeps it."""
    return {name: str(getattr(need, name)) for name in TERMS}


def day_in(centre: Centre, at: datetime) -> date:
    """The calendar day of an instant in the centre's own time."""
    return at.astimezone(zoneinfo.ZoneInfo(centre.time_zone)).date()


def insist_on_day(day: date, today: date) -> None:
    """Refuse a day out of bounds."""
    try:
        insist_on_review_day(day, today)
    except Unsigned as no:
        raise Refusal(no.sentence, code=no.code) from no


@contextmanager
def acting_on(need_id: int, *, by: Staff, at: datetime) -> Iterator[Acting]:
    """Lock a need for one of its two people. Two signatures at once wait for each other, and both count.

    Raises:
        NotFound: no such need, or one that this person may not even see.
        NotAllowed: somebody in charge who may see it, but is not one of the two.
        Refusal: what the rules of signing say.
    """
    with transaction.atomic():
        seen = SupportNeed.objects.seen_by(by).filter(pk=need_id).exists()
        need = SupportNeed.objects.select_for_update(of=("self",)).select_related("centre").filter(pk=need_id).first()
        if not seen or need is None:
            raise NotFound("There is no such support need.", code="not-found")
        insist(by, Act.SIGN_SUPPORT, need)
        party = need.party(by.user_id)
        if party is None:
            raise NotAllowed("Only the two people it is between change or sign it.", code="not-allowed", act=Act.SIGN_SUPPORT.value)
        try:
            yield Acting(need, by=by, at=at, party=party)
        except Unsigned as no:
            raise Refusal(no.sentence, code=no.code, wording=need.wording) from no
