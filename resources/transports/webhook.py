"""Another system's address: one POST of JSON. A redirect is not followed, so that nothing goes where nobody sent it."""

import urllib.error
import urllib.request
from typing import Any

from resources.transports.base import DeliveryTrouble, Parcel

TIMEOUT_S = 15
FOR_GOOD = frozenset({400, 401, 403, 404, 405, 410, 413, 415, 422})


class StayHere(urllib.request.HTTPRedirectHandler):
    """Refuses every redirect."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Do not follow it."""
        return


class Webhook:
    """Posts to another system."""

    def carry(self, parcel: Parcel) -> None:
        """Post the body; the key goes along, so that a second copy can be recognised."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": parcel.key, **parcel.headers}
        if not parcel.address.startswith(("https://", "http://")):
            raise DeliveryTrouble("The address is not one of the web.", again=False)
        request = urllib.request.Request(parcel.address, data=parcel.body.encode(), headers=headers, method="POST")  # noqa: S310  (checked above)
        try:
            with urllib.request.build_opener(StayHere).open(request, timeout=TIMEOUT_S) as answer:
                answer.read(1)
        except urllib.error.HTTPError as error:
            raise DeliveryTrouble(f"The other system answered {error.code}.", again=error.code not in FOR_GOOD) from error
        except (OSError, ValueError) as error:
            raise DeliveryTrouble(f"The other system could not be reached ({type(error).__name__}).", again=True) from error
