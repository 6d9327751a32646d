"""Signing what goes between us and another system: HMAC-SHA256 over the time, the method, the path and the very bytes."""

import hashlib
import hmac

GOOD_FOR_S = 300  # either side of our clock


def signature(secret: str, *, timestamp: str, method: str, path: str, body: bytes) -> str:
    """The signature, in hexadecimal behind its version."""
    said = b"\n".join((timestamp.encode(), method.upper().encode(), path.encode(), body))
    return f"v1={hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()}"


def is_signed(given: str, expected: str) -> bool:
    """Whether the signature given is the one expected, in a time that tells nothing."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


def in_time(timestamp: str, now_s: float) -> bool:
    """Whether a signature of this time, in seconds since 1970, is still good."""
    plain = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12
    return plain and abs(int(timestamp) - now_s) <= GOOD_FOR_S
