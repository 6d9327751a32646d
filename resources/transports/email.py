"""E-mail over SMTP, as EMAIL_URL says."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from resources.transports.base import DeliveryTrouble, Parcel

TIMEOUT_S = 20


class Email:
    """Sends through a real SMTP server."""

    def carry(self, parcel: Parcel) -> None:
        """Send one e-mail; the key becomes its Message-ID, so that a second copy can be recognised."""
        message = EmailMessage(
            subject=" ".join(parcel.subject.split()),
            body=parcel.body,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[parcel.address],
            headers={**parcel.headers, "Message-ID": f"<{parcel.key}@dispatch-console>"},
            connection=get_connection(timeout=TIMEOUT_S),
        )
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as error:
            raise DeliveryTrouble("The mail server refuses this address.", again=False) from error
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise DeliveryTrouble(f"The mail server could not take it ({type(error).__name__}).", again=True) from error
