"""How a unit or an organisation is reached."""

from django.conf import settings

from resources.transports.base import DeliveryTrouble, Parcel, Transport
from resources.transports.email import Email
from resources.transports.simulated import Simulated
from resources.transports.webhook import Webhook

__all__ = ["DeliveryTrouble", "Parcel", "Transport", "transport"]


def transport(channel: str = "email") -> Transport:
    """The transport for a channel, or the simulated one when the settings say so."""
    if settings.MESSAGE_TRANSPORT == "simulated":
        return Simulated()
    return Webhook() if channel == "webhook" else Email()
