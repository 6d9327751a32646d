"""The handover's page: what is handed over, line by line, by keyboard alone; and printed once it is sealed."""

import zoneinfo
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.models import Membership
from dispatch.accounts.permissions import MAY, Act
from incidents.models import Handover
from incidents.queries.handover import handover_for, handover_shown, handovers_of, said_in
from incidents.queries.risks import risks_of
from incidents.rules.handover import KINDS


@require_safe
@staff_only(Act.HAND_OVER)
def handover(request: StaffRequest, handover_id: int | None = None) -> HttpResponse:
    """The handover of the address; without one, the one that concerns the person, or where to begin."""
    person, at = request.staff, timezone.now()
    found = _named(person.centre_id, handover_id) if handover_id is not None else handover_for(person.centre_id, person.user_id)
    with timezone.override(zoneinfo.ZoneInfo(person.centre.time_zone)):
        page: dict[str, Any] = {"past": handovers_of(person.centre_id)}
        if found is None:
            page |= {
                "risks": [(KINDS[risk.kind], risk) for risk in risks_of(person.centre, at)],
                "gone": _others(person.centre_id, person.user_id),
            }
        else:
            page |= {"handover": handover_shown(found, at), "said": said_in(found), **_part_in(found, person.user_id)}
        return render(request, "incidents/handover.html", page)


def _named(centre_id: int, handover_id: int) -> Handover:
    found = Handover.objects.of(centre_id).whole().select_related("centre").filter(pk=handover_id).first()
    if found is None:
        raise Http404
    return found


def _part_in(found: Handover, person_id: int) -> dict[str, bool]:
    """What this person may do in it: who hands over answers; anybody else receives, until somebody does."""
    running = found.sealed_at is None and found.called_off_at is None
    receives = running and found.outgoing_id != person_id and found.incoming_id in (None, person_id)
    alone = found.alone_why != "" and found.incoming_id == person_id
    return {
        "running": running,
        "receives": receives,
        "answers": running and (found.outgoing_id == person_id or alone),
        "adds": running and person_id in (found.outgoing_id, found.incoming_id),
    }


def _others(centre_id: int, person_id: int) -> list[dict[str, str]]:
    """Who else hands shifts over here, for taking over from them."""
    members = Membership.objects.filter(centre_id=centre_id, role__in=MAY[Act.HAND_OVER], user__is_active=True)
    rows = members.exclude(user_id=person_id).order_by("user__name").values_list("user__username", "user__name")
    return [{"value": username, "label": name} for username, name in rows]
