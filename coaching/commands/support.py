"""Agreeing what would help: put a need forward, reword it, sign it, decline it (320 2.1, 2.2; CFACC39 P10, P11)."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction

from coaching.commands._agreement import TERMS, Acting, acting_on, day_in, insist_on_day
from coaching.models import Review, SupportEvent, SupportNeed
from coaching.queries.people import colleagues
from coaching.rules.quality import CRITERIA
from coaching.rules.signing import decline, latest_review_day, reword, sign
from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import NotFound, require


class Terms(TypedDict, total=False):
    """The wording: what both sign. ``area`` is a criterion of the quality form."""

    area: str
    kind: str
    good_looks_like: str
    measure: str
    agreed_text: str
    review_on: date


def open_support_need(
    *, colleague_id: int, lead_view: str, by: Staff, at: datetime, review_id: int | None = None, **terms: Unpack[Terms]
) -> SupportNeed:
    """Put a support need forward to a colleague. Nobody has signed yet; it is looked at again within 28 days.

    Args:
        review_id: the review of this colleague's work that it comes from.

    Raises:
        NotAllowed: the person does not lead.
        Refusal: "own-need", "colleague-unknown", "review-of-another", or what is wrong with the wording.
    """
    insist(by, Act.AGREE_SUPPORT, by)
    require(colleague_id != by.user_id, "Somebody else agrees your own support with you.", code="own-need")
    known = any(each.pk == colleague_id for each in colleagues(by.centre_id, without=by.user_id))
    require(known, "Nobody of that name works on this floor.", code="colleague-unknown")
    require(lead_view.strip(), "Say what you have seen, in your own words.", code="words-needed")
    review = _review_behind(review_id, colleague_id, by)
    today = day_in(by.centre, at)
    with transaction.atomic():
        need = SupportNeed(
            centre=by.centre,
            review=review,
            colleague_id=colleague_id,
            lead_id=by.user_id,
            lead_view=lead_view.strip(),
            opened_at=at,
            review_on=latest_review_day(today),
        )
        _take(need, terms, today)
        Acting(need, by=by, at=at, party="lead").keep(SupportEvent.What.OPENED)
    return need


def reword_support_need(
    *, need_id: int, wording: int, by: Staff, at: datetime, view: str = "", why: str = "", **terms: Unpack[Terms]
) -> SupportNeed:
    """Put other words forward in place of the ones seen. Both signatures go, and a refusal of the old words is over.

    Args:
        wording: the number of the wording that the person read.
        view: the person's own view, if it has changed too.
        why: what the change is for.

    Raises:
        Refusal: "stale", "same-words", or what is wrong with the wording.
    """
    with acting_on(need_id, by=by, at=at) as acting:
        need = acting.need
        after = reword(need.paper, wording)
        before = [getattr(need, name) for name in TERMS]
        _take(need, terms, acting.today)
        changed = before != [getattr(need, name) for name in TERMS]
        require(changed or need.declined_at, "These are the same words. Change something, or sign them.", code="same-words")
        _take_view(acting, view)
        need.wording = after.wording
        need.lead_signed_at = need.colleague_signed_at = need.declined_at = None
        need.declined_why = ""
        acting.keep(SupportEvent.What.REWORDED, why.strip())
    return need


def sign_support_need(*, need_id: int, wording: int, by: Staff, at: datetime, view: str = "") -> SupportNeed:
    """Sign the wording seen. It is agreed once both have signed the same one.

    Raises:
        Refusal: "stale" when the wording has changed since it was read, "declined", "already-signed", "review-day-wrong".
    """
    with acting_on(need_id, by=by, at=at) as acting:
        need = acting.need
        after = sign(need.paper, acting.party, wording)
        insist_on_day(need.review_on, acting.today)
        _take_view(acting, view)
        if acting.party == "lead":
            need.lead_signed_at = at
        else:
            need.colleague_signed_at = at
        acting.keep(SupportEvent.What.SIGNED, "Both have now signed." if after.agreed else "")
    return need


def decline_support_need(
    *, need_id: int, wording: int, reason: str, by: Staff, at: datetime, talk_again_on: date | None = None
) -> SupportNeed:
    """Say no to a need, with a reason: it stays open, unsigned, with a day to talk again.

    Raises:
        Refusal: "stale", "already-agreed", "declined", "reason-needed", "lead-declines", "review-day-wrong".
    """
    with acting_on(need_id, by=by, at=at) as acting:
        need = acting.need
        require(acting.party == "colleague", "Only the colleague declines. Put another wording forward instead.", code="lead-declines")
        require(reason.strip(), "Say why you decline, in your own words.", code="reason-needed")
        decline(need.paper, wording)
        if talk_again_on is not None or need.review_on < acting.today:
            need.review_on = talk_again_on or latest_review_day(acting.today)
        insist_on_day(need.review_on, acting.today)
        need.lead_signed_at = need.colleague_signed_at = None
        need.declined_at, need.declined_why = at, reason.strip()
        acting.keep(SupportEvent.What.DECLINED, reason.strip())
    return need


def _review_behind(review_id: int | None, colleague_id: int, by: Staff) -> Review | None:
    if review_id is None:
        return None
    review = Review.objects.seen_by(by).filter(pk=review_id).first()
    if review is None:
        raise NotFound("There is no such review.", code="not-found")
    require(review.colleague_id == colleague_id, "That review is of somebody else's work.", code="review-of-another")
    return review


def _take(need: SupportNeed, terms: Terms, today: date) -> None:
    """Put the words given in place of those that stand, and refuse a wording that nobody could sign."""
    for name, value in terms.items():
        setattr(need, name, value.strip() if isinstance(value, str) else value)
    require(need.area in CRITERIA, "Choose what it is about from the form.", code="criterion-unknown")
    require(need.kind in SupportNeed.Kind.values, "Choose the kind of support.", code="kind-unknown")
    require(need.good_looks_like, "Say what good looks like.", code="words-needed")
    require(need.agreed_text, "Write what the two of you agree to do.", code="words-needed")
    insist_on_day(need.review_on, today)


def _take_view(acting: Acting, view: str) -> None:
    """Keep a person's own view, in their own words; nobody writes the other's."""
    if not view.strip():
        return
    if acting.party == "lead":
        acting.need.lead_view = view.strip()
    else:
        acting.need.colleague_view = view.strip()
