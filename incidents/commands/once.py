"""Taking a crew's form once, however often it arrives."""

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction

from incidents.models import CrewForm


def take_once(*, deployment_id: int, nonce: str, at: datetime, act: Callable[[], object]) -> bool:
    """Do what the form asks, unless it was done before; True when it was done now.

    The row is written before the act and in its transaction: the second of two taps waits for the first and finds its row,
    and a form that was refused left none and may be sent again.
    """
    with transaction.atomic():
        try:
            with transaction.atomic():
                CrewForm.objects.create(deployment_id=deployment_id, nonce=nonce, taken_at=at)
        except IntegrityError:
            return False
        act()
    return True
