"""Letting go of what has served: old live events, old answers to repeated requests, timers long settled. Never a record of work."""

from datetime import datetime, timedelta

from dispatch.api.models import FirstAnswer
from dispatch.live.binding import bind_all
from dispatch.live.reading import forget_events
from incidents.models import Draft, ReportTry, SpentSignature

EVENTS_FOR = timedelta(days=2)  # a browser further behind gets the board anew
SIGNATURES_FOR = timedelta(hours=1)  # a signature is good for minutes
TRIES_FOR = timedelta(days=1)  # the longest that a limit looks back
ANSWERS_FOR = timedelta(days=2)  # a request repeated after that is a new one
DRAFTS_FOR = timedelta(days=7)  # words that nobody sent or came back for


def tidy_up(*, at: datetime) -> None:
    """Delete what nobody can ask for any more."""
    bind_all(whole=True)
    forget_events(before=at - EVENTS_FOR)
    Draft.objects.filter(saved_at__lt=at - DRAFTS_FOR).delete()
    SpentSignature.objects.filter(at__lt=at - SIGNATURES_FOR).delete()
    ReportTry.objects.filter(at__lt=at - TRIES_FOR).delete()
    FirstAnswer.objects.filter(made_at__lt=at - ANSWERS_FOR).delete()
