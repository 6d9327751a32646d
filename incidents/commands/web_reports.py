"""Reports from the public form: counted against the limits, and each a contact once."""

from datetime import datetime, timedelta

from dispatch.accounts.actors import Console
from dispatch.accounts.models import Centre
from dispatch.refusal import Refusal
from incidents.commands.contacts import offer_contact
from incidents.commands.mail import new_reference
from incidents.models import Contact, ReportTry
from incidents.rules.reporting import LOOK_BACK, too_many

LINE = "Public form"


class TooManyReports(Refusal):
    """More reports than one connection, or the centre, is allowed."""

    status = 429


def take_report(*, centre: Centre, source: str, nonce: str, by: Console, at: datetime, **told: str) -> Contact:
    """Make a report from the public form a contact. The same form sent again is the same contact.

    Args:
        source: a digest of where it came from; never the address itself.
        nonce: names the form as it was shown.
        told: words, place_text, caller_name, caller_number, caller_email.

    Raises:
        TooManyReports: "too-many-reports".
    """
    reference = f"web-{nonce}"
    known = Contact.objects.of(centre.pk).filter(source_reference=reference).first()
    if known is not None:
        return known
    tries = ReportTry.objects
    lately = at - LOOK_BACK
    over = too_many(
        from_one=tries.filter(source=source, at__gt=lately).count(),
        from_one_today=tries.filter(source=source, at__gt=at - timedelta(days=1)).count(),
        for_centre=tries.filter(centre=centre, at__gt=lately).count(),
    )
    if over:
        raise TooManyReports("Too many reports have come in this way just now. Please ring us instead.", code="too-many-reports")
    ReportTry.objects.create(centre=centre, source=source, at=at)
    return offer_contact(
        centre=centre,
        by=by,
        at=at,
        source_reference=reference,
        channel=Contact.Channel.WEB,
        line=LINE,
        public_reference=new_reference(),
        **told,
    )
