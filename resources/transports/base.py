"""How a message leaves the house: one class each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Parcel:
    """What a transport carries. ``key`` names the message for the far end: the same key is the same message."""

    key: str
    address: str
    subject: str
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)


class DeliveryTrouble(Exception):
    """It did not go. ``again`` says whether another try may help. The text holds no address and no message."""

    def __init__(self, message: str, *, again: bool) -> None:
        super().__init__(message)
        self.again = again


class Transport(Protocol):
    """A way out."""

    def carry(self, parcel: Parcel) -> None:
        """Send it, within 20 seconds.

        Raises:
            DeliveryTrouble: it did not go.
        """
