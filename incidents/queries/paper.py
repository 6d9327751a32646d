"""What a paper pack says, where it lies on disk, and how old the newest is."""

import zoneinfo
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Max, Min, OuterRef, Subquery
from django.template.loader import render_to_string
from django.utils import timezone

from dispatch.accounts.models import Centre, Membership
from dispatch.accounts.permissions import MAY, Act
from dispatch.refusal import NotFound
from incidents.models import Contact, Deployment, Incident, PaperPack
from resources.models import Organisation, Unit

FORMS = {"Contact": "C", "Incident log": "L", "Deployment": "D"}
FORMS_OF_EACH = 3
MOST = 2000


def path_of(centre: Centre, number: int) -> Path:
    """Where a pack of this number lies."""
    return Path(settings.PAPER_DIR) / centre.code / f"paper-pack-{number:06d}.html"


def newest_pack(centre_id: int) -> PaperPack | None:
    """The newest pack that was written."""
    return PaperPack.objects.of(centre_id).written().order_by("-number").first()


def pack_text(centre: Centre, number: int) -> str:
    """A pack as it lies on this machine's disk.

    Raises:
        NotFound: it was written by another machine, or has made room for newer ones.
    """
    try:
        return path_of(centre, number).read_text(encoding="utf-8")
    except OSError as error:
        raise NotFound("This pack is not on this machine’s disk.", code="not-found") from error


def oldest_age_s(at: datetime) -> float | None:
    """How old the newest pack is, in seconds, of the centre where it is oldest; None when no centre has any."""
    newest = PaperPack.objects.filter(centre=OuterRef("pk")).written().order_by().values("centre").annotate(last=Max("begun_at"))
    found = Centre.objects.working().annotate(last=Subquery(newest.values("last"))).aggregate(oldest=Min("last"))["oldest"]
    return None if found is None else max(0.0, (at - found).total_seconds())


def pack_page(centre: Centre, *, number: int, at: datetime) -> str:
    """The pack itself: one file that needs nothing else, for A4."""
    with timezone.override(zoneinfo.ZoneInfo(centre.time_zone)):
        return render_to_string("incidents/paper_pack.html", {"centre": centre, "number": number, "at": at, **contents(centre.pk)})


def contents(centre_id: int) -> dict[str, Any]:
    """Open incidents with their crews, contacts that wait, everybody's numbers, and the blank forms. Seven queries, eight of thousands.

    Of thousands the most urgent are there; ``more`` says how many are not: nobody works from as many pages.
    """
    open_now = Incident.objects.of(centre_id).open()
    incidents = list(open_now.most_urgent_first()[:MOST])
    sent: dict[int, list[Deployment]] = {}
    for each in Deployment.objects.active().filter(incident__in=incidents).select_related("unit").order_by("pk"):
        sent.setdefault(each.incident_id, []).append(each)
    people = Membership.objects.filter(centre_id=centre_id, role__in=MAY[Act.TAKE_CONTACT], user__is_active=True)
    return {
        "more": open_now.count() - len(incidents) if len(incidents) == MOST else 0,
        "incidents": [{"row": each, "sent": sent.get(each.pk, [])} for each in incidents],
        "contacts": Contact.objects.of(centre_id).on_the_board().for_cards().order_by("answer_by", "pk"),
        "units": Unit.objects.of(centre_id).filter(exercise=False).order_by("call_sign"),
        "organisations": Organisation.objects.filter(centre_id=centre_id).order_by("label"),
        "people": people.select_related("user").order_by("role", "user__name"),
        "forms": [(what, [f"{mark}{count}" for count in range(1, FORMS_OF_EACH + 1)]) for what, mark in FORMS.items()],
    }
