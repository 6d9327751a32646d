"""Support needs as pages and the REST interface show them."""

import zoneinfo
from datetime import date, datetime
from typing import Any

from coaching.models import Finding, Review, SupportEvent, SupportNeed
from coaching.rules.quality import title_of
from coaching.rules.signing import Paper, latest_review_day
from dispatch.accounts.actors import Staff
from dispatch.refusal import NotFound
from resources.queries.cards import stamp

STATES = {
    "agreed": ("Agreed", "done"),
    "declined": ("Declined, still open", "waiting"),
    "half": ("Half signed", "moving"),
    "unsigned": ("Nobody has signed", "new"),
}
SHOWN = 200


def state_of(paper: Paper) -> str:
    """Where a need stands: agreed, declined, half or unsigned."""
    if paper.declined:
        return "declined"
    if paper.agreed:
        return "agreed"
    return "half" if paper.lead or paper.colleague else "unsigned"


def need_numbered(person: Staff, need_id: int) -> SupportNeed:
    """One need.

    Raises:
        NotFound: there is none, or it is not this person's to read.
    """
    found = SupportNeed.objects.seen_by(person).whole().filter(pk=need_id).first()
    if found is None:
        raise NotFound("There is no such support need.", code="not-found")
    return found


def needs_for(person: Staff) -> list[dict[str, Any]]:
    """Rows of the support page: what waits for this person first, then the newest."""
    rows = SupportNeed.objects.seen_by(person).whole().order_by("-opened_at", "-pk")[:SHOWN]
    return sorted((need_row(need, person) for need in rows), key=lambda row: not row["waits_for_me"])


def need_row(need: SupportNeed, person: Staff) -> dict[str, Any]:
    """One row: the need, where it stands in words, and whether it waits for this person."""
    paper = need.paper
    party = need.party(person.user_id)
    mine = {"lead": paper.lead, "colleague": paper.colleague, None: True}[party]
    word, tone = STATES[state_of(paper)]
    return {
        "need": need,
        "party": party,
        "area": title_of(need.area),
        "state": state_of(paper),
        "word": word,
        "tone": tone,
        "waits_for_me": not mine and not paper.declined,
    }


def history_of(need: SupportNeed) -> list[SupportEvent]:
    """Everything that happened to it, in order."""
    return list(need.events.order_by("number"))


def need_shown(need: SupportNeed, history: list[SupportEvent]) -> dict[str, Any]:
    """A need as the REST interface gives it; ``history`` is empty in lists."""
    return {
        "id": need.pk,
        "colleague": {"username": need.colleague.username, "name": need.colleague.name},
        "lead": {"username": need.lead.username, "name": need.lead.name},
        "review": need.review_id,
        "incident": need.review.incident.reference if need.review else None,
        "area": need.area,
        "area_title": title_of(need.area),
        "kind": need.kind,
        "kind_word": need.get_kind_display(),
        "good_looks_like": need.good_looks_like,
        "measure": need.measure,
        "lead_view": need.lead_view,
        "colleague_view": need.colleague_view,
        "agreed_text": need.agreed_text,
        "review_on": need.review_on.isoformat(),
        "wording": need.wording,
        "state": state_of(need.paper),
        "agreed": need.paper.agreed,
        "opened_at": stamp(need.opened_at),
        "lead_signed_at": stamp(need.lead_signed_at),
        "colleague_signed_at": stamp(need.colleague_signed_at),
        "declined_at": stamp(need.declined_at),
        "declined_why": need.declined_why,
        "history": [
            {
                "number": each.number,
                "what": each.what,
                "by": each.by_name,
                "at": stamp(each.at),
                "wording": each.wording,
                "words": each.words,
            }
            for each in history
        ],
    }


def words_now(need: SupportNeed, person: Staff) -> dict[str, Any]:
    """What the form for other words begins with: the words as they stand, and the person's own view."""
    own = need.lead_view if need.party(person.user_id) == "lead" else need.colleague_view
    return {
        "area": need.area,
        "kind": need.kind,
        "good_looks_like": need.good_looks_like,
        "agreed_text": need.agreed_text,
        "measure": need.measure,
        "review_on": need.review_on,
        "view": own,
        "wording": need.wording,
    }


def next_review_day(person: Staff, at: datetime) -> date:
    """The day that a new need proposes for looking at it again."""
    return latest_review_day(at.astimezone(zoneinfo.ZoneInfo(person.centre.time_zone)).date())


def first_area(person: Staff, review_id: str) -> dict[str, Any]:
    """What a new need begins with when it comes from a review: whose it is, and the first finding that was not praise."""
    number = int(review_id) if review_id.isascii() and review_id.isdigit() and len(review_id) < 18 else 0
    review = Review.objects.seen_by(person).whole().filter(pk=number).first()
    if review is None:
        return {}
    first = next((each for each in review.findings.all() if each.weight != Finding.Weight.GOOD), None)
    return {
        "review": review.pk,
        "colleague": review.colleague.username,
        "area": first.criterion if first else "",
        "lead_view": first.text if first else "",
    }
