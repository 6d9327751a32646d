"""Coaching's figures for the methods pages: totals only, and none of so few that somebody could be recognised."""

from datetime import datetime

from coaching.models import Review, SupportNeed
from incidents.queries.knowledge import Count
from incidents.rules.knowledge import Figure

FEWEST = 5


def _agreed(kind: SupportNeed.Kind) -> Count:
    def count(centre_id: int, since: datetime, at: datetime) -> Figure:
        needs = SupportNeed.objects.filter(centre=centre_id, kind=kind, opened_at__gte=since, opened_at__lte=at)
        number = needs.filter(lead_signed_at__isnull=False, colleague_signed_at__isnull=False).count()
        return Figure(f"Agreed {number:,} times", number) if number >= FEWEST else Figure("", 0)

    return count


def reviews_made(centre_id: int, since: datetime, at: datetime) -> Figure:
    """Reviews of incidents, each with what went well and what did not."""
    number = Review.objects.filter(incident__centre=centre_id, made_at__gte=since, made_at__lte=at).count()
    return Figure(f"{number:,} reviews of incidents were written", number) if number >= FEWEST else Figure("", 0)


KINDS = (SupportNeed.Kind.BUDDY, SupportNeed.Kind.SIDE_BY_SIDE, SupportNeed.Kind.REPLAY, SupportNeed.Kind.DRILL, SupportNeed.Kind.COURSE)
COUNTS: dict[str, Count] = {"reviews_made": reviews_made, **{f"support_{kind.value}": _agreed(kind) for kind in KINDS}}
