"""Who is looking at what: rows that run out by themselves, and changes told at most once a second, beside the event log.

Each process counts its own sockets. Once a second it tells what changed since (a whisper, nothing kept); every five seconds it
writes its rows anew in one batch, so that a page that opens knows who was there before, and a process that died is forgotten.
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db import transaction

from dispatch.live.models import Look
from dispatch.live.whispers import whisper

TELL_S, KEEP_S = 1.0, 5.0
TTL = timedelta(seconds=15)  # three missed batches
A_REFERENCE = re.compile(r"[0-9A-Za-z._-]{0,24}")  # of an incident
AT_ONCE = 25  # changes in one whisper, which is short

Seen = frozenset[tuple[int, str]]  # (person, what), of one centre


class Change(NamedTuple):
    """Somebody began to look at something, or stopped."""

    user_id: int
    at: str
    here: bool


def changes(before: Seen, after: Seen) -> list[Change]:
    """What to tell: those who stopped first, so that whoever went from one thing to another is never in both places."""
    gone = [Change(user, at, here=False) for user, at in sorted(before - after)]
    return gone + [Change(user, at, here=True) for user, at in sorted(after - before)]


def looked_at(message: Any) -> str | None:
    """What a browser says that it looks at ("" for nothing); None where it says something else."""
    if not isinstance(message, dict) or message.get("op") != "looking":
        return None
    at = message.get("at")
    return at if isinstance(at, str) and A_REFERENCE.fullmatch(at) else None


class Looking:
    """What the people of one process look at."""

    def __init__(self) -> None:
        self.process = secrets.token_hex(8)
        self.told: dict[int, Seen] = {}
        self.kept = False

    def news(self, now: Mapping[int, Seen]) -> dict[int, list[Change]]:
        """By centre, what changed since it was last asked."""
        found = {centre: changes(self.told.get(centre, frozenset()), now.get(centre, frozenset())) for centre in {*self.told, *now}}
        self.told = {centre: seen for centre, seen in now.items() if seen}
        return {centre: changed for centre, changed in found.items() if changed}

    def keep(self, now: Mapping[int, Seen]) -> None:
        """Write this process's rows anew, in one batch, and clear away what has run out. Reads no clock but the wall's."""
        at = datetime.now(UTC)
        rows = [
            Look(process=self.process, centre_id=centre, user_id=user, at=what, seen_at=at)
            for centre, seen in now.items()
            for user, what in seen
        ]
        if not rows and not self.kept:
            return
        with transaction.atomic():
            Look.objects.filter(process=self.process).delete()
            Look.objects.filter(seen_at__lt=at - TTL).delete()
            Look.objects.bulk_create(rows)
        self.kept = bool(rows)


def tell(news: Mapping[int, list[Change]]) -> None:
    """Whisper what changed to everybody who watches, with the names of colleagues."""
    names = names_of(change.user_id for changed in news.values() for change in changed)
    for centre_id, changed in news.items():
        for start in range(0, len(changed), AT_ONCE):
            told = [
                {"user": each.user_id, "by": names.get(each.user_id, ""), "at": each.at, "here": each.here}
                for each in changed[start : start + AT_ONCE]
            ]
            with transaction.atomic():
                whisper(centre_id=centre_id, what={"about": "looking", "changes": told})


def names_of(user_ids: Iterable[int]) -> dict[int, str]:
    """The names of these people, cut short: a whisper is."""
    people = get_user_model().objects.filter(pk__in=set(user_ids)).values_list("pk", "name")
    return {key: name[:40] for key, name in people}


def lookers(centre_id: int, at: datetime) -> list[dict[str, Any]]:
    """``[{user, by, at, here}]``: who looks at what, from rows that have not run out."""
    rows = Look.objects.filter(centre_id=centre_id, seen_at__gt=at - TTL).order_by("user__name", "at")
    found = dict.fromkeys(rows.values_list("user_id", "user__name", "at"))
    return [{"user": user, "by": name, "at": what, "here": True} for user, name, what in found]
