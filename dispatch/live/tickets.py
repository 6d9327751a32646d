"""Short signed tickets: how a page's script opens its socket without a session look-up of its own."""

import re

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from dispatch.live.rights import Claim

SALT = "dispatch.live.ticket"
LIFETIME_S = 60
A_DIGEST = re.compile(r"[0-9a-f]{64}")  # a token's SHA-256; Django's session keys have 32 characters


class TicketRefused(Exception):
    """The ticket is forged, older than a minute, or comes from another browser."""


def issue(user_id: int, centre_id: int, credential: str) -> str:
    """A ticket for one person in one centre, good for 60 seconds.

    Args:
        user_id: the person.
        centre_id: the centre whose board they may watch.
        credential: the session's key, or the SHA-256 digest (hexadecimal) of the bearer token they signed in with.

    A session's key never travels in a ticket, only its digest: the browser's cookie must match it, so that a ticket
    read from a log opens nothing.
    """
    if A_DIGEST.fullmatch(credential):
        return signing.dumps({"u": user_id, "c": centre_id, "t": credential}, salt=SALT)
    return signing.dumps({"u": user_id, "c": centre_id, "s": mark(credential)}, salt=SALT)


def issue_to_wall(wall_id: int, centre_id: int, digest: str) -> str:
    """A ticket for a big screen, by the digest of its key; good for 60 seconds."""
    return signing.dumps({"w": wall_id, "c": centre_id, "t": digest}, salt=SALT)


def mark(session_key: str) -> str:
    """A keyed digest of a session's key."""
    return salted_hmac(SALT, session_key, algorithm="sha256").hexdigest()


def claim_in(ticket: str, session_key: str) -> Claim:
    """What a ticket claims, for the browser whose session cookie is given (empty: none).

    Raises:
        TicketRefused: see there.
    """
    try:
        body = signing.loads(ticket, salt=SALT, max_age=LIFETIME_S)
    except signing.BadSignature as error:
        raise TicketRefused from error
    if "w" in body:
        return Claim(-body["w"], body["c"], wall_digest=body["t"])  # below zero: nobody's key, and each wall its own
    if "t" in body:
        return Claim(body["u"], body["c"], token_digest=body["t"])
    if not session_key or not constant_time_compare(body["s"], mark(session_key)):
        raise TicketRefused
    return Claim(body["u"], body["c"], session_key=session_key)
