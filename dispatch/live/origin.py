"""Which pages may open a socket: our own (cross-site WebSocket hijacking, OWASP WebSocket cheat sheet)."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.http.request import validate_host

PORTS = {"http": 80, "https": 443}


def allowed(*, origin: str | None, host: str, hosts: Sequence[str], trusted: Sequence[str]) -> bool:
    """Whether a handshake with this Origin and Host header may go on.

    Args:
        origin: the Origin header; None when the client sent none, as programs do and browsers never do.
        host: the Host header.
        hosts: ALLOWED_HOSTS.
        trusted: CSRF_TRUSTED_ORIGINS, for a page served from elsewhere.
    """
    if not validate_host(name_of(host), list(hosts)):
        return False
    return origin is None or origin in trusted or is_host(origin, host)


def is_host(origin: str, host: str) -> bool:
    """Whether an origin is the very host and port that the handshake names."""
    try:
        parts = urlsplit(origin)
        named = urlsplit(f"//{host}")
        usual = PORTS.get(parts.scheme)
        return usual is not None and parts.hostname == named.hostname and (parts.port or usual) == (named.port or usual)
    except ValueError:
        return False


def name_of(host: str) -> str:
    """A Host header without its port, as Django compares it."""
    name, _, port = host.rpartition(":")
    return (name if port.isdigit() else host).lower()
