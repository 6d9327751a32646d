"""How the reading of e-mail stands: the last round, what went wrong in plain words, how many letters wait."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from dispatch.accounts.models import Centre
from incidents.models import Mailbox
from resources.queries.cards import stamp

LATE_ROUNDS = 3  # so many rounds missed: whoever reads has stopped
LEAST_LATE = timedelta(seconds=150)  # a round may hold the inbox for two minutes


def inbox_state(at: datetime, *, centre_id: int | None = None) -> dict[str, Any] | None:
    """``{ok, said, tried_at, read_at, trouble, waiting}``; None where no inbox is set up, or not for this centre.

    ``said`` is one sentence for a person. Nothing in it names an account, a password or a letter.
    """
    if settings.INBOX is None:
        return None
    centre = Centre.objects.filter(code=settings.INBOX_CENTRE).first()
    if centre is None:
        return None if centre_id else _shown(None, "There is no centre with the code in INBOX_CENTRE: no letter is taken.")
    if centre_id not in (None, centre.pk):
        return None
    box = Mailbox.objects.filter(centre=centre, name=settings.INBOX.name).first()
    return _shown(box, _wrong(box, at))


def _wrong(box: Mailbox | None, at: datetime) -> str:
    """What is wrong, in a sentence; "" when all is well."""
    if box is None or box.tried_at is None:
        return "The inbox has not been read yet. Is a worker running?"
    if box.trouble:
        return box.trouble
    late = max(LEAST_LATE, LATE_ROUNDS * timedelta(seconds=settings.INBOX_EVERY_S))
    return "Nobody has looked into the inbox for a while. Is a worker running?" if at - box.tried_at > late else ""


def _shown(box: Mailbox | None, wrong: str) -> dict[str, Any]:
    return {
        "ok": not wrong,
        "said": wrong or "The inbox is read.",
        "tried_at": stamp(box.tried_at) if box else None,
        "read_at": stamp(box.read_at) if box else None,
        "waiting": box.waiting if box else 0,
    }
