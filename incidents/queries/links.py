"""The responder's link: it opens one deployment and nothing else, and dies with it."""

from django.conf import settings
from django.core.signing import BadSignature, Signer

SIGNER = Signer(salt="dispatch.responder")


def token_for(deployment_id: int) -> str:
    """The token in a responder's link."""
    return SIGNER.sign(str(deployment_id)).replace(":", "~")


def deployment_behind(token: str) -> int | None:
    """The deployment a token opens; None for a token we did not sign."""
    try:
        return int(SIGNER.unsign(token.replace("~", ":")))
    except (BadSignature, ValueError):
        return None


def responder_link(deployment_id: int) -> str:
    """The whole address, as a message carries it."""
    return f"{settings.PUBLIC_URL}/r/{token_for(deployment_id)}"
