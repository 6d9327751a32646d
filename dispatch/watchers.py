"""Who may watch a board: what the live floor asks of the accounts, which it may not import."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from dispatch.accounts.actors import staff_of
from dispatch.accounts.doors import CENTRE_KEY, membership_for
from dispatch.accounts.models import ApiToken, Membership, Wall
from dispatch.accounts.models.token import digest_of
from dispatch.accounts.permissions import Act, may
from dispatch.live.rights import Claim


class Accounts:
    """The console's accounts, as ``dispatch.live.rights.Watchers``."""

    def standing(self, claims: Collection[Claim]) -> dict[Claim, str]:
        """The claims whose person is active, may watch in that centre, and is still signed in that way."""
        stamps = stamps_of(claims)
        sessions = living_sessions({claim.session_key for claim in claims} - {""})
        tokens = living_tokens({claim.token_digest for claim in claims} - {""})
        walls = living_walls({claim.wall_digest for claim in claims} - {""})
        screens = {claim: "wall" for claim in claims if claim.wall_digest in walls}
        return screens | {
            claim: stamps[claim.user_id, claim.centre_id]
            for claim in claims
            if (claim.user_id, claim.centre_id) in stamps and (claim.session_key in sessions or claim.token_digest in tokens)
        }

    def by_session(self, session_key: str) -> Claim | None:
        """The claim behind a session, in the centre its person works in. Checks the session as Django does."""
        request = HttpRequest()
        request.session = SessionStore(session_key)
        user = get_user(request)
        if not user.is_authenticated:
            return None
        membership = membership_for(user.pk, request.session.get(CENTRE_KEY))
        return Claim(user.pk, membership.centre_id, session_key=session_key) if membership else None

    def by_token(self, token: str) -> Claim | None:
        """The claim behind a bearer token."""
        found = ApiToken.objects.filter(digest=digest_of(token), ended_at=None).select_related("membership").first()
        return Claim(found.membership.user_id, found.membership.centre_id, token_digest=found.digest) if found else None


def stamps_of(claims: Collection[Claim]) -> dict[tuple[int, int], str]:
    """By person and centre: a text that changes with role and password, for those who may watch."""
    wanted: Any = Membership.objects.filter(
        user_id__in={claim.user_id for claim in claims},
        centre_id__in={claim.centre_id for claim in claims},
        user__is_active=True,
    ).select_related("user", "centre")
    return {
        (row.user_id, row.centre_id): f"{row.role} {row.user.password}" for row in wanted if may(staff := staff_of(row), Act.WATCH, staff)
    }


def living_walls(digests: set[str]) -> set[str]:
    """Those screens whose right has not been taken away."""
    return set(Wall.objects.open().filter(digest__in=digests).values_list("digest", flat=True)) if digests else set()


def living_sessions(keys: set[str]) -> set[str]:
    """Those sessions that have neither been signed out nor run out."""
    return set(Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()).values_list("session_key", flat=True))


def living_tokens(digests: set[str]) -> set[str]:
    """Those tokens that have not ended."""
    found = ApiToken.objects.filter(digest__in=digests, ended_at=None)
    return set(found.values_list("digest", flat=True))
